from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView

from events.exceptions import EventError
from events.forms.cancellation import CancelForm
from events.services.changes import (
    affected_registrations,
    cancel_event,
    count_affected,
    reinstate_event,
)
from events.staff.base import EventStaffMixin, count_people


@method_decorator(transaction.atomic, name="dispatch")
class CancelView(EventStaffMixin, FormView):
    must_change_event = True
    title = "Call off this event"
    template_name = "admin/events/cancel.html"
    form_class = CancelForm

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(people=count_affected(self.event), **kwargs)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        count = cancel_event(event=self.event, by=self.request.user, note=form.cleaned_data["note"])
        return self.succeed(
            self.link_to("change"),
            f"The event is called off. We’re emailing {count_people(count)}.",
        )


class ReinstateView(EventStaffMixin, TemplateView):
    must_change_event = True
    title = "Reinstate this event"
    template_name = "admin/events/reinstate.html"

    def get_context_data(self, **kwargs) -> dict:
        people = affected_registrations(self.event).count()
        return super().get_context_data(people=people, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            count = reinstate_event(event=self.event, by=request.user)
        except EventError as error:
            return self.fail(self.link_to("change"), str(error))
        return self.succeed(
            self.link_to("change"),
            f"The event has been reinstated. We’re emailing {count_people(count)}.",
        )
