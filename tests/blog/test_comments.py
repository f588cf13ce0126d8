from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from blog.models import Comment
from content.forms.timed import sign_opening
from content.markdown import render_comment
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db

FORM = {"name": "Ana", "email": "ana@example.org", "text": "We tried this.\nIt worked."}


@pytest.fixture
def post():
    return PostFactory(slug="mastery", title="Mastery")


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    """A form that was opened a minute ago."""
    at = timezone.now() - timedelta(minutes=1)
    monkeypatch.setitem(FORM, "opened", sign_opening(at))


def test_approved_comments_and_replies_are_shown_in_order(client, post):
    first = CommentFactory(post=post, text="First.")
    CommentFactory(post=post, text="Second.")
    CommentFactory(post=post, text="Reply to the first.", parent=first)

    comments = client.get("/blog/mastery/").context["comments"].threads

    assert [(comment.text, [reply.text for reply in comment.branches]) for comment in comments] == [
        ("First.", ["Reply to the first."]),
        ("Second.", []),
    ]


def test_reply_to_hidden_comment_is_shown_below_its_place(client, post):
    hidden = CommentFactory(post=post, status="hidden", text="Rude.")
    CommentFactory(post=post, parent=hidden, text="Patient.")

    comments = client.get("/blog/mastery/").context["comments"].threads

    assert [(each.is_shown, [reply.text for reply in each.branches]) for each in comments] == [
        (False, ["Patient."])
    ]


def test_reply_is_saved_under_parent_comment(client, post):
    first = CommentFactory(post=post)

    client.post(f"/blog/mastery/comment/?reply={first.pk}", FORM)

    assert Comment.objects.get(name="Ana").parent == first


@pytest.mark.parametrize("reply", ["0", "x", "9" * 30, "-1", "²"])
def test_reply_to_missing_comment_is_ordinary_comment(client, post, reply):
    client.post(f"/blog/mastery/comment/?reply={reply}", FORM)

    assert Comment.objects.get().parent is None


def test_incomplete_comment_keeps_typed_text(client, post):
    response = client.post("/blog/mastery/comment/", {**FORM, "email": "ana@"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "We tried this.\nIt worked." in page
    assert "Enter an email address like name@example.com." in page
    assert Comment.objects.count() == 0


def test_filled_honeypot_is_rejected(client, post):
    response = client.post("/blog/mastery/comment/", {**FORM, "website": "https://spam.example"})

    assert (response.status_code, Comment.objects.count()) == (422, 0)


def test_sixth_comment_in_an_hour_is_rejected_and_text_kept(client, post):
    for _ in range(5):
        client.post("/blog/mastery/comment/", FORM)

    response = client.post("/blog/mastery/comment/", {**FORM, "text": "One more."})

    assert (response.status_code, Comment.objects.count()) == (429, 5)
    assert "Please wait a while" in response.content.decode()
    assert "One more." in response.content.decode()


def test_network_address_is_not_stored(client, post):
    client.post("/blog/mastery/comment/", FORM, REMOTE_ADDR="203.0.113.9")

    assert "203.0.113.9" not in str(Comment.objects.values().get())


def test_closed_comments_have_no_form(client):
    PostFactory(slug="closed", comments_open=False)

    assert client.get("/blog/closed/comment/").status_code == 404
    assert client.post("/blog/closed/comment/", FORM).status_code == 404


def test_comment_without_csrf_token_is_rejected(post):

    response = Client(enforce_csrf_checks=True).post("/blog/mastery/comment/", FORM)

    assert (response.status_code, Comment.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("<b>bold</b> and *soft*", "<p><b>bold</b> and <em>soft</em></p>"),
        (
            "[site](https://a.example)",
            '<p><a href="https://a.example" rel="nofollow ugc noopener">site</a></p>',
        ),
        ("<script>alert(1)</script>x", "x"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<p><a rel="nofollow ugc noopener">x</a></p>'),
        ("![beacon](https://spy.example/p.gif)", None),
        ("# Shouting", "<p># Shouting</p>"),
        ('<img src=x onerror="alert(1)">', ""),
    ],
)
def test_comment_allows_limited_markup(text, html):
    rendered = render_comment(text)

    if html is None:
        assert "<img" not in rendered
    else:
        assert rendered == html


def test_comment_cannot_be_reply_to_itself(post):
    first = CommentFactory(post=post)
    reply = CommentFactory(post=post, parent=first)

    with pytest.raises(IntegrityError, match="A comment cannot be a reply to itself"):
        Comment.objects.filter(pk=first.pk).update(parent=reply)
