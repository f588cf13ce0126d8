"""Submitting a post, discussing it, and sending it back."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from content.models import Assignment, OpenForm, ReviewNote, Status, User
from content.paths import absolute
from tests.factories import PostFactory, UserFactory
from tests.support.mail_servers import send_queued_emails
from tests.support.post_forms import change_url, form_of
from tests.support.signing_in import sign_in
from tests.support.staff_pages import messages_in, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

REVIEW = {"status": "review", "published_at": None}


def member(group: str, name: str) -> User:
    user = UserFactory(name=name)
    user.groups.add(Group.objects.get(name=group))
    return user


def sent_emails() -> list[tuple[str, str, str]]:
    """Send what waits, as a worker would; return each email's recipient, subject, and text."""
    send_queued_emails()
    return [(each.to[0], each.subject, each.body) for each in mail.outbox]


def notes_of(post) -> list[tuple[str, str, bool]]:
    return list(post.review_notes.values_list("text", "passage", "is_done"))


def url(name: str, post) -> str:
    return reverse(f"admin:review-{name}", args=[post.pk])


def page_of(client, post):
    return fromstring(client.get(change_url(post)).content.decode())


def test_submitting_with_a_note_emails_the_editors(client):
    editors = [member("Editors", "Ann"), member("Editors", "Ben")]
    member("Editors", "Gone").__class__.objects.filter(name="Gone").update(is_active=False)
    member("Event managers", "Mona")
    writer = sign_in(client, "Writers", name="Wren")
    post = PostFactory(title="What mastery asks", draft=True, created_by=writer)

    response = client.post(
        change_url(post),
        form_of(post, status="review", review_note="Is the caption right?"),
        follow=True,
    )

    assert messages_in(response) == ["Submitted for review. We’re emailing Ann and Ben."]
    assert notes_of(post) == [("Is the caption right?", "", False)]
    subject = "Submitted for review: What mastery asks"
    text = (
        f"{subject}\n\nWren has submitted “What mastery asks” for review.\n\n"
        f"“Is the caption right?”\n\nOpen it:\n{absolute(change_url(post))}\n\n-- \n"
    )
    found = sent_emails()
    assert [each[:2] for each in found] == [(each.email, subject) for each in editors]
    assert {body.partition("CompetencyWorks")[0] for _, _, body in found} == {text}


def test_only_the_assigned_reviewer_is_emailed(client):
    member("Editors", "Ann")
    ben = member("Editors", "Ben")
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)
    Assignment.objects.create(entry=post, assignee=ben)

    client.post(change_url(post), form_of(post, status="review"))

    assert [to for to, *_ in sent_emails()] == [ben.email]


def test_no_email_is_queued_for_what_was_not_saved(client):
    member("Editors", "Ann")
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)

    client.post(change_url(post), form_of(post, status="review", slug="admin/"))

    assert sent_emails() == []


def test_sent_back_post_says_so_to_its_writer(client):
    writer = member("Writers", "Wren")
    sign_in(client, "Editors", name="Ann")
    post = PostFactory(title="What mastery asks", created_by=writer, **REVIEW)

    client.post(change_url(post), form_of(post, status="sent-back", review_note="Shorter, please."))

    ((to, subject, body),) = sent_emails()
    assert (to, subject) == (writer.email, "Sent back: What mastery asks")
    assert body.startswith(
        "Sent back: What mastery asks\n\nAnn has sent “What mastery asks” back to you.\n\n"
        "“Shorter, please.”\n\nOpen it:\nhttp"
    )
    writers = Client()
    writers.force_login(writer)
    (notice,) = page_of(writers, post).xpath("//section[@aria-labelledby='sent-back-heading']")
    day = timezone.localdate()
    assert texts(notice) == [
        f"Sent back by Ann on {day:%B} {day.day}, {day.year}",
        "Shorter, please.",
    ]
    waiting = writers.get("/admin/").context["waiting"]
    assert [(each.title, each.rows) for each in waiting] == [
        ("Sent back: posts", [("What mastery asks", change_url(post))])
    ]
    listed = writers.get(reverse("admin:blog_post_changelist"), {"state": "sent-back"})
    assert [each.pk for each in listed.context["cl"].result_list] == [post.pk]


def test_submitting_again_ends_being_sent_back(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)
    ReviewNote.objects.create(entry=post, text="Shorter, please.", sends_back=True)

    client.post(change_url(post), form_of(post, status="review"))
    client.post(change_url(post), form_of(post, status="draft"))

    assert notes_of(post) == [("Shorter, please.", "", True)]
    assert page_of(client, post).xpath("//*[@id='sent-back-heading']") == []


def test_publishing_ends_being_sent_back(client):
    editor = sign_in(client, "Editors")
    post = PostFactory(draft=True, created_by=editor)
    ReviewNote.objects.create(entry=post, text="Shorter, please.", sends_back=True)

    client.post(change_url(post), form_of(post, publish_anyway="published"))
    post.refresh_from_db()
    client.post(change_url(post), form_of(post, title="Shorter", status="kept"))

    assert post.status == Status.PUBLISHED
    assert notes_of(post) == [("Shorter, please.", "", True)]
    assert page_of(client, post).xpath("//*[@id='sent-back-heading']") == []


def test_note_about_a_passage_is_answered_and_marked_as_done(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)

    client.post(url("notes", post), {"text": "Who said this?", "passage": "first paragraph"})
    client.post(url("notes", post), {"text": "I did.", "passage": ""})
    first = post.review_notes.first()
    client.post(url("notes", post), {"done": first.pk})

    assert notes_of(post) == [("Who said this?", "first paragraph", True), ("I did.", "", False)]
    client.post(url("notes", post), {"reopen": first.pk})
    assert notes_of(post)[0] == ("Who said this?", "first paragraph", False)
    assert post.revisions.count() == 1


def test_notes_are_newest_first_and_done_ones_folded(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)
    for text in ("One", "Two", "Three", "Four"):
        ReviewNote.objects.create(entry=post, text=text, is_done=text in ("One", "Two"))

    page = page_of(client, post)

    path = "//ol[@class='review-notes'][{}]/li/p[@dir='auto']/text()"
    assert page.xpath(path.format("not(ancestor::details[@class='review-finished'])")) == [
        "Four",
        "Three",
    ]
    assert page.xpath(path.format("ancestor::details[@class='review-finished']")) == ["Two", "One"]
    assert texts(page.xpath("//details[@class='review-finished']")[0])[0] == "2 done notes"


def test_editor_sees_what_changed_since_it_was_sent_back(client):
    writer = member("Writers", "Wren")
    sign_in(client, "Editors", name="Ann")
    post = PostFactory(body="Long.", created_by=writer, **REVIEW)
    writers = Client()
    writers.force_login(writer)

    def since() -> list[str]:
        return page_of(client, post).xpath("//a[.='See what has changed since']/@href")

    before = since()
    client.post(change_url(post), form_of(post, status="sent-back", review_note="Shorter."))
    post.refresh_from_db()
    assert before == since() == []
    writers.post(change_url(post), form_of(post, body="Short."))
    writers.post(change_url(post), form_of(post, body="Short.", status="review"))

    [address] = since()
    compared = client.get(address).context
    assert [compared[name].data["body"] for name in ("before", "after")] == ["Long.", "Short."]


@pytest.mark.parametrize("name", ["notes", "assignment", "open"])
def test_review_is_only_for_the_writer_and_for_editors(client, name):
    sign_in(client, "Writers")
    post = PostFactory(created_by=UserFactory(), **REVIEW)

    response = client.post(url(name, post), {"text": "Hello"})

    assert (response.status_code, notes_of(post)) == (403, [])


def test_editor_assigns_a_reviewer_who_is_emailed_once(client):
    sign_in(client, "Editors", name="Ann")
    ben = member("Editors", "Ben")
    post = PostFactory(title="What mastery asks", **REVIEW)

    for due in ("2031-05-06", "2031-05-07"):
        client.post(url("assignment", post), {"assignee": ben.pk, "due_on": due})

    assignment = Assignment.objects.get()
    assert (assignment.assignee, str(assignment.due_on)) == (ben, "2031-05-07")
    assert [(to, subject) for to, subject, _ in sent_emails()] == [
        (ben.email, "For you to review: What mastery asks")
    ]
    client.post(url("assignment", post), {"assignee": "", "due_on": ""})
    assert not Assignment.objects.exists()


def test_writer_cannot_assign_and_nor_can_a_writer_be_assigned(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(created_by=writer, **REVIEW)

    refused = client.post(url("assignment", post), {"assignee": writer.pk})
    sign_in(client, "Editors")
    client.post(url("assignment", post), {"assignee": writer.pk})

    assert (refused.status_code, Assignment.objects.count()) == (403, 0)


def test_desk_shows_mine_to_review_with_the_overdue_first(client):
    editor = sign_in(client, "Editors", name="Ann")
    today = timezone.localdate()
    for title, days in [("Later", 5), ("Someday", None), ("Overdue", -1)]:
        post = PostFactory(title=title, **REVIEW)
        due = None if days is None else today + timedelta(days=days)
        Assignment.objects.create(entry=post, assignee=editor, due_on=due)
    PostFactory(title="For anyone", **REVIEW)

    waiting = client.get("/admin/").context["waiting"]

    assert [(each.title, [words.split(",")[0] for words, _ in each.rows]) for each in waiting] == [
        ("Mine to review: posts", ["Overdue (Ann", "Later (Ann", "Someday (Ann)"]),
        ("In review: posts", ["For anyone"]),
    ]
    assert waiting[0].rows[0][0].endswith(", overdue)")


def test_who_has_the_form_open_is_shown_until_they_leave(client):
    writer = sign_in(client, "Writers", name="Jordan Ellis")
    post = PostFactory(draft=True, created_by=writer)
    editors = Client()
    sign_in(editors, "Editors")

    def others() -> list[str]:
        (notice,) = page_of(editors, post).xpath("//*[@data-others]")
        return [] if notice.get("hidden") is not None else [notice.text_content()]

    assert others() == []
    with time_machine.travel("2031-01-05T20:10:00Z", tick=False) as clock:
        sign_in(editors, "Editors")
        client.force_login(writer)
        assert client.post(url("open", post)).json() == {"others": ""}
        assert others() == ["Jordan Ellis has had this open since 3:10 pm."]
        clock.shift(80)
        client.post(url("open", post))
        clock.shift(80)
        assert others() == ["Jordan Ellis has had this open since 3:10 pm."]
        clock.shift(11)
        assert others() == []
        client.post(url("open", post))
        assert others() == ["Jordan Ellis has had this open since 3:12 pm."]
        client.post(url("open", post), {"left": "1"})
        assert others() == []
    assert not OpenForm.objects.exists()
    assert post.status == Status.DRAFT
