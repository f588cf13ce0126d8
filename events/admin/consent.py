from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format

from events.models import ConsentText


@admin.register(ConsentText)
class ConsentTextAdmin(admin.ModelAdmin):
    """What registrants agree to. A version that somebody agreed to is never changed."""

    list_display = ["version", "since", "text"]
    fields = ["text"]

    @admin.display(description="Since")
    def since(self, consent: ConsentText) -> str:
        return date_format(timezone.localtime(consent.created_at), "F j, Y")

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
