from django.contrib import admin

from content.admin.lookups import ListedLookups
from submissions.models import ReplyTemplate


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ListedLookups, admin.ModelAdmin):
    """What staff begin replies to readers with."""

    list_display = ["title"]
    search_fields = ["title", "text"]
    search_help_text = "Title or text"
    show_facets = admin.ShowFacets.NEVER
