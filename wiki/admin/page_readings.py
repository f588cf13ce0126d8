"""Fills in the form of a resource from its address, with or without the form's script."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.admin.entries import EntryAdmin
from content.exceptions import TooManyAttempts
from content.form_fields import UrlFormField
from content.keys import read_key
from content.models import User
from content.phrases import join_list
from wiki.forms.resources import READ, describe_duplicate
from wiki.models import PageReading
from wiki.services.page_readings import latest_reading, start_reading

# How long pressing the button again shows what was read, rather than reading it again.
SHOWN_FOR = timedelta(minutes=10)
NO_ADDRESS = "Enter the whole address first, such as https://example.org/report."
STARTED = (
    "The page is being read. Nothing is saved yet. Press “Fill in from the address” again in a few "
    "seconds to see what was found."
)
NAMES = {
    "title": "title",
    "made_by": "made by",
    "year": "year",
    "summary": "summary",
    "lead_image": "picture",
}
# It opens our form with the address and title of the page that someone looks at.
BOOKMARKLET = (
    "javascript:(()=>{{const a='{url}?url='+encodeURIComponent(location.href)+'&title='+"
    "encodeURIComponent(document.title.slice(0,300));if(!open(a))location.href=a}})()"
)


class PageReadings(EntryAdmin):
    """The pages of the resource admin that read what is at an address."""

    change_form_template = "admin/wiki/resource_form.html"

    def get_urls(self) -> list:
        def route(address: str, view, name: str):
            view = self.admin_site.admin_view(never_cache(view))
            return path(address, view, name=f"wiki_resource_{name}")

        return [
            route("address/", require_safe(self.address_view), "address"),
            route("read/", require_POST(self.read_view), "read"),
            route("read/<int:pk>/", require_safe(self.reading_view), "reading"),
            *super().get_urls(),
        ]

    def check_may_read(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied

    # For the script

    def address_view(self, request: HttpRequest) -> HttpResponse:
        """Return a sentence as HTML if the library already has an address, or else nothing."""
        self.check_may_read(request)
        url, own = request.GET.get("url", ""), request.GET.get("entry", "")
        sentence = find_duplicate(request, url, own)
        return HttpResponse(sentence) if sentence else HttpResponse(status=204)

    def read_view(self, request: HttpRequest) -> JsonResponse:
        self.check_may_read(request)
        try:
            reading = start_reading(url=clean_url(request.POST.get("url", "")), by=user_of(request))
        except ValidationError:
            return JsonResponse({"error": NO_ADDRESS}, status=400)
        except TooManyAttempts as error:
            return JsonResponse({"error": str(error)}, status=429)
        return JsonResponse(self.describe(reading), status=201)

    def reading_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        self.check_may_read(request)
        mine = PageReading.objects.filter(asked_by=user_of(request))
        return JsonResponse(self.describe(get_object_or_404(mine, pk=pk)))

    def describe(self, reading: PageReading) -> dict:
        image = reading.image
        return {
            "url": self.link_to("reading", reading.pk),
            "step": reading.get_step_display(),
            "is_done": reading.is_done,
            "found": reading.found,
            "image": {"id": image.pk, "words": str(image)} if image else None,
            "problem": reading.problem,
        }

    # Without the script

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and READ in request.POST:
            self.check_may_read(request)
            request.POST = request.POST.copy()
            self.fill_in(request, object_id or "")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def fill_in(self, request: HttpRequest, own: str) -> None:
        """Write what was read at the address into the empty fields, or have it read first."""
        try:
            url = clean_url(request.POST.get("url", ""))
        except ValidationError:
            self.message_user(request, NO_ADDRESS, messages.ERROR)
            return
        duplicate = find_duplicate(request, url, own)
        reading = latest_reading(url=url, by=user_of(request))
        if duplicate:
            self.message_user(request, duplicate, messages.WARNING)
        elif reading is None or reading.created_at < timezone.now() - SHOWN_FOR:
            try:
                start_reading(url=url, by=user_of(request))
                self.message_user(request, STARTED)
            except TooManyAttempts as error:
                self.message_user(request, str(error), messages.ERROR)
        elif not reading.is_done:
            self.message_user(request, STARTED)
        else:
            filled = write_found(request, reading)
            level = messages.INFO if reading.found else messages.ERROR
            self.message_user(request, describe_filled(filled, reading.problem), level)
            if not reading.found:
                # Pressing the button once more tries again.
                reading.delete()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["offers_another"] = True
        if add:
            address = request.build_absolute_uri(self.link_to("add"))
            context["bookmarklet"] = BOOKMARKLET.format(url=address)
        return super().render_change_form(request, context, add, change, form_url, obj)


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def clean_url(text: str) -> str:
    """Raises ValidationError."""
    return UrlFormField(max_length=2000, assume_scheme="https").clean(text)


def find_duplicate(request: HttpRequest, url: str, own: str) -> str:
    return describe_duplicate(url, user=user_of(request), except_for=read_key(own)) if url else ""


def write_found(request: HttpRequest, reading: PageReading) -> list[str]:
    """Fill in the posted form's empty fields; return their names."""
    found = {**reading.found, **({"lead_image": reading.image_id} if reading.image_id else {})}
    filled = [name for name in NAMES if name in found and not request.POST.get(name, "").strip()]
    for name in filled:
        request.POST[name] = str(found[name])
    return [NAMES[name] for name in filled]


def describe_filled(filled: list[str], problem: str) -> str:
    first = (
        f"Filled in: {join_list(filled)}. Check it, and correct what is wrong." if filled else ""
    )
    return f"{first} {problem} Nothing is saved yet.".strip()
