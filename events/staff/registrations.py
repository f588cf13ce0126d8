"""Who is coming to an event: the list, and the buttons and forms above it."""

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView, View
from django_filters.views import FilterView

from events import policy
from events.exceptions import EventError
from events.forms.questions import read_answers
from events.forms.registrants import AddRegistrationForm, CapacityForm
from events.models import Delivery, Registration
from events.services import registrations
from events.services.answer_counts import count_answers
from events.services.deliveries import retry_failed
from events.services.held_seats import find_burst
from events.services.seats import close_registration, set_capacity
from events.staff.base import EventStaffMixin
from events.staff.exports import FORMATS
from events.staff.filters import RegistrationFilter
from events.staff.registration_rows import build_rows

MAX_FAILED = 100
State = Registration.State


class RegistrationListView(EventStaffMixin, FilterView):
    permission_required = ["events.view_registration"]
    title = "Registrations"
    template_name = "admin/events/registrations.html"
    filterset_class = RegistrationFilter
    paginate_by = 100
    page_kwarg = "p"

    def get_queryset(self):
        return Registration.objects.filter(event=self.event)

    def get_filterset_kwargs(self, filterset_class) -> dict:
        self.answer_counts = count_answers(self.event)
        kwargs = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "answer_counts": self.answer_counts}

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        questions = list(self.event.questions.all())
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        failed = Delivery.objects.filter(
            registration__event=self.event, state=Delivery.State.FAILED
        )
        return {
            **context,
            "rows": build_rows(self.event, list(context["page_obj"]), questions),
            "questions": questions,
            "query": query.urlencode(),
            "counts": self.get_queryset().aggregate(
                waiting=Count("pk", filter=Q(state=State.WAITING)),
                held=Count("pk", filter=Q(state=State.REGISTERED, held_until__isnull=False)),
                canceled=Count("pk", filter=Q(state=State.CANCELED)),
                attended=Count("pk", filter=Q(attended_at__isnull=False)),
            ),
            "burst": find_burst(self.event),
            "answer_counts": self.answer_counts,
            "failed": failed.select_related("registration").order_by("-finished_at", "-pk")[
                :MAX_FAILED
            ],
            "failed_count": failed.count(),
            "capacity_form": CapacityForm(initial={"capacity": self.event.seats.capacity}),
            "may_register": policy.may_register(self.event, at=timezone.now()),
            "exports": [
                (f"Export {name}", self.link_to("export", kind)) for kind, name in FORMATS.items()
            ],
            "add_url": self.link_to("registration_add"),
            "badges_url": self.link_to("badges"),
            "seats_url": self.link_to("registration_seats"),
            "retry_url": self.link_to("registration_again"),
        }


@method_decorator(transaction.atomic, name="dispatch")
class RegistrationAddView(EventStaffMixin, FormView):
    permission_required = ["events.add_registration"]
    title = "Add a person"
    template_name = "admin/events/registration_add.html"
    form_class = AddRegistrationForm

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "event": self.event}

    def form_valid(self, form: AddRegistrationForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        same = Registration.objects.filter(event=self.event, email=registrations.normalize(email))
        was_registered = same.exclude(state=State.CANCELED).exists()
        try:
            added = registrations.register(
                event=self.event,
                email=email,
                name=form.cleaned_data["name"],
                answers=read_answers(form),
                by=self.request.user,
            )
        except EventError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if not was_registered:
            self.record(f"Registration {added.pk} was added.")
        already = "already " if was_registered else ""
        status = "has a seat" if added.has_seat else "is on the waiting list"
        return self.succeed(
            self.link_to("registrations"),
            f"{added} {already}{status}. We’re sending a confirmation.",
        )


@method_decorator(transaction.atomic, name="dispatch")
class SeatsView(EventStaffMixin, View):
    permission_required = ["events.change_registration"]
    must_change_event = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        address = self.link_to("registrations")
        if "close" in request.POST:
            close_registration(event=self.event, by=request.user)
            return self.succeed(address, "Registration is now closed.")
        form = CapacityForm(request.POST)
        if not form.is_valid():
            sentence = "Enter 1 to 1,000,000 seats, or leave the field empty for unlimited seats."
            return self.fail(address, sentence)
        try:
            set_capacity(event=self.event, capacity=form.cleaned_data["capacity"])
        except EventError as error:
            return self.fail(address, str(error))
        seats = form.cleaned_data["capacity"]
        self.record(f"The number of seats was set to {seats or 'unlimited'}.")
        return self.succeed(address, "The number of seats has been changed.")


@method_decorator(transaction.atomic, name="dispatch")
class RetryView(EventStaffMixin, View):
    permission_required = ["events.change_registration"]
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        count = retry_failed(event=self.event)
        emails = "one email" if count == 1 else f"{count} emails"
        self.record(f"Failed emails were sent again: {count}.")
        return self.succeed(self.link_to("registrations"), f"We’re sending {emails} again.")
