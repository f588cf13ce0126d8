from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path

from events.exceptions import EventError
from events.models import Event, Question, Registration
from events.services.registrations import check_in

# More make a phone slow; the search finds the others.
ON_A_PHONE = 500


class CheckIn:
    """The list for the door, on a phone: one tap notes that somebody came."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.check_in_view)
        return [
            path("<int:pk>/check-in/", view, name=self.url_name("check_in")),
            *super().get_urls(),
        ]

    def links_of(self, event) -> list[tuple[str, str]]:
        return [*super().links_of(event), ("Check-in", self.link_to("check_in", event.pk))]

    def check_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("events.change_registration"):
            raise PermissionDenied
        event = self.find_event(request, pk)
        seated = Registration.objects.seated().reachable().filter(event=event)
        if request.method == "POST":
            return self.note(request, event)
        words = request.GET.get("q", "").replace("\0", "").strip()
        found = seated.filter(Q(name__icontains=words) | Q(email__icontains=words))
        asked = event.questions.filter(preset=Question.Preset.ORGANISATION).first()
        key = asked.key if asked else ""
        shown = list(found.order_by("name", "pk")[: ON_A_PHONE + 1])
        return self.show_page(
            request,
            event,
            "check_in.html",
            title="Check-in",
            shown=[(each, each.answers.get(key, "")) for each in shown[:ON_A_PHONE]],
            are_more=len(shown) > ON_A_PHONE,
            words=words,
            add_url=self.link_to("registration_add", pk),
            may_add=request.user.has_perm("events.add_registration"),
            total=seated.count(),
            came=seated.filter(attended_at__isnull=False).count(),
        )

    def note(self, request: HttpRequest, event: Event) -> HttpResponse:
        number = request.POST.get("registration", "")
        number = int(number) if number.isdecimal() and len(number) < 18 else 0
        registration = get_object_or_404(Registration, event=event, pk=number)
        try:
            check_in(registration=registration, attended="undo" not in request.POST)
        except EventError as error:
            self.message_user(request, str(error), messages.ERROR)
        words = request.POST.get("q", "")
        query = f"?{urlencode({'q': words})}" if words else ""
        # Back to where the finger was.
        return HttpResponseRedirect(
            f"{self.link_to('check_in', event.pk)}{query}#r{registration.pk}"
        )
