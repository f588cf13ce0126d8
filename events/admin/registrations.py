from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST

from events.admin.registration_search import (
    MOST_FAILED,
    ORDERS,
    count_states,
    failed_deliveries,
    rows_of,
    search,
)
from events.exceptions import EventError, TooManyMails
from events.forms.questions import read_answers
from events.forms.registrants import AddForm, CapacityForm, EditForm
from events.models import Registration
from events.services import registrations as services
from events.services.answer_counts import count_answers
from events.services.deliveries import retry_failed
from events.services.seats import close_registration, seat, set_capacity

ON_A_PAGE = 100
# What can be done with a registration, by the word that its button sends.
ACTIONS = {
    "seat": (lambda each, by: seat(registration=each), "has a seat now."),
    "cancel": (
        lambda each, by: services.cancel_registration(registration=each, by=by),
        "is no longer registered.",
    ),
    "came": (lambda each, by: services.check_in(registration=each), "is noted as having come."),
    "absent": (
        lambda each, by: services.check_in(registration=each, attended=False),
        "is no longer noted as having come.",
    ),
    "resend": (lambda each, by: services.resend(registration=each), "gets the mail again."),
}


class Registrations:
    """Who comes to an event: found, counted, added, seated, canceled."""

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, self.url_name
        below = "<int:pk>/registrations/"
        return [
            path(below, wrap(self.registrations_view), name=name("registrations")),
            path(f"{below}add/", wrap(self.add_registration_view), name=name("registration_add")),
            path(
                f"{below}seats/",
                wrap(require_POST(self.seats_view)),
                name=name("registration_seats"),
            ),
            path(
                f"{below}again/",
                wrap(require_POST(self.again_view)),
                name=name("registration_again"),
            ),
            path(
                f"{below}<int:registration_id>/",
                wrap(self.registration_view),
                name=name("registration"),
            ),
            *super().get_urls(),
        ]

    def links_of(self, event) -> list[tuple[str, str]]:
        own = ("Registrations", self.link_to("registrations", event.pk))
        return [own, *super().links_of(event)]

    def check_registrations(self, request: HttpRequest, *actions: str) -> None:
        for action in actions or ["view"]:
            if not request.user.has_perm(f"events.{action}_registration"):
                raise PermissionDenied

    # The list

    def registrations_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request)
        event = self.find_event(request, pk)
        page = Paginator(search(event, request.GET), ON_A_PAGE).get_page(request.GET.get("p"))
        failed = failed_deliveries(event)
        questions = list(event.questions.all())
        query = request.GET.copy()
        query.pop("p", None)
        return self.show_page(
            request,
            event,
            "registrations.html",
            title="Registrations",
            page=page,
            rows=rows_of(event, list(page), questions),
            questions=questions,
            counts=count_states(event),
            answer_counts=count_answers(event),
            failed=failed[:MOST_FAILED],
            failed_count=failed.count(),
            seats=event.seats,
            capacity_form=CapacityForm(initial={"capacity": event.seats.capacity}),
            chosen=request.GET,
            query=query.urlencode(),
            states=Registration.State.choices,
            orders=[(value, words) for value, (words, _) in ORDERS.items()],
            may_change_registrations=request.user.has_perm("events.change_registration"),
            exports=self.export_links_of(event),
            add_url=self.link_to("registration_add", pk),
            badges_url=self.link_to("badges", pk),
            seats_url=self.link_to("registration_seats", pk),
            again_url=self.link_to("registration_again", pk),
        )

    # What changes them

    @transaction.atomic
    def add_registration_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request, "add")
        event = self.find_event(request, pk)
        form = AddForm(request.POST or None, event=event)
        if request.method == "POST" and form.is_valid():
            email = form.cleaned_data["email"]
            same = Registration.objects.filter(event=event, email=services.normalize(email))
            was_there = same.exclude(state=Registration.State.CANCELLED).exists()
            try:
                added = services.register(
                    event=event,
                    email=email,
                    name=form.cleaned_data["name"],
                    answers=read_answers(form),
                    by=request.user,
                )
            except EventError as error:
                form.add_error(None, str(error))
            else:
                already = " already" if was_there else ""
                has = "has a seat" if added.has_seat else "is on the waiting list"
                sentence = f"{added} {has}{already}, and gets a mail."
                return self.done(request, self.link_to("registrations", pk), sentence)
        return self.show_page(
            request, event, "registration_add.html", title="Add somebody", form=form
        )

    @transaction.atomic
    def seats_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request, "change")
        event = self.find_event(request, pk, to_change=True)
        address = self.link_to("registrations", pk)
        if "close" in request.POST:
            close_registration(event=event, by=request.user)
            return self.done(request, address, "Registration is closed from now on.")
        form = CapacityForm(request.POST)
        if not form.is_valid():
            self.message_user(request, "Seats: write a number, or nothing.", messages.ERROR)
            return HttpResponseRedirect(address)
        try:
            set_capacity(event=event, capacity=form.cleaned_data["capacity"])
        except EventError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(address)
        return self.done(request, address, "The number of seats is changed.")

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request, "change")
        event = self.find_event(request, pk)
        count = retry_failed(event=event)
        mails = "One mail is" if count == 1 else f"{count} mails are"
        return self.done(request, self.link_to("registrations", pk), f"{mails} sent once more.")

    @transaction.atomic
    def registration_view(self, request: HttpRequest, pk: int, registration_id: int):
        self.check_registrations(request)
        event = self.find_event(request, pk)
        registration = get_object_or_404(Registration, pk=registration_id, event=event)
        address = self.link_to("registration", pk, registration_id)
        if request.method == "POST":
            self.check_registrations(request, "change")
            if request.POST.get("do") in ACTIONS:
                return self.act(request, registration, address)
        form = EditForm(
            request.POST or None if "save" in request.POST else None, registration=registration
        )
        if form.is_bound and form.is_valid():
            services.change_registration(
                registration=registration,
                name=form.cleaned_data["name"],
                answers=read_answers(form),
            )
            return self.done(request, address, "The changes are saved.")
        return self.show_page(
            request,
            event,
            "registration.html",
            title=str(registration),
            registration=registration,
            form=form,
            deliveries=registration.deliveries.order_by("-pk"),
            may_change_registrations=request.user.has_perm("events.change_registration"),
            list_url=self.link_to("registrations", pk),
        )

    def act(self, request: HttpRequest, registration: Registration, address: str) -> HttpResponse:
        act, words = ACTIONS[request.POST["do"]]
        back = request.POST.get("back", "")
        if back.startswith("?"):
            address = self.link_to("registrations", registration.event_id) + back
        try:
            act(registration, request.user)
        except TooManyMails:
            sentence = f"{registration} was sent this mail several times today: try again tomorrow."
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(address)
        except EventError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(address)
        return self.done(request, address, f"{registration} {words}")
