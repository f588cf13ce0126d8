import pytest
from django.urls import reverse

from blog.models import Comment, CommentBan
from content.models import Activity
from tests.factories import CommentFactory, PostFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

Status = Comment.Status
WAITING, APPROVED, HIDDEN, SPAM = Status.PENDING, Status.APPROVED, Status.HIDDEN, Status.SPAM
QUEUE = "/admin/blog/comment/queue/"


def test_waiting_comments_come_first(client):
    sign_in(client, "Editors")
    post = PostFactory()
    for name, status in [("A", WAITING), ("B", APPROVED), ("C", HIDDEN), ("D", WAITING)]:
        CommentFactory(post=post, name=name, status=status)

    response = client.get(reverse("admin:blog_comment_changelist"))

    assert [comment.name for comment in response.context["cl"].result_list] == ["D", "A", "C", "B"]


@pytest.mark.parametrize(
    ("action", "expected"), [("approve", APPROVED), ("hide", HIDDEN), ("spam", SPAM)]
)
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


def test_queue_shows_fifty_and_does_what_each_button_says(client):
    editor = sign_in(client, "Editors")
    post = PostFactory()
    waiting = [CommentFactory(post=post, status=WAITING, email="a@example.org") for _ in range(52)]
    CommentFactory(post=post, status=Status.UNCONFIRMED)
    pks = [comment.pk for comment in waiting]
    shown = [comment.pk for comment in client.get(QUEUE).context["comments"]]

    for chosen, button in [
        (pks[:2], "approve"), (pks[2:4], "hide"), (pks[4:5], "spam"), (pks[5:6], "ban-7"),
        (pks[:1], "close"), (pks[6:7], "post"), ([], "approve"), (pks[7:8], "ban-8"),
    ]:  # fmt: skip
        client.post(QUEUE, {"comment": chosen, "do": button})

    assert shown == pks[:50]
    statuses = list(Comment.objects.filter(pk__in=pks[:8]).order_by("pk").values_list("status"))
    expected = [APPROVED, APPROVED, HIDDEN, HIDDEN, SPAM, SPAM, WAITING, WAITING]
    assert statuses == [(status,) for status in expected]
    ban = CommentBan.objects.get()
    assert (ban.email, ban.created_by) == ("a@example.org", editor)
    assert list(Comment.objects.filter(is_closed=True)) == [waiting[0]]
    post.refresh_from_db()
    assert post.comments_open is False
    assert post.revisions.newest_first()[0].reason == "Closed its comments"
    done = Activity.objects.filter(by=editor, model="blog.comment").order_by("pk")
    assert [(each.object_id, each.sentence.rpartition(": ")[2]) for each in done] == [
        (pks[0], "Approved"), (pks[1], "Approved"), (pks[2], "Hidden"), (pks[3], "Hidden"),
        (pks[4], "Spam"), (pks[5], "Spam"), (pks[0], "Closed to replies"),
    ]  # fmt: skip
    assert Activity.objects.filter(sentence="An address was banned for 7 days").count() == 1


def test_reply_from_the_queue_approves_and_is_published_below_the_thread(client):
    editor = sign_in(client, "Editors")
    first = CommentFactory()
    waiting = CommentFactory(post=first.post, parent=first, status=WAITING)
    address = f"/admin/blog/comment/{waiting.pk}/reply/"
    page = client.get(address).content.decode()

    client.post(address, {"text": "Thank *you*."})

    assert "Your reply approves it." in page
    waiting.refresh_from_db()
    answer = Comment.objects.get(user=editor)
    assert waiting.status == APPROVED
    assert (answer.parent, answer.name, answer.status) == (first, editor.name, APPROVED)
    assert answer.text_html == "<p>Thank <em>you</em>.</p>"


def test_editing_from_the_queue_leads_back_to_it(client):
    sign_in(client, "Editors")
    comment = CommentFactory(status=WAITING, text="Teh same.")
    page = client.get(QUEUE).content.decode()
    address = reverse("admin:blog_comment_change", args=[comment.pk])
    data = {"status": WAITING, "text": "The same.", "name": "Ada", "email": "a@example.org"}

    from_queue = client.post(f"{address}?queue=1", data)
    from_list = client.post(address, data)

    assert f'href="{address}?queue=1"' in page
    assert from_queue.url == QUEUE
    assert from_list.url == reverse("admin:blog_comment_changelist")
    assert Comment.objects.get().text == "The same."
