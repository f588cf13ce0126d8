"""When public pages change by the clock alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from content.models import Entry, SiteSettings, Status
from content.rendering import save_site_settings
from cworks.page_cache.changes import coming_moments
from tests.factories import EventFactory, PostFactory
from tests.support.search_pages import found

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 15, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def close_comments_after(days: int, published_at: datetime, **fields) -> None:
    save_site_settings(site=SiteSettings(comments_close_after=days))
    PostFactory(published_at=published_at, **fields)


@pytest.mark.parametrize(
    ("make", "moment"),
    [
        (lambda: None, MIDNIGHT),
        (lambda: PostFactory(published_at=NOW + HOUR), NOW + HOUR),
        (lambda: PostFactory(published_at=NOW - HOUR), MIDNIGHT),
        (lambda: PostFactory(published_at=NOW + HOUR, status=Status.DRAFT), MIDNIGHT),
        (lambda: EventFactory(starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR), NOW + HOUR),
        (lambda: EventFactory(starts_at=NOW - HOUR, ends_at=NOW + HOUR), NOW + HOUR),
        (
            lambda: EventFactory(starts_at=NOW + 30 * DAY, registration_opens_at=NOW + HOUR),
            NOW + HOUR,
        ),
        (
            lambda: EventFactory(starts_at=NOW + 30 * DAY, registration_closes_at=NOW + HOUR),
            NOW + HOUR,
        ),
        # Six days before, pages begin to name the day of the week.
        (lambda: PostFactory(published_at=NOW + 6 * DAY + HOUR), NOW + HOUR),
        (lambda: EventFactory(starts_at=NOW + 6 * DAY + HOUR), NOW + HOUR),
        (lambda: close_comments_after(30, NOW - 30 * DAY + HOUR), NOW + HOUR),
        (lambda: close_comments_after(30, NOW - 30 * DAY + HOUR, comments_open=False), MIDNIGHT),
    ],
)
def test_pages_change_next_when_clock_changes_what_they_say(time_machine, make, moment):
    time_machine.move_to(NOW, tick=False)
    make()

    assert min(filter(None, coming_moments(since=NOW))) == moment


def test_old_sites_months_are_known_for_a_whole_utc_day(time_machine, client):
    statuses = []
    for hour in (0, 4, 5, 23):  # In New York, the year begins at 5.
        time_machine.move_to(datetime(2027, 1, 1, hour, 30, tzinfo=UTC), tick=False)
        statuses.append(client.get("/2028/03/").status_code)

    assert statuses == [301] * 4


def test_search_results_keep_their_order_for_a_whole_utc_day(time_machine, client):
    """Two that are about as good change places as both become older, and nothing announces that."""
    noon = datetime(2026, 11, 29, 12, tzinfo=UTC)
    halved_after = timedelta(seconds=630_000_000)
    time_machine.move_to(noon, tick=False)
    better, newer = PostFactory(body="Mastery."), PostFactory(body="Mastery of the whole text.")
    with connection.cursor() as cursor:
        rank = "SELECT ts_rank_cd(search_vector, 'masteri', 1) FROM content_entry WHERE id = %s"
        ranks = [cursor.execute(rank, [post.pk]).fetchone()[0] for post in (better, newer)]
    # At noon, they are as good as each other.
    age = timedelta(days=1)
    ages = [(halved_after + age) * (ranks[0] / ranks[1]) - halved_after, age]
    for post, age in zip((better, newer), ages, strict=True):
        Entry.objects.filter(pk=post.pk).update(published_at=noon - age)

    orders = set()
    for hours in (-11, 11):
        time_machine.move_to(noon + timedelta(hours=hours), tick=False)
        orders.add(tuple(found(client, "mastery")))

    assert len(orders) == 1
