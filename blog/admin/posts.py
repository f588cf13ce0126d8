from django.contrib import admin
from django.db import transaction

from blog.admin.parts import list_parts
from blog.forms import PostForm
from blog.models import Post
from blog.services.posts import delete_post
from blog.services.series import lock_part_order, place_part, remove_part
from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin, without
from content.admin.filters import AttentionFilter, MineFilter, RelationFilter, StateFilter
from content.editing.permissions import may_publish
from content.models import Entry


@admin.register(Post)
class PostAdmin(EntryAdmin):
    form = PostForm
    list_display = [
        "heading_link",
        "status_text",
        "authors_text",
        "sector",
        "topics_text",
        "changed",
        "view_link",
    ]
    list_filter = [
        StateFilter,
        MineFilter,
        AttentionFilter,
        "sector",
        ("topics", RelationFilter),
    ]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "series", "also_in"]
    readonly_fields = ["parts_in_order"]
    fieldsets = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        PUBLISHING,
        (
            "Where it belongs",
            {
                "fields": [
                    "sector",
                    "topics",
                    "tags",
                    "places",
                    ("series", "part_number"),
                    "parts_in_order",
                    "also_in",
                    "companions",
                ],
                "classes": ["aside"],
            },
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        ("Options", {"fields": ["is_sticky", "comments_open"], "classes": ["aside"]}),
        (
            "First appeared elsewhere",
            {
                "fields": ["original_publisher", "original_url", "original_date"],
                "classes": ["aside", "collapse"],
                "description": "For a post that another site published first. Readers see a "
                "notice, and search engines are sent to the original.",
            },
        ),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]

    def get_fieldsets(self, request, obj=None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        hidden = set()
        if obj is None or not obj.series_id:
            hidden.add("parts_in_order")
        if not may_publish(request.user):
            # Only editors choose the lead story.
            hidden.add("is_sticky")
        return [(title, without(options, hidden)) for title, options in fieldsets]

    @admin.display(description="Parts of the series")
    def parts_in_order(self, post: Post) -> str:
        return list_parts(post.series, current=post)

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            if form.wanted_series:
                place_part(post=obj, series=form.wanted_series, position=form.wanted_part)
            return
        if form.place_changed and form.wanted_series:
            place_part(post=obj, series=form.wanted_series, position=form.wanted_part)
        elif form.place_changed:
            remove_part(post=obj)
        else:
            # Saving writes the part number, so read the current one, under the lock.
            lock_part_order()
            obj.refresh_from_db(fields=["series", "part_number"])
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj) -> None:
        delete_post(post=obj, by=request.user)

    @transaction.atomic
    def delete_queryset(self, request, queryset) -> None:
        # Lock the entries before the order of parts, as saving does. In the opposite order, two
        # editors could deadlock.
        chosen = Entry.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        locked = list(chosen.order_by("pk").select_for_update().values_list("pk", flat=True))
        lock_part_order()
        for post in Post.objects.filter(pk__in=locked):
            delete_post(post=post, by=request.user)
