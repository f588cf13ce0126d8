"""The editorial calendar: what a month has, for whom, and moving what is scheduled."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from blog.models import Post
from blog.services.series import place_part
from content.models import Assignment
from tests.factories import ArticleFactory, EventFactory, PostFactory, SeriesFactory, UserFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 7, 15, tzinfo=UTC)
# 9:30 on the clocks of New York.
SCHEDULED = datetime(2026, 12, 9, 14, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stopped_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def read_days(client, **query) -> dict[str, list[str]]:
    """Return {day: what stands there} of December."""
    response = client.get(reverse("admin-calendar"), {"month": "2026-12", **query})
    page = html.fromstring(response.content.decode())
    days = {
        day.get("data-day"): [
            " ".join(line.text_content().split()).partition(" Move to")[0]
            for line in day.xpath(".//li | .//p[starts-with(@class, 'calendar-gap')]")
        ]
        for day in page.xpath("//li[@data-day]")
    }
    return {day: lines for day, lines in days.items() if lines not in ([], ["No post"])}


def move(client, post, *, to: str, seen: datetime = SCHEDULED) -> list[str]:
    posted = {"entry": post.pk, "to": to, "seen": seen.isoformat(), "month": "2026-12"}
    response = client.post(reverse("admin-calendar-move"), posted)
    address = f"{reverse('admin-calendar')}?month=2026-12#entry-{post.pk}"
    assert response.headers["Location"] == address
    page = html.fromstring(client.get(address).content.decode())
    return [item.text for item in page.xpath("//ul[@class='messagelist']/li")]


def test_calendar_shows_what_is_planned_in_a_sector_to_those_who_may_see_it(client):
    editor = sign_in(client, "Editors")
    series = SeriesFactory(title="Pace", draft=True)
    part = PostFactory(title="Slow down", sector="both", published_at=SCHEDULED)
    place_part(post=part, series=series)
    PostFactory(title="Degrees", sector="higher-education", published_at=SCHEDULED)
    PostFactory(title="Early", sector="k-12", published_at=datetime(2026, 12, 1, 4, tzinfo=UTC))
    EventFactory(title="Rubrics", sector="k-12", starts_at=datetime(2026, 12, 10, 20, tzinfo=UTC))
    draft = PostFactory(title="Owed", sector="k-12", status="review")
    Assignment.objects.create(entry=draft, assignee=editor, due_on=date(2026, 12, 11))

    seen = read_days(client, sector="k-12")
    sign_in(client, "Writers")
    seen_by_writer = read_days(client)

    # Midnight in London is the evening before in New York.
    assert seen == {
        "2026-11-30": ["11:00 pm Post Published Early"],
        "2026-12-09": ["9:30 am Post Scheduled Slow down Part 1 of “Pace”"],
        "2026-12-10": ["No post", "3:00 pm Event Published Rubrics Webinar"],
        "2026-12-11": ["No post", f"Post In review Owed Due, {editor.name} reviews it"],
        **{f"2026-12-{day}": ["No post all week"] for day in (14, 21, 28)},
    }
    assert seen_by_writer == {
        "2026-11-30": ["11:00 pm Post Published Early"],
        "2026-12-10": ["3:00 pm Event Published Rubrics Webinar"],
    }


def test_move_keeps_the_time_of_day_and_says_why_it_is_refused(client):
    editor = sign_in(client, "Editors")
    post = PostFactory(title="Slow down", published_at=SCHEDULED)
    event = EventFactory(title="Rubrics", starts_at=SCHEDULED)

    moved = move(client, post, to="2027-07-01")
    post.refresh_from_db()
    refused = [
        move(client, post, to="2026-12-11"),
        move(client, post, to="2026-12-01", seen=post.published_at),
        move(client, event, to="2026-12-11"),
        move(client, post, to=""),
    ]
    writer = sign_in(client, "Writers")
    refused.append(move(client, post, to="2026-12-11", seen=post.published_at))
    Post.objects.update(created_by=writer)
    refused.append(move(client, post, to="2026-12-11", seen=post.published_at))

    # 9:30 in summer, too.
    assert (moved, post.published_at, post.revisions.newest_first()[0].by) == (
        ["“Slow down” will appear Thursday, July 1, 2027, 9:30 am ET."],
        datetime(2027, 7, 1, 13, 30, tzinfo=UTC),
        editor,
    )
    assert refused == [
        [
            "“Slow down” wasn’t moved: someone else has scheduled it for Thursday, July 1, 2027, "
            "9:30 am ET meanwhile."
        ],
        [
            "“Slow down” wasn’t moved: that moment has passed. Choose a later day, or open it to "
            "publish it now."
        ],
        ["“Rubrics” can’t be moved here. Open it, and change its date there."],
        ["Nothing was moved. Choose the day to move it to."],
        ["This can’t be moved: it has been deleted, or it’s someone else’s draft."],
        ["You can’t move “Slow down”: only those who may publish it can."],
    ]
    post.refresh_from_db()
    assert post.published_at == datetime(2027, 7, 1, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "x"])
def test_month_that_cannot_be_shown_is_this_month(client, month):
    sign_in(client, "Editors")

    page = client.get(reverse("admin-calendar"), {"month": month})

    assert page.context["month"] == timezone.localdate().replace(day=1)


def test_calendar_needs_as_many_queries_for_many_entries(client):

    sign_in(client, "Editors")
    counts = []
    for number in (1, 5):
        for _ in range(number):
            place_part(post=PostFactory(published_at=SCHEDULED), series=SeriesFactory())
            ArticleFactory(published_at=SCHEDULED)
            EventFactory(starts_at=SCHEDULED)
            due = PostFactory(draft=True)
            Assignment.objects.create(entry=due, assignee=UserFactory(), due_on=SCHEDULED.date())
        with CaptureQueriesContext(connection) as queries:
            read_days(client)
        counts.append(len(queries))

    assert counts[0] == counts[1]
