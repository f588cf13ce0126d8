"""Readers in the admin: what is stored about an address, to show, download, and erase."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.admin.lookups import ListedLookups
from content.models import Reader
from content.moments import format_day
from content.readers.belongings import erase_address, export_address


@admin.register(Reader)
class ReaderAdmin(ListedLookups, admin.ModelAdmin):
    """People without an account. Deleting one erases everything of theirs, in every app."""

    list_display = ["email", "since", "confirmed", "problem"]
    list_filter = ["problem"]
    search_fields = ["email"]
    search_help_text = "Email address"
    ordering = ["-created_at"]
    fields = ["email", "since", "confirmed", "problem", "stored"]
    readonly_fields = ["email", "since", "confirmed", "stored"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Reader) -> None:
        erase_address(obj.email)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Reader]) -> None:
        for reader in queryset:
            erase_address(reader.email)

    @admin.display(description="Since", ordering="created_at")
    def since(self, reader: Reader) -> str:
        return format_day(reader.created_at)

    @admin.display(description="Confirmed", ordering="confirmed_at", empty_value="Never")
    def confirmed(self, reader: Reader) -> str | None:
        return format_day(reader.confirmed_at) if reader.confirmed_at else None

    @admin.display(description="Everything that we store")
    def stored(self, reader: Reader) -> SafeString:
        text = json.dumps(export_address(reader.email), indent=2, default=str, ensure_ascii=False)
        return format_html('<pre class="stored-data">{}</pre>', text)
