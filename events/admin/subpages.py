from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from events.models import Event


class EventSubpages:
    """What the pages below an event in the admin have in common."""

    def find_event(self, request: HttpRequest, pk: int, *, to_change: bool = False) -> Event:
        """Raises Http404 and PermissionDenied."""
        event = self.find_entry(request, pk)
        if to_change and not self.has_change_permission(request, event):
            raise PermissionDenied
        return event

    def show_page(
        self, request: HttpRequest, event: Event, template: str, *, title: str, **context
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            f"admin/events/{template}",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "entry": event,
                "event": event,
                "title": title,
                "may_change": self.has_change_permission(request, event),
                "change_url": self.link_to("change", event.pk),
                "links": self.links_of(event),
                **context,
            },
        )

    def links_of(self, event: Event) -> list[tuple[str, str]]:
        """Return (name, address) of the pages below an event; each mix-in adds its own."""
        return []

    def done(self, request: HttpRequest, address: str, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(address)
