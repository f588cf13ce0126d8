from django.db import transaction
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from events.forms.cancellation import CancelForm
from events.services.changes import cancel_event, count_affected
from events.staff.base import EventStaffMixin, count_people


@method_decorator(transaction.atomic, name="dispatch")
class CancelView(EventStaffMixin, FormView):
    must_change_event = True
    title = "Cancel this event"
    template_name = "admin/events/cancel.html"
    form_class = CancelForm

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(people=count_affected(self.event), **kwargs)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        count = cancel_event(event=self.event, by=self.request.user, note=form.cleaned_data["note"])
        return self.succeed(
            self.link_to("change"), f"The event is canceled. We’re emailing {count_people(count)}."
        )
