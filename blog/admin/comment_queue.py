"""The queue of comments that wait for a moderator: 50 at once, by keyboard or by checkboxes."""

from collections.abc import Callable
from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from blog.forms import ReplyForm
from blog.models import Comment, Post
from blog.services.banning import ban
from blog.services.moderating import close_comments, close_threads, decide, reply
from content.keys import read_keys
from content.models import User

AT_ONCE = 50
BAN_DAYS = (7, 30, 365)
QUEUE = "admin:blog_comment_queue"
Status = Comment.Status


class CommentQueue(admin.ModelAdmin):
    """Mixed into the admin of comments."""

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("queue/", wrap(self.queue_view), name="blog_comment_queue"),
            path("<int:pk>/reply/", wrap(self.reply_view), name="blog_comment_reply"),
            *super().get_urls(),
        ]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self.act(request)
            return HttpResponseRedirect(reverse(QUEUE))
        waiting = Comment.objects.waiting().select_related("post", "parent", "user")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Comments to decide",
            "comments": waiting.order_by("created_at", "pk")[:AT_ONCE],
            "total": waiting.count(),
            "ban_days": BAN_DAYS,
            "may_close_posts": request.user.has_perm("blog.change_post"),
        }
        return TemplateResponse(request, "admin/blog/comment_queue.html", context)

    def response_post_save_change(self, request: HttpRequest, obj: Comment) -> HttpResponse:
        """Lead back to the queue, if someone came from there."""
        if "queue" in request.GET:
            return HttpResponseRedirect(reverse(QUEUE))
        return super().response_post_save_change(request, obj)

    def act(self, request: HttpRequest) -> None:
        """Do what a button says with the checked comments, and say what was done."""
        keys = read_keys(request.POST.getlist("comment"))
        comments = list(Comment.objects.filter(pk__in=keys).select_related("post"))
        if not comments:
            messages.warning(request, "Check the comments that you mean first.")
            return
        name, _, days = request.POST.get("do", "").partition("-")
        act = ACTIONS.get(name)
        if act is None or (name == "ban" and days not in map(str, BAN_DAYS)):
            messages.warning(request, "Nothing was done: choose one of the buttons.")
            return
        if name == "post" and not request.user.has_perm("blog.change_post"):
            raise PermissionDenied
        messages.success(request, act(comments, cast(User, request.user), days))

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        comments = Comment.objects.filter(status__in=[Status.PENDING, Status.APPROVED])
        comment = get_object_or_404(comments.select_related("post", "parent"), pk=pk)
        if not self.has_change_permission(request, comment):
            raise PermissionDenied
        form = ReplyForm(request.POST or None)
        if form.is_valid():
            reply(to=comment, text=form.cleaned_data["text"], by=cast(User, request.user))
            messages.success(request, "Your reply is on the site.")
            return HttpResponseRedirect(reverse(QUEUE))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Reply",
            "comment": comment,
            "form": form,
            "approves": comment.status == Status.PENDING,
        }
        return TemplateResponse(request, "admin/blog/comment_reply.html", context)


def count_of(count: int) -> str:
    return "one comment" if count == 1 else f"{count} comments"


def approve(comments: list[Comment], by: User, days: str) -> str:
    return f"Approved {count_of(decide(comments=comments, status=Status.APPROVED, by=by))}."


def hide(comments: list[Comment], by: User, days: str) -> str:
    return f"Hid {count_of(decide(comments=comments, status=Status.HIDDEN, by=by))}."


def mark_as_spam(comments: list[Comment], by: User, days: str) -> str:
    return f"Marked {count_of(decide(comments=comments, status=Status.SPAM, by=by))} as spam."


def close(comments: list[Comment], by: User, days: str) -> str:
    count = close_threads(comments=comments, by=by)
    return "Closed one thread." if count == 1 else f"Closed {count} threads."


def close_post(comments: list[Comment], by: User, days: str) -> str:
    keys = {comment.post_id for comment in comments}
    count = close_comments(posts=Post.objects.filter(pk__in=keys), by=by)
    return "Closed the comments on " + ("one post." if count == 1 else f"{count} posts.")


def ban_addresses(comments: list[Comment], by: User, days: str) -> str:
    """Ban the addresses, whose comments here are spam."""
    addresses = {comment.email for comment in comments if comment.email}
    for address in addresses:
        ban(email=address, days=int(days), by=by)
    decide(comments=comments, status=Status.SPAM, by=by)
    banned = "one address" if len(addresses) == 1 else f"{len(addresses)} addresses"
    return f"Banned {banned} for {days} days, and marked the comments as spam."


# {value of a button: what it does, and returns what to say}
ACTIONS: dict[str, Callable[[list[Comment], User, str], str]] = {
    "approve": approve,
    "hide": hide,
    "spam": mark_as_spam,
    "close": close,
    "post": close_post,
    "ban": ban_addresses,
}
