"""One registration: its details, its emails, and what staff can do with it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from events.exceptions import EventError, TooManyEmails
from events.forms.questions import read_answers
from events.forms.registrants import EditRegistrationForm
from events.models import Registration
from events.services import registrations as services
from events.services.held_seats import confirm_seat
from events.services.seats import give_seat
from events.staff.base import EventStaffMixin

# What the buttons do, by their value, and what the page says afterward.
ACTIONS = {
    "seat": (lambda each, by: give_seat(registration=each), "now has a seat."),
    "confirm": (
        lambda each, by: confirm_seat(registration=each),
        "has a firm seat. We’re sending the confirmation.",
    ),
    "cancel": (
        lambda each, by: services.cancel_registration(registration=each, by=by),
        "is no longer registered.",
    ),
    "came": (lambda each, by: services.check_in(registration=each), "is marked as attended."),
    "absent": (
        lambda each, by: services.check_in(registration=each, attended=False),
        "is no longer marked as attended.",
    ),
    "resend": (
        lambda each, by: services.resend_confirmation(registration=each),
        "will get the confirmation again.",
    ),
}


@method_decorator(transaction.atomic, name="dispatch")
class RegistrationView(EventStaffMixin, FormView):
    permission_required = ["events.view_registration"]
    permission_required_to_post = ["events.change_registration"]
    template_name = "admin/events/registration.html"
    form_class = EditRegistrationForm

    def get_event(self, pk: int):
        event = super().get_event(pk)
        self.registration = get_object_or_404(
            Registration, pk=self.kwargs["registration_id"], event=event
        )
        return event

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        del kwargs["initial"]  # the form takes it from the registration
        return {**kwargs, "registration": self.registration}

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "title": str(self.registration),
            "registration": self.registration,
            "deliveries": self.registration.deliveries.order_by("-pk"),
            "list_url": self.link_to("registrations"),
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        action = ACTIONS.get(request.POST.get("do"))
        return self.perform(*action) if action else super().post(request, *args, **kwargs)

    def form_valid(self, form: EditRegistrationForm) -> HttpResponse:
        services.change_registration(
            registration=self.registration,
            name=form.cleaned_data["name"],
            answers=read_answers(form),
        )
        self.record_change("was changed.")
        address = self.link_to("registration", self.registration.pk)
        return self.succeed(address, "Your changes have been saved.")

    def perform(self, service, outcome: str) -> HttpResponse:
        address = self.link_to("registration", self.registration.pk)
        query = self.request.POST.get("back", "")
        if query.startswith("?"):
            address = self.link_to("registrations") + query
        try:
            service(self.registration, self.request.user)
        except TooManyEmails:
            return self.fail(
                address,
                f"{self.registration} has already been sent the confirmation several times today. "
                "Try again tomorrow.",
            )
        except EventError as error:
            return self.fail(address, str(error))
        self.record_change(outcome)
        return self.succeed(address, f"{self.registration} {outcome}")

    def record_change(self, outcome: str) -> None:
        self.record(f"Registration {self.registration.pk} {outcome}")
