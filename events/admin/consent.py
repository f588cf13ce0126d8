from django.contrib import admin
from django.db.models import Exists, OuterRef

from content.admin.lookups import ListedLookups
from content.moments import format_day
from events.models import ConsentText
from events.services.consent import save_consent_text


@admin.register(ConsentText)
class ConsentTextAdmin(ListedLookups, admin.ModelAdmin):
    """What registrants agree to. A version that someone agreed to is never changed."""

    list_display = ["version_text", "since", "as_text"]
    ordering = ["-version"]
    fields = ["text"]
    actions = None

    def get_queryset(self, request):
        newer = ConsentText.objects.filter(version__gt=OuterRef("version"))
        return super().get_queryset(request).annotate(is_replaced=Exists(newer))

    def get_changeform_initial_data(self, request) -> dict:
        # A new version usually changes only a few words.
        current = ConsentText.objects.first()
        return {"text": current.text} if current else {}

    def save_model(self, request, obj: ConsentText, form, change: bool) -> None:
        save_consent_text(obj)

    @admin.display(description="Version", ordering="version")
    def version_text(self, consent: ConsentText) -> str:
        return str(consent) if consent.is_replaced else f"{consent} (current)"

    @admin.display(description="Since", ordering="created_at")
    def since(self, consent: ConsentText) -> str:
        return format_day(consent.created_at)

    @admin.display(description="What registrants agree to")
    def as_text(self, consent: ConsentText) -> str:
        return consent.as_text

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
