"""What PostgreSQL announces, so that no process sends an outdated page from memory."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Comment
from content.editing.saving import delete_entry, save_entry
from content.models import Entry, Person, SiteSettings, Status, User, WebAddress
from content.rendering import save_site_settings
from content.searches import count_search
from content.view_counts import count_entry_view, count_path_view, count_referrer
from cworks.page_cache.changes import Changes, coming_moments
from cworks.page_cache.triggers_sql import (
    CHANNEL,
    install_triggers,
    loosen_triggers,
    tables_of_readers,
)
from events.models import Registration, Seats
from events.services.registrations import cancel_registration, register
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    PersonFactory,
    PostFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.support.search_pages import found

pytestmark = pytest.mark.django_db(transaction=True)

# Nothing that readers see is made of these.
PRIVATE_APPS = {
    *("account", "admin", "auth", "contenttypes", "imports", "mfa", "procrastinate", "sessions"),
    *("socialaccount", "usersessions"),
}
PRIVATE_TABLES = {
    "content_activity",
    "blog_commentban",
    "blog_spamword",
    "content_assignment",
    "content_countedattempt",
    "content_email",
    "content_emailtext",
    "content_machinereport",
    "content_openform",
    "content_pathviewcount",
    "content_pendingversion",
    "content_reader",
    "content_readeremail",
    "content_referrercount",
    "content_reviewnote",
    "content_bulkchange",
    "content_deletedrows",
    "content_savedcopy",
    "content_searchclick",
    "content_searchcount",
    "content_searchday",
    "content_sitechange",
    "content_user_groups",
    "content_user_user_permissions",
    "content_viewcount",
    "content_viewday",
    "content_viewmonth",
    "events_delivery",
    "events_message",
    "events_registration",
    "following_digest",
    "following_follow",
    "following_mailing",
    "submissions_replytemplate",
    "submissions_sharedproblem",
    "submissions_submissionnote",
    "wiki_downloadcount",
    "wiki_pagereading",
    "wiki_problemreport",
    "wiki_suggestion",
}


def address_of_database() -> dict[str, str]:
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ("host", "user", "dbname")}


@contextmanager
def listening(*channels: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**address_of_database(), autocommit=True) as listener:
        for channel in channels:
            listener.execute(f"LISTEN {channel}")
        yield listener


@pytest.fixture
def is_announced():
    with listening(CHANNEL, "until_now") as listener:

        def hear() -> set[str]:
            """Return what was announced. Notifications arrive in the order of the commits."""
            listener.execute("NOTIFY until_now")
            heard = set()
            while "until_now" not in heard:
                heard |= {each.channel for each in listener.notifies(timeout=10, stop_after=1)}
            return heard

        def announces(change: Callable[[], object]) -> bool:
            hear()
            change()
            return CHANNEL in hear()

        yield announces


def test_every_table_that_pages_are_made_of_announces_all_changes():
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label not in PRIVATE_APPS
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text,"
            " sum(DISTINCT tgtype & 60)"  # for INSERT 4, DELETE 8, UPDATE 16, TRUNCATE 32
            " FROM pg_trigger WHERE starts_with(tgname, 'announce_') GROUP BY 1"
        )
        found = {table.strip('"'): int(events) for table, events in cursor}

    assert found == dict.fromkeys(tables - PRIVATE_TABLES, 4 + 8 + 16 + 32)


def test_announcing_is_installed_once(django_assert_num_queries):
    with django_assert_num_queries(2):  # the function, and what there is
        install_triggers()


def test_trigger_that_was_dropped_or_has_changed_is_made_again(is_announced):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'content_person'::regclass")
        names = [name for (name,) in cursor if name.startswith("announce_")]
        for name in names[:2]:
            cursor.execute(f"DROP TRIGGER {name} ON content_person")
        cursor.execute(
            "CREATE TRIGGER announce_old AFTER INSERT ON events_registration"
            " EXECUTE FUNCTION announce_change()"
        )

    install_triggers()

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'content_person'::regclass")
        assert {name for (name,) in cursor if name.startswith("announce_")} == set(names)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'announce_old'")
        assert cursor.fetchone() == (0,)


def test_changes_are_announced_while_triggers_are_replaced(is_announced):
    comment = CommentFactory(status="approved")
    texts = count()
    announced = []

    def change_before_each(execute, statement, *arguments):
        # What the site does while it is migrated.
        if " TRIGGER " in statement and "blog_comment" in statement:
            with psycopg.connect(**address_of_database(), autocommit=True) as other:
                edit = "UPDATE blog_comment SET text = %s WHERE id = %s"
                values = [str(next(texts)), comment.pk]
                announced.append(is_announced(lambda: other.execute(edit, values)))
        return execute(statement, *arguments)

    with connection.execute_wrapper(change_before_each):
        loosen_triggers(plan=["a migration"])
        install_triggers()

    assert len(announced) > 3
    assert all(announced)


def test_changes_in_bulk_and_by_hand_are_announced(is_announced):
    post, person = PostFactory(), PersonFactory()

    def run(statement: str) -> Callable[[], None]:
        def execute() -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement)

        return execute

    changes = {
        "save": lambda: save_entry(entry=post, by=None),
        "update": lambda: Entry.objects.update(sector="both"),
        "bulk update": lambda: Person.objects.bulk_update([person], ["name"]),
        "bulk create": lambda: Person.objects.bulk_create([Person(name="A", slug="a")]),
        "by hand": run("UPDATE content_person SET name = 'B'"),
        "delete": lambda: delete_entry(entry=post, by=None),
        "truncate": run("TRUNCATE content_person CASCADE"),
    }
    assert {name: is_announced(change) for name, change in changes.items()} == dict.fromkeys(
        changes, True
    )


def test_what_is_rolled_back_is_not_announced(is_announced):
    post = PostFactory()

    def try_to_change() -> None:
        with transaction.atomic():
            Entry.objects.filter(pk=post.pk).update(title="Other")
            transaction.set_rollback(True)

    assert not is_announced(try_to_change)


def test_statement_that_changes_no_row_is_not_announced(is_announced):
    assert not is_announced(lambda: Entry.objects.filter(pk=0).update(title="Other"))
    assert not is_announced(lambda: Entry.objects.filter(pk=0).delete())


def test_what_only_counts_is_not_announced(is_announced):
    article, user = ArticleFactory(), UserFactory()
    WebAddress.objects.create(url="https://example.org/")
    now = timezone.now()

    assert not is_announced(lambda: count_entry_view(entry_id=article.pk))
    assert not is_announced(lambda: count_path_view(path="/blog/"))
    assert not is_announced(lambda: count_referrer(host="example.org"))
    assert not is_announced(lambda: count_search(words="time", found=1))
    assert not is_announced(lambda: SuggestionFactory(article=article))
    assert not is_announced(lambda: WebAddress.objects.update(checked_at=now, failures=1))
    assert not is_announced(lambda: type(user).objects.update(last_login=now))
    assert is_announced(lambda: type(user).objects.update(name="Another name"))


def test_link_that_is_dead_is_announced_once(is_announced):
    address = WebAddress.objects.create(url="https://example.org/")
    since = timezone.now()

    def record(state: str) -> Callable[[], object]:
        rows = WebAddress.objects.filter(pk=address.pk)
        return lambda: rows.update(state=state, failing_since=since, checked_at=timezone.now())

    states = ["dead", "dead", "alive"]
    assert [is_announced(record(state)) for state in states] == [True, False, True]


def test_only_approved_comments_are_announced(is_announced):
    pending = CommentFactory(status="pending")
    rows = Comment.objects.filter(pk=pending.pk)

    assert not is_announced(lambda: CommentFactory(post=pending.post, status="pending"))
    assert not is_announced(lambda: rows.update(status="spam"))
    assert is_announced(lambda: rows.update(status="approved"))
    assert is_announced(lambda: rows.update(text_html="<p>Edited</p>"))
    assert is_announced(lambda: rows.delete())


def test_registrations_are_announced_only_if_page_says_how_many_seats_are_left(is_announced):
    event = EventFactory(capacity=53)

    def register_one(number: int) -> Callable[[], object]:
        return lambda: register(event=event, email=f"a{number}@example.org", name="A")

    # With 50 seats or fewer, the page says so.
    assert [is_announced(register_one(number)) for number in range(4)] == [False, False, True, True]
    registration = Registration.objects.first()
    assert is_announced(lambda: cancel_registration(registration=registration))
    unlimited = EventFactory()
    assert not is_announced(lambda: register(event=unlimited, email="a@example.org", name="A"))


def test_new_tables_of_apps_that_publish_are_included():
    assert ("toy_kind_toy", "") in set(tables_of_readers())


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


def test_change_is_heard_while_the_next_moment_is_sought(monkeypatch):
    def moments(*, since: datetime) -> Iterator[datetime | None]:
        yield MIDNIGHT
        PostFactory()
        ends_at = time.monotonic() + 10
        while changes.generation == 0 and time.monotonic() < ends_at:
            yield None

    changes = Changes(lambda: None)
    monkeypatch.setattr("cworks.page_cache.changes.coming_moments", moments)
    with listening(CHANNEL) as listener:
        changes._find_next_moment(listener)

    # The moment may be another one now.
    assert (changes.generation > 0, changes._is_moment_due) == (True, True)


def test_beat_that_arrives_late_says_nothing_of_what_was_announced_since():
    changes = Changes(lambda: None)
    changes._next_moment = float("inf")
    sent_at = time.monotonic() - 5

    class SlowListener:
        def notifies(self, *, timeout, stop_after):
            yield psycopg.Notify(changes._beat_channel, str(sent_at), 1)

    changes._hear(SlowListener(), until=time.monotonic())

    assert not changes.are_known


@pytest.mark.parametrize("seconds", [0.01, 0.24, 0.249, 0.4])
def test_slow_beat_is_heard_before_the_next_one(monkeypatch, seconds):
    changes = Changes(lambda: None)
    clock = SimpleNamespace(now=NOW.timestamp() + 0.1)
    events: list[str] = []

    class Listener:
        def execute(self, statement, parameters=()) -> None:
            if "pg_notify" in str(statement):
                events.append("beat")
                clock.now += seconds
                if len(events) > 40:
                    raise InterruptedError

        def notifies(self, *, timeout, stop_after):
            events.append("hear")
            clock.now += timeout
            return iter(())

    database = SimpleNamespace(ensure_connection=lambda: None, connection=Listener())
    monkeypatch.setattr("cworks.page_cache.changes.connection", database)
    monkeypatch.setattr(
        "cworks.page_cache.changes.time",
        SimpleNamespace(monotonic=lambda: clock.now, time=lambda: clock.now),
    )
    monkeypatch.setattr("cworks.page_cache.changes.coming_moments", lambda since: [MIDNIGHT])
    monkeypatch.setattr("cworks.page_cache.changes.GIVE_UP_AFTER", 1_000)

    with pytest.raises(InterruptedError):
        changes._listen()

    assert "beat, beat" not in ", ".join(events)


@pytest.mark.parametrize(("seconds", "are_known"), [(0.5, True), (1.0, False)])
def test_changes_are_unknown_a_second_after_last_beat(seconds, are_known):
    changes = Changes(lambda: None)
    changes._next_moment = float("inf")
    changes._known_at = time.monotonic() - seconds

    assert changes.are_known == are_known


def test_process_that_has_heard_nothing_knows_nothing_of_any_time():
    assert Changes(lambda: None).known_at == 0


def test_pages_are_kept_right_after_change():
    changes = Changes(lambda: None)
    changes._next_moment = float("inf")
    changes._known_at = time.monotonic()

    changes._drop()

    # Otherwise each reader of a burst after an edit would have it rendered.
    assert changes.are_known


def test_everything_that_pages_show_of_partly_private_rows_is_announced(is_announced):
    user = UserFactory()
    address = WebAddress.objects.create(url="https://example.org/", state="dead")
    seats, other = EventFactory(capacity=5).seats, EventFactory()
    Seats.objects.filter(event=other).delete()

    assert is_announced(lambda: User.objects.filter(pk=user.pk).update(person=PersonFactory()))
    assert is_announced(
        lambda: WebAddress.objects.filter(pk=address.pk).update(url="https://b.org/")
    )
    assert is_announced(lambda: Seats.objects.filter(pk=seats.pk).update(event=other))
    assert is_announced(lambda: Seats.objects.filter(pk=other.pk).update(capacity=500))
    assert is_announced(lambda: Seats.objects.filter(pk=other.pk).update(capacity=600))
