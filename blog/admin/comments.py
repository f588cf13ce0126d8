from django.contrib import admin, messages
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from blog.models import Comment
from blog.services.comments import save_comment
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.moments import format_minute
from content.shapes import NOT_IN_ROWS


@admin.register(Comment)
class CommentAdmin(ListedLookups, admin.ModelAdmin):
    """Readers' comments, pending ones first. Can be approved or hidden in bulk."""

    list_display = ["opening", "name", "on_post", "state", "sent"]
    list_filter = ["status"]
    search_fields = ["name", "email", "text", "post__title"]
    search_help_text = "Comment, reader, or post"
    date_hierarchy = "created_at"
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["approve", "hide"]
    fields = ["status", "text", "name", "email", "website", "on_post", "reply_to", "sent"]
    readonly_fields = ["on_post", "reply_to", "sent"]

    def get_queryset(self, request):
        comments = super().get_queryset(request).select_related("post", "parent")
        return comments.defer(*(f"post__{name}" for name in NOT_IN_ROWS))

    def get_ordering(self, request) -> list:
        waiting_first = Case(When(status=Comment.Status.PENDING, then=Value(0)), default=Value(1))
        return [waiting_first, "-created_at"]

    def has_add_permission(self, request) -> bool:
        return False

    def save_model(self, request, obj: Comment, form, change: bool) -> None:
        save_comment(obj)

    @admin.display(description="Comment")
    def opening(self, comment: Comment) -> str:
        return Truncator(comment.text).words(24)

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

    def set_status(self, request, queryset, status: Comment.Status) -> None:
        chosen = Comment.objects.filter(pk__in=queryset.values("pk"))
        count = chosen.update(status=status)
        words = "One comment is" if count == 1 else f"{count} comments are"
        self.message_user(request, f"{words} {status.label.lower()}.", messages.SUCCESS)
