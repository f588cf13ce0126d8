"""What PostgreSQL announces, so that no process sends an outdated page from memory."""

from collections.abc import Callable
from itertools import count

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Comment
from content.editing.saving import delete_entry, save_entry
from content.models import Entry, Person, User, WebAddress
from content.searches import count_search
from content.view_counts import count_entry_view, count_path_view, count_referrer
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
from tests.support.database_listeners import address_of_database, listening

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
