"""What all pages for running an event have in common."""

from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.generic.base import ContextMixin

from content.activity import record
from content.models import Activity, User
from events.models import Event

PAGES = [
    ("Registrations", "registrations"),
    ("Check-in", "check_in"),
    ("Presenters", "presenters"),
    ("Messages", "messages"),
    ("Emails", "emails"),
    ("Questions", "questions"),
    ("Recording", "recording"),
]


def link_to(name: str, *arguments) -> str:
    return reverse(f"admin:events_event_{name}", args=arguments)


def event_links(event: Event) -> list[tuple[str, str]]:
    """Return (name, address) of the pages for running an event."""
    last = ("Reinstate", "reinstate") if event.is_canceled else ("Call off this event…", "cancel")
    pages = [*PAGES, last]
    return [(title, link_to(name, event.pk)) for title, name in pages]


@method_decorator([never_cache, csrf_protect], name="dispatch")
class EventStaffMixin(ContextMixin):
    """A page about one event for staff who may see the event and have the permissions named here.

    It has the admin's look and, like the admin, sends everyone else to the login page.
    """

    permission_required: list[str] = []
    permission_required_to_post: list[str] = []
    must_change_event = False
    title = ""
    event: Event

    def dispatch(self, request: HttpRequest, *args, pk: int, **kwargs) -> HttpResponse:
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        required = list(self.permission_required)
        if request.method == "POST":
            required += self.permission_required_to_post
        if not request.user.has_perms(required):
            raise PermissionDenied
        self.event = self.get_event(pk)
        return super().dispatch(request, *args, pk=pk, **kwargs)

    def get_event(self, pk: int) -> Event:
        """Return the event if the admin would show it to this user."""
        event_admin = admin.site.get_model_admin(Event)
        event = event_admin.get_object(self.request, str(pk))
        if event is None:
            raise Http404("There is no such event.")
        self.may_change = event_admin.has_change_permission(self.request, event)
        may_view = event_admin.has_view_permission(self.request, event) or self.may_change
        if not may_view or (self.must_change_event and not self.may_change):
            raise PermissionDenied
        return event

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            **admin.site.each_context(self.request),
            opts=Event._meta,
            entry=self.event,
            event=self.event,
            title=self.title,
            may_change=self.may_change,
            may_change_registrations=self.request.user.has_perm("events.change_registration"),
            change_url=link_to("change", self.event.pk),
            links=event_links(self.event),
            **kwargs,
        )

    def link_to(self, name: str, *arguments) -> str:
        """Return the address of another page about this event."""
        return link_to(name, self.event.pk, *arguments)

    def record(self, what: str) -> None:
        """Record what staff did, without a registrant's name: that can be erased."""
        record(Activity.Matter.OTHER, what, by=cast(User, self.request.user), about=self.event)

    def succeed(self, address: str, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return HttpResponseRedirect(address)

    def fail(self, address: str, sentence: str) -> HttpResponse:
        messages.error(self.request, sentence)
        return HttpResponseRedirect(address)


def count_people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"
