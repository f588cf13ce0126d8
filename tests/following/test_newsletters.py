"""A newsletter from its entries to its archive."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.editing.publishing import publish
from content.findings import Related
from content.mail import send_late
from content.mail.queueing import LATE
from content.models import User
from content.retention import forget_everything_old
from cworks.groups import sync_groups
from following.admin.newsletters import count_states
from following.emails.newsletters import write_newsletter
from following.models import Digest, Mailing, Newsletter
from following.services.mailings import plan_mailings
from following.services.publishing_check import check_newsletter
from tests.factories import (
    EventFactory,
    FollowFactory,
    NewsletterFactory,
    PostFactory,
    ReaderFactory,
)
from tests.support.mail_servers import html_of, send_queued_emails, text_of
from tests.support.reader_emails import path_in
from tests.support.signing_in import sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue"),
]


@pytest.fixture
def editor(client):
    sync_groups()
    sign_in(client, "Editors")
    return client


def admin_page(page: str, newsletter: Newsletter) -> str:
    return reverse(f"admin:following_newsletter_{page}", args=[newsletter.pk])


def test_newsletter_is_composed_tested_scheduled_paused_and_sent_once(
    editor, mail_server, settings, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    NewsletterFactory(title="The last", published_at=timezone.now() - timedelta(days=3))
    PostFactory(title="Too old", published_at=timezone.now() - timedelta(days=4))
    post = PostFactory(title="Rubrics [draft]", slug="rubrics", summary="What they are.")
    event = EventFactory(title="Meetup", slug="meetup", summary="Come.")
    newsletter = NewsletterFactory(title="June", slug="june", draft=True, body="Hello.", summary="")
    # No one follows yet: all this is no news later.
    plan_mailings()
    readers = [FollowFactory(scope="newsletter", frequency="issue").reader for _ in range(3)]
    FollowFactory(frequency="immediately")

    offered = editor.get(admin_page("entries", newsletter)).content.decode()
    editor.post(
        admin_page("entries", newsletter),
        {
            f"entry-{post.pk}-is_chosen": "on",
            f"entry-{post.pk}-position": "2",
            f"entry-{event.pk}-is_chosen": "on",
            f"entry-{event.pk}-position": "1",
            f"entry-{event.pk}-note": "*Do* come.",
        },
    )
    newsletter = Newsletter.objects.get(pk=newsletter.pk)
    composed = newsletter.body
    frames = editor.get(admin_page("email", newsletter)).content.decode().count("<iframe")
    dark = editor.get(f"{admin_page('frame', newsletter)}?scheme=dark").content.decode()
    editor.post(admin_page("email", newsletter), {"test": "1"})
    [test] = mail_server.taken
    mail_server.taken.clear()
    by = User.objects.first()
    publish(entry=newsletter, by=by, at=timezone.now() + timedelta(hours=1))
    plan_mailings()
    before = send_queued_emails()
    time_machine.shift(timedelta(hours=1, minutes=1))
    settings.EMAILS_PER_MINUTE = 1
    plan_mailings()
    send_queued_emails()
    editor.post(admin_page("email", newsletter), {"pause": "1"})
    time_machine.shift(LATE + timedelta(minutes=1))
    send_late()
    paused = len(mail_server.taken)
    settings.EMAILS_PER_MINUTE = 0
    editor.post(admin_page("email", newsletter), {"resume": "1"})
    for _ in range(2):
        send_queued_emails()
        plan_mailings()
        send_late()

    assert ("Rubrics [draft]" in offered, "Too old" in offered) == (True, False)
    assert composed == (
        "Hello.\n\n## Event\n\n### [Meetup](/events/meetup/)\n\n*Do* come.\n\n"
        "## Post\n\n### [Rubrics \\[draft\\]](/blog/rubrics/)\n\nWhat they are.\n"
    )
    assert (frames, "@media all" in dark, "prefers-color-scheme" in dark) == (4, True, False)
    assert (test["Subject"], before, paused) == ("Test: June", 0, 1)
    assert sorted(mail_server.subjects) == sorted((reader.email, "June") for reader in readers)
    assert set(Digest.objects.values_list("state", flat=True)) == {"sent"}
    mail = mail_server.taken[0]
    assert 'href="http://127.0.0.1:8000/blog/rubrics/"' in html_of(mail)
    assert "Meetup (http://127.0.0.1:8000/events/meetup/)" in text_of(mail)
    assert "Rubrics [draft] (http://127.0.0.1:8000/blog/rubrics/)" in text_of(mail)
    editor.cookies.clear()
    archived = editor.get(path_in(mail, "/newsletters/")).content.decode()
    feed = editor.get(reverse("following:newsletter-list-feed")).content.decode()
    assert ("Do</em> come." in archived, "<title>June</title>" in feed) == (True, True)


def test_entries_are_added_to_what_someone_else_has_just_saved(editor):
    newsletter = NewsletterFactory(draft=True, body="Hello.")
    post = PostFactory(title="Rubrics", slug="rubrics", summary="")

    nothing = editor.post(admin_page("entries", newsletter), {})
    editor.post(admin_page("entries", newsletter), {f"entry-{post.pk}-is_chosen": "on"})

    assert nothing.status_code == 200
    newsletter.refresh_from_db()
    assert newsletter.body.startswith("Hello.\n\n## Post\n\n### [Rubrics](/blog/rubrics/)")


def test_newsletter_of_long_ago_is_only_archived():
    FollowFactory(scope="newsletter", frequency="issue")
    NewsletterFactory(published_at=timezone.now() - timedelta(days=30))

    plan_mailings()

    assert Digest.objects.count() == 0


def test_sent_emails_to_followers_are_deleted_after_their_time_and_still_counted():
    mailing = Mailing.objects.create(frequency="issue", key="an-issue", ends_at=timezone.now())
    kept = {}
    for state, days in [("sent", 91), ("sent", 89), ("failed", 91), ("dropped", 91)]:
        finished_at = timezone.now() - timedelta(days=days)
        digest = Digest.objects.create(
            mailing=mailing, reader=ReaderFactory(), state=state, finished_at=finished_at
        )
        kept[digest.pk] = (state, days)

    forget_everything_old()

    assert [kept[pk] for pk in Digest.objects.order_by("pk").values_list("pk", flat=True)] == [
        ("sent", 89),
        ("failed", 91),
    ]
    mailing.refresh_from_db()
    assert dict(count_states(mailing)) == {
        "Waiting": 0,
        "Sent": 2,
        "Failed": 1,
        "Not sent (no longer applied)": 0,
    }


@pytest.mark.parametrize(("count", "warned"), [(40, False), (400, True)])
def test_newsletter_that_mail_programs_would_cut_off_is_found(count, warned):
    entry = "### [A title of some length](/blog/a-title/)\n\nWhat it is about, in a sentence.\n\n"
    newsletter = NewsletterFactory(body=entry * count, summary="June", draft=True)

    found = [each.text.partition(" kB. ") for each in check_newsletter(newsletter, Related())]

    assert [rest for size, _, rest in found if size.startswith("As an email, it has ")] == (
        ["Mail programs cut off long ones, and the link to stop with it: keep it below 80 kB."]
        if warned
        else []
    )


def test_pictures_are_words_in_the_plain_text():
    newsletter = NewsletterFactory(
        body="Hello.\n\n![A map](/media/map.png)\n\n![](/media/line.png)\n\nGoodbye.", summary=""
    )

    assert write_newsletter(newsletter).text == "Hello.\n\n[A map]\n\nGoodbye."
