from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from events.forms.canceling import CancelForm
from events.services.changes import cancel_event, count_concerned


class Canceling:
    """The page on which an event is canceled."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.cancel_view)
        return [
            path("<int:pk>/cancel/", view, name=self.url_name("cancel")),
            *super().get_urls(),
        ]

    def links_of(self, event) -> list[tuple[str, str]]:
        links = super().links_of(event)
        return (
            links if event.is_canceled else [*links, ("Cancel", self.link_to("cancel", event.pk))]
        )

    @transaction.atomic
    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.find_event(request, pk, to_change=True)
        form = CancelForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            told = cancel_event(event=event, by=request.user, note=form.cleaned_data["note"])
            people = "One person is" if told == 1 else f"{told} people are"
            sentence = f"The event is canceled. {people} told by mail."
            return self.done(request, self.link_to("change", pk), sentence)
        return self.show_page(
            request,
            event,
            "cancel.html",
            title="Cancel this event",
            form=form,
            people=count_concerned(event),
        )
