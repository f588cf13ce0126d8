"""Comments from the form to the site, and what readers do with the links in our emails."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.test import Client
from django.utils import timezone

from blog.models import Comment, CommentBan, SpamWord
from blog.services.moderating import decide, reply, send_digest
from content.forms.timed import sign_opening
from content.models import Reader, ReaderEmail
from content.readers import find_reader
from content.readers.belongings import erase_address, export_address
from content.retention import forget
from content.views.public_forms import AT_MOST
from tests.factories import CommentFactory, PersonFactory, PostFactory, UserFactory
from tests.support.mail_servers import html_of, send_queued_emails, text_of
from tests.support.reader_emails import path_in, paths_in

pytestmark = pytest.mark.django_db(transaction=True)
Status = Comment.Status


@pytest.fixture
def post():
    return PostFactory(slug="mastery", title="Mastery")


@pytest.fixture
def emails(mail_server, empty_queue):
    """Return the emails that are sent from here on."""

    def send() -> list:
        mail_server.taken.clear()
        send_queued_emails()
        return list(mail_server.taken)

    return send


def write(
    client,
    *,
    email="ana@example.org",
    text="We tried this.",
    query="",
    network="127.0.0.1",
    **fields,
):
    opened = sign_opening(timezone.now() - timedelta(minutes=1))
    data = {"name": "Ana", "email": email, "text": text, "opened": opened, **fields}
    return client.post(f"/blog/mastery/comment/{query}", data, REMOTE_ADDR=network)


def everything() -> str:
    rows = [
        *Comment.objects.order_by("pk"),
        *Reader.objects.order_by("pk"),
        *ReaderEmail.objects.order_by("pk"),
    ]
    return serializers.serialize("json", rows)


def confirmed(email: str) -> Reader:
    reader = find_reader(email)
    Reader.objects.filter(pk=reader.pk).update(confirmed_at=timezone.now())
    return reader


def trusted(post, email: str, **fields) -> Comment:
    return CommentFactory(post=post, email=email, reader=confirmed(email), **fields)


def test_first_comment_is_confirmed_then_approved_and_the_next_appears_at_once(
    client, post, emails
):
    sent = write(client)
    [mail] = emails()
    confirm = path_in(mail, "/confirm/")
    asked = client.get(confirm)
    before = Comment.objects.get().status
    thanks = client.post(confirm)
    again = client.post(confirm)
    waiting = Comment.objects.get()
    decide(comments=[waiting], status=Status.APPROVED)
    second = write(client, text="And again.")

    assert sent.url == "/blog/mastery/comment/sent/"
    assert (before, waiting.status) == ("to confirm", "pending")
    assert "Publish your comment on “Mastery”?" in asked.content.decode()
    assert [page.cookies for page in (asked, thanks, again)] == [{}, {}, {}]
    assert "An editor will read your comment" in thanks.content.decode()
    assert second.url == f"/blog/mastery/comments/{Comment.objects.last().pk}/"
    shown = client.get("/blog/mastery/").context["comments"].threads
    assert [each.text_html for each in shown] == ["<p>We tried this.</p>", "<p>And again.</p>"]
    [notice] = emails()
    assert notice["Subject"] == "Your comment on “Mastery”"


def test_reply_is_emailed_to_those_who_asked_and_one_click_turns_that_off(client, post, emails):
    first = trusted(post, "ben@example.org", name="Ben", emails_replies=True)
    trusted(post, "ben@example.org", parent=first, emails_replies=True)
    trusted(post, "quiet@example.org", parent=first)
    trusted(post, "ana@example.org")

    write(client, query=f"?reply={first.pk}")
    ben, ana = sorted(emails(), key=lambda mail: mail["To"], reverse=True)
    stop = path_in(ben, "/unsubscribe/")
    asked = client.get(stop)
    is_still_on = Comment.objects.filter(emails_replies=True).count()
    # As mail programs send it (RFC 8058 §3.2), with no cookie and no token.
    stopped = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    write(client, query=f"?reply={first.pk}", text="One more.")

    assert (ben["To"], ben["Subject"]) == ("ben@example.org", "Ana replied on “Mastery”")
    assert "We tried this." in text_of(ben)
    assert ben["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ben["List-Unsubscribe"].endswith(f"{stop}>")
    assert (ana["To"], ana["List-Unsubscribe"]) == ("ana@example.org", None)
    assert "You get emails about replies in your thread under “Mastery”." in asked.content.decode()
    assert (is_still_on, stopped.status_code, stopped.cookies) == (2, 200, {})
    assert Comment.objects.filter(emails_replies=True).count() == 0
    assert [mail["To"] for mail in emails()] == ["ana@example.org"]


def test_comments_with_a_known_address_from_many_networks_are_held_after_five(client, post, emails):
    trusted(post, "ana@example.org")

    answers = [
        write(client, text=f"Buy this: {number}.", network=f"203.0.113.{number}")
        for number in range(8)
    ]

    paths = [answer.url.rstrip("0123456789/") for answer in answers]
    assert paths == 5 * ["/blog/mastery/comments"] + 3 * ["/blog/mastery/comment/thanks"]
    assert [mail["To"] for mail in emails()] == 5 * ["ana@example.org"]
    assert list(
        Comment.objects.filter(status=Status.PENDING).values_list("held_because", flat=True)
    ) == 3 * ["many comments with this address today"]


def test_hostile_name_and_text_stay_words_in_emails_and_pages(client, post, emails):
    first = trusted(post, "ben@example.org", name="Ben", emails_replies=True)
    trusted(post, "ana@example.org")
    name = "\u202eEve\r\nBcc: all@example.org\r\n <img src=x>"

    refused = write(client, name="Eve\x07")
    write(client, query=f"?reply={first.pk}", name=name, text="# <svg onload=alert(1)>\u2066 אב")
    mails = {mail["To"]: mail for mail in emails()}
    page = client.get("/blog/mastery/").content.decode()

    assert refused.status_code == 422
    assert sorted(mails) == ["ana@example.org", "ben@example.org"]
    assert mails["ben@example.org"]["Bcc"] is None
    assert "Bcc: all@example.org <img src=x> replied" in mails["ben@example.org"]["Subject"]
    assert "onload" not in page
    assert "<img src=x>" not in page + html_of(mails["ben@example.org"])


def test_scanner_that_opens_every_link_in_every_email_changes_nothing(client, post, emails):
    first = trusted(post, "ben@example.org", emails_replies=True)
    trusted(post, "cleo@example.org")
    UserFactory(email="editor@example.com", is_superuser=True)
    CommentFactory(post=post, status=Status.PENDING)
    write(client)
    write(client, email="cleo@example.org", query=f"?reply={first.pk}")
    send_digest()
    mails = emails()
    before = everything()

    answers = {path: client.get(path) for mail in mails for path in paths_in(mail)}

    assert sorted(mail["Subject"] for mail in mails) == [
        "Ana replied on “Mastery”",
        "One comment waits for approval",
        "Please confirm your comment on “Mastery”",
        "Your comment on “Mastery”",
    ]
    assert {answer.status_code for answer in answers.values()} <= {200, 302}
    assert everything() == before


def test_author_edits_and_deletes_by_own_link_and_replies_keep_their_place(client, post):
    first = trusted(post, "ana@example.org", name="Ana", emails_replies=True)
    CommentFactory(post=post, parent=first, text="A reply.")
    SpamWord.objects.create(text="casino")
    own = client.get(find_reader("ana@example.org").secret_path())

    client.post(first.secret_path, {"text": "Better *now*."})
    edited = Comment.objects.get(pk=first.pk)
    client.post(first.secret_path, {"text": "My Casino!"})
    held = Comment.objects.get(pk=first.pk)
    deleted = client.post(f"{first.secret_path}delete/", follow=True)
    gone = Comment.objects.get(pk=first.pk)

    assert first.secret_path in own.content.decode()
    assert (edited.status, edited.text_html) == ("approved", "<p>Better <em>now</em>.</p>")
    assert edited.edited_at is not None
    assert (held.status, held.held_because) == ("pending", "“casino”")
    assert (gone.status, gone.name, gone.email, gone.text) == ("deleted", "", "", "")
    assert deleted.redirect_chain[-1][0] == find_reader("ana@example.org").secret_path()
    assert client.get(first.secret_path).status_code == 404
    page = client.get("/blog/mastery/").content.decode()
    assert "Deleted by its author" in page
    assert "A reply." in page


def test_author_cannot_edit_without_end(client, post):
    comment = CommentFactory(post=post, email="ana@example.org")
    for number in range(AT_MOST):
        assert client.post(comment.secret_path, {"text": f"Version {number}"}).status_code == 200

    refused = client.post(comment.secret_path, {"text": "One more"})

    assert refused.status_code == 429
    assert "One more" in refused.content.decode()
    comment.refresh_from_db()
    assert comment.text == f"Version {AT_MOST - 1}"


def test_erasing_an_address_erases_its_comments_imported_ones_too(post):
    alone = CommentFactory(post=post, email="Ana@Example.org")
    imported = CommentFactory(post=post, email="ana@example.org", guid="old#1")
    mine = trusted(post, "ana@example.org")
    theirs = CommentFactory(post=post, parent=mine, email="ben@example.org")
    before = export_address("ana@example.org")

    erase_address("ana@example.org")

    assert len(before["Comments"]) == 3
    kept = Comment.objects.order_by("pk").values_list("pk", "status", "name", "email", "text")
    assert list(kept) == [
        (imported.pk, "deleted", "", "", ""),
        (mine.pk, "deleted", "", "", ""),
        (theirs.pk, "approved", "Reader", "ben@example.org", "A comment."),
    ]
    assert not Comment.objects.filter(pk=alone.pk).exists()


def test_address_of_staff_is_confirmed_each_time_and_gives_the_mark(client, emails):
    person = PersonFactory()
    PostFactory(slug="mastery", title="Mastery", authors=[person])
    UserFactory(email="writer@example.org", person=person)
    editor = UserFactory(email="editor@example.org")
    confirmed("writer@example.org")

    sent = write(client, email="writer@example.org")
    [mail] = emails()
    unmarked = client.get("/blog/mastery/").context["comments"].total
    client.post(path_in(mail, "/confirm/"))
    first = Comment.objects.get()
    reply(to=first, text="Thanks!", by=editor)

    assert (sent.url, unmarked) == ("/blog/mastery/comment/sent/", 0)
    [thread] = client.get("/blog/mastery/").context["comments"].threads
    assert (thread.mark, [each.mark for each in thread.branches]) == ("Author", ["Staff"])


def test_banned_address_learns_of_it_when_it_confirms(client, post, emails):
    trusted(post, "ana@example.org")
    CommentBan.objects.create(email="ana@example.org", until=timezone.now() + timedelta(days=7))

    sent = write(client)
    [mail] = emails()
    refused = client.post(path_in(mail, "/confirm/"))

    assert (sent.url, refused.status_code) == ("/blog/mastery/comment/sent/", 422)
    assert "don’t accept comments from this email address" in refused.content.decode()
    assert Comment.objects.last().status == "to confirm"


def test_unconfirmed_comment_is_deleted_after_a_week(post):
    for age, status in [(9, Status.UNCONFIRMED), (7, Status.UNCONFIRMED), (9, Status.PENDING)]:
        CommentFactory(post=post, status=status, created_at=timezone.now() - timedelta(days=age))

    count = forget("Comments that no one confirmed")

    assert count == 1
    assert sorted(Comment.objects.values_list("status", flat=True)) == ["pending", "to confirm"]
