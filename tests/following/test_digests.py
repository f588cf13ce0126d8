"""Weekly and monthly emails, and workers that die."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from content.mail import send_late
from content.mail.queueing import LATE
from content.models import Reader, Status
from following.models import Digest, Follow, Mailing
from following.services.mailings import plan_mailings
from tests.factories import EventFactory, FollowFactory, PostFactory, ReaderFactory, TopicFactory
from tests.support.database_servers import SHUTDOWN_TIMEOUT
from tests.support.mail_servers import html_of, send_queued_emails, text_of
from tests.support.reader_emails import path_in
from tests.support.workers import start_worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue"),
]
NEW_YORK = ZoneInfo("America/New_York")
PEOPLE, KILLED_AFTER = 250, 90


@pytest.fixture
def clock(time_machine, mail_server):
    """Return a function that moves the clock, does what is due, and returns the new emails."""

    def move_to(text: str) -> list[tuple[str, list[str]]]:
        mail_server.taken.clear()
        moment = datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)
        time_machine.move_to(moment, tick=False)
        plan_mailings()
        send_queued_emails()
        return [(mail["Subject"], titles_in(text_of(mail))) for mail in mail_server.taken]

    return move_to


def titles_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if line in ("A", "B", "C", "D")]


def publish(title: str, at: str, **fields) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK)
    PostFactory(title=title, slug=title.lower(), published_at=moment, **fields)


@pytest.mark.parametrize(
    ("sunday", "monday", "next_monday"),
    [
        ("2026-03-01", "2026-03-02", "2026-03-09"),  # Clocks go forward on March 8 …
        ("2026-10-25", "2026-10-26", "2026-11-02"),  # … and back on November 1.
    ],
)
def test_weekly_email_has_each_entry_once_across_weeks_and_clock_changes(
    clock, sunday, monday, next_monday
):
    clock(f"{sunday}T12:00")
    FollowFactory()
    publish("A", f"{sunday}T23:59:50")
    publish("B", f"{monday}T06:59:50")
    publish("C", f"{monday}T07:00:30")
    publish("D", f"{next_monday}T07:00:00")

    sent = [
        clock(f"{monday}T00:00:05"),
        clock(f"{monday}T06:59:59"),
        clock(f"{monday}T07:00:05"),
        clock(f"{monday}T07:01:05"),
        clock(f"{next_monday}T06:59:59"),
        clock(f"{next_monday}T07:00:05"),
        clock(f"{next_monday}T07:01:05"),
    ]

    assert sent == [
        [],
        [],
        [("This week: B", ["B", "A"])],
        [],
        [],
        [("This week: D", ["D", "C"])],
        [],
    ]


def test_monthly_email_comes_on_the_first_and_late_if_no_worker_ran(clock):
    clock("2026-01-31T12:00")
    FollowFactory(frequency="monthly")
    publish("A", "2026-01-31T23:00")
    publish("B", "2026-02-14T08:00")
    publish("C", "2026-03-01T06:00")

    sent = [
        clock("2026-02-01T06:59"),
        clock("2026-02-01T07:00"),
        clock("2026-02-14T08:01"),
        # Nothing ran for four days.
        clock("2026-03-05T10:00"),
        clock("2026-04-01T07:00"),
    ]

    assert sent == [[], [("This month: A", ["A"])], [], [("This month: C", ["C", "B"])], []]


def test_digest_groups_what_is_followed_and_omits_what_was_withdrawn(clock, client, mail_server):
    clock("2026-06-01T12:00")
    broad, narrow = TopicFactory(), TopicFactory()
    narrow.parent = broad
    narrow.save()
    reader = ReaderFactory()
    for topic in (broad, narrow):
        FollowFactory(reader=reader, scope="topic", key=str(topic.pk))
    gone = TopicFactory()
    FollowFactory(scope="topic", key=str(gone.pk))
    publish("A", "2026-06-02T08:00", topics=[narrow], summary="What A says & means.")
    publish("B", "2026-06-02T08:00", topics=[])
    moment = datetime(2026, 6, 3, 8, tzinfo=NEW_YORK)
    EventFactory(title="C", slug="c", published_at=moment, topics=[broad])
    publish("D", "2026-06-03T08:00", topics=[gone])
    clock("2026-06-04T08:00")
    withdrawn = PostFactory._meta.model.objects.get(title="D")

    withdrawn.status = Status.DRAFT
    withdrawn.save()
    sent = clock("2026-06-08T07:00")

    assert sent == [("This week: C", ["A", "C"])]
    [mail] = mail_server.taken
    text, html = text_of(mail).replace("\r\n", "\n"), html_of(mail)
    assert "Post\n\nA\n" in text
    assert "Event\n\nC\n" in text
    assert "What A says & means." in text
    page = client.get(path_in(mail, "/follow/emails/"))
    assert (page.context["subject"], page.cookies) == ("This week: C", {})
    assert page["X-Robots-Tag"] == "noindex"
    assert [each.title for each in page.context["entries"]] == ["C", "A"]
    assert "What A says &amp; means." in html
    assert len(html) < 80_000


def test_entry_published_again_is_no_news(clock):
    FollowFactory(frequency="immediately")
    publish("A", "2026-06-02T08:00")
    publish("B", "2026-05-01T08:00")

    first = clock("2026-06-02T08:00")
    post = PostFactory._meta.model.objects.get(title="A")
    post.published_at = datetime(2026, 6, 3, 8, tzinfo=NEW_YORK)
    post.save()
    second = clock("2026-06-03T08:01")

    # B is older than a week: it was imported, for instance.
    assert (first, second) == ([("A", ["A", "A"])], [])


def test_worker_killed_in_the_middle_misses_no_one_and_repeats_at_most_one(mail_server):
    readers = Reader.objects.bulk_create(
        Reader(email=f"reader{number}@example.org") for number in range(PEOPLE)
    )
    Follow.objects.bulk_create(
        Follow(reader=each, scope="site", frequency="immediately", confirmed_at=timezone.now())
        for each in readers
    )
    PostFactory()
    plan_mailings()
    enough = threading.Event()
    mail_server.on_mail = lambda: len(mail_server.taken) >= KILLED_AFTER and enough.set()

    first = start_worker(mail_server)
    assert enough.wait(SHUTDOWN_TIMEOUT)
    first.kill()
    first.wait(SHUTDOWN_TIMEOUT)
    taken_by_first = len(mail_server.taken)
    # The jobs that look for late emails and for news, in another process.
    Digest.objects.update(due_at=timezone.now() - LATE - timedelta(seconds=1))
    plan_mailings()
    send_late()

    assert taken_by_first < PEOPLE
    counts = Counter(mail["To"] for mail in mail_server.taken)
    assert len(counts) == PEOPLE
    # It can only be the email that was accepted but not yet marked, with the same Message-ID.
    assert len([address for address, count in counts.items() if count > 1]) <= 1
    assert len({mail["Message-ID"] for mail in mail_server.taken}) == PEOPLE
    assert set(Digest.objects.values_list("state", flat=True)) == {"sent"}
    assert Mailing.objects.filter(frequency="immediately").count() == 1
