"""What readers do with comments: write, confirm by email, edit, and delete them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from blog.exceptions import CommentsClosed, TooManyComments
from blog.models import Comment, Post
from blog.services.banning import check_not_banned, is_banned
from blog.services.replies import announce
from blog.services.spam import find_spam_signs
from content.exceptions import TooManyAttempts
from content.mail import EmailContent
from content.markdown import render_comment
from content.models import Reader, User
from content.paths import absolute
from content.rate_limits import sender_of, sends_too_much
from content.readers import (
    ask_to_confirm,
    count_request,
    email_reader,
    find_reader,
    is_confirmed,
)
from content.site import site_settings

Status = Comment.Status
MANY = "many comments with this address today"


def takes_comments(post: Post) -> bool:
    """Whether readers can comment on a post, which may close some days after its publication."""
    days = site_settings().comments_close_after
    if days is None or post.published_at is None:
        return post.comments_open
    return post.comments_open and timezone.now() < post.published_at + timedelta(days=days)


@transaction.atomic
def write_comment(
    *,
    post: Post,
    name: str,
    email: str,
    text: str,
    address: str,
    parent: Comment | None = None,
    emails_replies: bool = False,
) -> Comment:
    """Save a reader's comment, and ask them to confirm it by email if they haven't lately.

    `address` is the reader's network address. Only a keyed hash of it is stored, which changes
    every day. Raises CommentsClosed, TooManyComments, and TooManyAttempts.
    """
    thread = parent and (parent.parent or parent)
    if not takes_comments(post) or (thread and thread.is_closed):
        raise CommentsClosed
    sender = sender_of("comment", address)
    if sends_too_much(Comment.objects.all(), matter="comments", sender=sender):
        raise TooManyComments
    reader = find_reader(email)
    comment = Comment(
        post=post,
        parent=thread,
        reader=reader,
        name=name,
        email=reader.email,
        text=text,
        sender=sender,
        emails_replies=emails_replies,
        status=Status.UNCONFIRMED,
        held_because=find_spam_signs(name=name, text=text),
    )
    save_comment(comment)
    if needs_confirmation(reader):
        ask_for_confirmation(comment)
    else:
        hold_if_many(reader, comment)
        accept(comment)
        if comment.is_shown:
            tell_author(reader, comment)
    return comment


def needs_confirmation(reader: Reader) -> bool:
    """Whether a comment has to be confirmed by email.

    Those of staff always, because everyone knows their addresses. And those of banned addresses,
    so that no one else learns of the ban.
    """
    return not is_confirmed(reader) or find_user(reader) is not None or is_banned(reader.email)


def find_user(reader: Reader) -> User | None:
    """Return the member of staff who has this address."""
    return User.objects.filter(email__iexact=reader.email, is_active=True, is_staff=True).first()


def ask_for_confirmation(comment: Comment) -> None:
    ask_to_confirm(
        row=comment,
        key="comment",
        subject=f"Please confirm your comment on “{comment.post.heading}”",
        paragraphs=[
            f"Someone, probably you, wrote a comment on “{comment.post.heading}” with this email "
            "address. Open the link below, and press the button there. For the next 30 days, we "
            "won’t ask again."
        ],
        button="Confirm the comment",
    )


def hold_if_many(reader: Reader, comment: Comment) -> None:
    """Leave a comment to a moderator if its address got too many emails lately to be told of it.

    Anyone could have entered the address.
    """
    if comment.held_because or not is_trusted(comment):
        return
    try:
        count_request(reader)
    except TooManyAttempts:
        comment.held_because = MANY


def tell_author(reader: Reader, comment: Comment) -> None:
    """Email readers that a comment appeared at once, in case someone else used their address."""
    email_reader(
        reader=reader,
        purpose="comment published",
        content=EmailContent(
            subject=f"Your comment on “{comment.post.heading}”",
            paragraphs=[
                "Your comment is on our site. If it wasn’t you who wrote it, delete it with the "
                "second link."
            ],
            quote=comment.text,
            button=("See the comment", absolute(comment.get_absolute_url())),
            links=[("Edit or delete it", absolute(comment.secret_path))],
        ),
    )


@transaction.atomic
def confirm_comment(comment: Comment) -> None:
    """Do what follows when a reader has pressed the button: once. Raises CommenterBanned."""
    rows = Comment.objects.filter(pk=comment.pk).select_related("post", "reader")
    found = rows.select_for_update(of=["self"]).first()
    if found is None or found.reader is None or found.status != Status.UNCONFIRMED:
        return
    check_not_banned(found.reader.email)
    found.user = find_user(found.reader)
    accept(found)
    comment.status = found.status


def accept(comment: Comment) -> None:
    """Publish a confirmed comment if its author is known, or else leave it to a moderator."""
    may_appear = comment.user is not None or is_trusted(comment)
    is_held = bool(comment.held_because) or not may_appear
    comment.status = Status.PENDING if is_held else Status.APPROVED
    comment.save()
    if comment.is_shown:
        announce(comment)


def is_trusted(comment: Comment) -> bool:
    """Whether a moderator approved another comment from the same address."""
    others = Comment.objects.written_by(comment.email).exclude(pk=comment.pk)
    return others.approved().exists()


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, emails_replies: bool) -> Comment:
    """Save what its author changed. What looks like spam goes back to the moderators."""
    comment.emails_replies = emails_replies
    if comment.text != text:
        comment.text, comment.edited_at = text, timezone.now()
        comment.held_because = find_spam_signs(name=comment.name, text=text)
        if comment.is_shown and comment.held_because:
            comment.status = Status.PENDING
    save_comment(comment)
    return comment


@transaction.atomic
def delete_comment(*, comment: Comment) -> None:
    """Delete a comment for its author.

    One with replies stays without its name and words, and so does an imported one: otherwise, the
    next import would bring it back.
    """
    if comment.guid or comment.replies.exists():
        comment.status, comment.reader, comment.user = Status.DELETED, None, None
        comment.name = comment.email = comment.website = comment.text = comment.text_html = ""
        comment.held_because, comment.emails_replies = "", False
        comment.save()
    else:
        comment.delete()


def save_comment(comment: Comment) -> None:
    """Render a comment's text and save it."""
    comment.text_html = render_comment(comment.text)
    comment.save()
