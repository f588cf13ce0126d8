from django.contrib import admin, messages
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from blog.admin.comment_queue import CommentQueue
from blog.models import Comment
from blog.services.comments import save_comment
from blog.services.moderating import decide
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.moments import format_minute
from content.shapes import NOT_IN_ROWS

DECISIONS = [
    Comment.Status.PENDING,
    Comment.Status.APPROVED,
    Comment.Status.HIDDEN,
    Comment.Status.SPAM,
]


@admin.register(Comment)
class CommentAdmin(CommentQueue, ListedLookups, admin.ModelAdmin):
    """Readers' comments, pending ones first. Can be approved, hidden, or marked as spam in bulk.

    Comments that aren't confirmed by email aren't shown: their authors may never do it.
    """

    change_list_template = "admin/blog/comment_list.html"

    list_display = ["opening", "name", "on_post", "state", "sent"]
    list_filter = ["status"]
    search_fields = ["name", "email", "text", "post__title"]
    search_help_text = "Comment, reader, or post"
    date_hierarchy = "created_at"
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["approve", "hide", "spam"]
    fields = [
        "status",
        "text",
        "name",
        "email",
        "website",
        "is_closed",
        "held",
        "on_post",
        "reply_to",
        "sent",
    ]
    readonly_fields = ["held", "on_post", "reply_to", "sent"]

    def get_queryset(self, request):
        comments = super().get_queryset(request).select_related("post", "parent")
        comments = comments.exclude(status=Comment.Status.UNCONFIRMED)
        return comments.defer(*(f"post__{name}" for name in NOT_IN_ROWS))

    def get_ordering(self, request) -> list:
        waiting_first = Case(When(status=Comment.Status.PENDING, then=Value(0)), default=Value(1))
        return [waiting_first, "-created_at"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj: Comment | None = None) -> bool:
        is_deleted = obj is not None and obj.status == Comment.Status.DELETED
        return super().has_change_permission(request, obj) and not is_deleted

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "status":
            field.choices = [(status.value, status.label) for status in DECISIONS]
        return field

    def changelist_view(self, request, extra_context=None):
        waiting = Comment.objects.waiting().count()
        return super().changelist_view(request, {"waiting": waiting, **(extra_context or {})})

    def save_model(self, request, obj: Comment, form, change: bool) -> None:
        status = Comment.Status(obj.status)
        obj.status = form.initial["status"]
        save_comment(obj)
        decide(comments=[obj], status=status)

    @admin.display(description="Looks like spam because of")
    def held(self, comment: Comment) -> str:
        return comment.held_because or "Nothing"

    @admin.display(description="Comment")
    def opening(self, comment: Comment) -> str:
        return Truncator(comment.text).words(24) or comment.get_status_display()

    @admin.display(description="Status", ordering="status")
    def state(self, comment: Comment) -> str:
        return show_status(comment.status)

    @admin.display(description="Sent", ordering="created_at")
    def sent(self, comment: Comment) -> str:
        return format_minute(comment.created_at)

    @admin.display(description="Post")
    def on_post(self, comment: Comment) -> str:
        address = reverse("admin:blog_post_change", args=[comment.post_id])
        return format_html('<a href="{}">{}</a>', address, comment.post)

    @admin.display(description="Reply to")
    def reply_to(self, comment: Comment) -> str:
        if comment.parent is None:
            return "None. It starts a thread."
        address = reverse("admin:blog_comment_change", args=[comment.parent_id])
        return format_html(
            '<a href="{}">{}</a>: {}', address, comment.parent.name, comment.parent.text
        )

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request, queryset) -> None:
        self.set_status(request, queryset, Comment.Status.APPROVED)

    @admin.action(description="Hide from readers", permissions=["change"])
    def hide(self, request, queryset) -> None:
        self.set_status(request, queryset, Comment.Status.HIDDEN)

    @admin.action(description="Mark as spam", permissions=["change"])
    def spam(self, request, queryset) -> None:
        self.set_status(request, queryset, Comment.Status.SPAM)

    def set_status(self, request, queryset, status: Comment.Status) -> None:
        count = decide(comments=queryset, status=status, by=request.user)
        words = "One comment is" if count == 1 else f"{count} comments are"
        self.message_user(request, f"{words} {status.label.lower()}.", messages.SUCCESS)
