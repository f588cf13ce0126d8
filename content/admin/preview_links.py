from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.admin.revisions import Revisions
from content.editing.previews import make_preview_link, renew_preview_link, revoke_preview_link
from content.models import Entry


class PreviewLinks(Revisions, admin.ModelAdmin):
    """The secret link to a draft, below its form."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.preview_link_view))
        return [
            path("<int:pk>/preview-link/", view, name=self.url_name("preview_link")),
            *super().get_urls(),
        ]

    def preview_link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        match request.POST.get("action"):
            case "revoke":
                revoke_preview_link(entry=entry)
                words = "The preview link has been revoked. It no longer works."
            case "renew" if entry.preview_token:
                renew_preview_link(entry=entry)
                words = "The preview link works for 30 days from now."
            case _:
                make_preview_link(entry=entry)
                words = (
                    "Anyone with the preview link can read this for 30 days, without an account."
                )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.link_to("change", pk))

    def describe_preview_link(self, request: HttpRequest, entry: Entry) -> dict:
        """Return what templates/admin/preview_link.html shows."""
        shown: dict = {"preview_link_url": self.link_to("preview_link", entry.pk)}
        if entry.preview_token:
            address = reverse("preview", args=[entry.preview_token])
            shown["preview_address"] = request.build_absolute_uri(address)
            shown["preview_until"] = entry.preview_until
            shown["preview_has_ended"] = has_ended(entry)
        return shown


def has_ended(entry: Entry) -> bool:
    """Whether an entry's preview link no longer works."""
    return entry.preview_until is None or entry.preview_until <= timezone.now()
