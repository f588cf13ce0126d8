import pytest
from django.urls import reverse

from blog.models import Comment
from tests.factories import CommentFactory, PostFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

WAITING, APPROVED, HIDDEN = Comment.Status.PENDING, Comment.Status.APPROVED, Comment.Status.HIDDEN


def test_waiting_comments_come_first(client):
    sign_in(client, "Editors")
    post = PostFactory()
    for name, status in [("A", WAITING), ("B", APPROVED), ("C", HIDDEN), ("D", WAITING)]:
        CommentFactory(post=post, name=name, status=status)

    response = client.get(reverse("admin:blog_comment_changelist"))

    assert [comment.name for comment in response.context["cl"].result_list] == ["D", "A", "C", "B"]


@pytest.mark.parametrize(("action", "expected"), [("approve", APPROVED), ("hide", HIDDEN)])
def test_editor_moderates_many_at_once(client, action, expected):
    sign_in(client, "Editors")
    post = PostFactory()
    chosen = [CommentFactory(post=post, status=WAITING) for _ in range(2)]
    other = CommentFactory(post=post, status=WAITING)

    client.post(
        reverse("admin:blog_comment_changelist"),
        {"action": action, "_selected_action": [comment.pk for comment in chosen]},
    )

    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [
        expected,
        expected,
        other.status,
    ]


def test_form_shows_parent_comment(client):
    sign_in(client, "Editors")
    first = CommentFactory(name="Ada", text="What does it cost?")
    answer = CommentFactory(post=first.post, parent=first)

    page = client.get(reverse("admin:blog_comment_change", args=[answer.pk])).content.decode()

    assert "Ada</a>: What does it cost?" in page


def test_writer_cannot_see_comments(client):
    sign_in(client, "Writers")

    assert client.get(reverse("admin:blog_comment_changelist")).status_code == 403
