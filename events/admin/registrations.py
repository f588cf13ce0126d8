from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST

from events.exceptions import EventError
from events.forms.questions import read_answers
from events.forms.registrants import AddForm, CapacityForm, EditForm
from events.models import Delivery, Event, Registration
from events.services import registrations as services
from events.services.answer_counts import count_answers
from events.services.deliveries import retry_failed
from events.services.exports import as_csv, as_xlsx, say_answer
from events.services.seats import close_registration, seat, set_capacity

ON_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_xlsx, XLSX)}
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
    """Who comes to an event: found, counted, added, seated, cancelled, exported."""

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
            path(f"{below}export/<str:kind>/", wrap(self.export_view), name=name("export")),
            path(f"{below}badges/", wrap(self.badges_view), name=name("badges")),
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
        found = narrow(Registration.objects.filter(event=event), request)
        found = found.order_by("created_at", "pk")
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
        questions = list(event.questions.all())
        query = request.GET.copy()
        query.pop("p", None)
        return self.show_page(
            request,
            event,
            "registrations.html",
            title="Registrations",
            page=page,
            rows=[(each, answers_of(each, questions)) for each in page],
            questions=questions,
            counts=count_states(event),
            answer_counts=count_answers(event),
            failed=failed_deliveries(event),
            seats=event.seats,
            capacity_form=CapacityForm(initial={"capacity": event.seats.capacity}),
            chosen=request.GET,
            query=query.urlencode(),
            states=Registration.State.choices,
            may_change_registrations=request.user.has_perm("events.change_registration"),
            exports=[(kind.upper(), self.link_to("export", pk, kind)) for kind in EXPORTS],
            add_url=self.link_to("registration_add", pk),
            badges_url=self.link_to("badges", pk),
            seats_url=self.link_to("registration_seats", pk),
            again_url=self.link_to("registration_again", pk),
        )

    def export_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        self.check_registrations(request)
        event = self.find_event(request, pk)
        write, content_type = EXPORTS.get(kind, EXPORTS["csv"])
        response = HttpResponse(write(event), content_type=content_type)
        name = f"registrations-{event.pk}.{kind if kind in EXPORTS else 'csv'}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    def badges_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request)
        event = self.find_event(request, pk)
        seated = Registration.objects.seated().reachable().filter(event=event).order_by("name")
        asked = event.questions.filter(preset="organisation").first()
        badges = [(each.name, each.answers.get(asked.key, "") if asked else "") for each in seated]
        return self.show_page(request, event, "badges.html", title="Name badges", badges=badges)

    # What changes them

    @transaction.atomic
    def add_registration_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_registrations(request, "add")
        event = self.find_event(request, pk)
        form = AddForm(request.POST or None, event=event)
        if request.method == "POST" and form.is_valid():
            try:
                added = services.register(
                    event=event,
                    email=form.cleaned_data["email"],
                    name=form.cleaned_data["name"],
                    answers=read_answers(form),
                    by=request.user,
                )
            except EventError as error:
                form.add_error(None, str(error))
            else:
                has = "has a seat" if added.has_seat else "is on the waiting list"
                sentence = f"{added} {has}, and gets a mail."
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
        except EventError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(address)
        return self.done(request, address, f"{registration} {words}")


def narrow(found: QuerySet[Registration], request: HttpRequest) -> QuerySet[Registration]:
    """Return the registrations that a search and filters ask for."""
    words = request.GET.get("q", "").replace("\0", "").strip()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    state = request.GET.get("state", "")
    if state in Registration.State.values:
        found = found.filter(state=state)
    came = request.GET.get("came", "")
    if came in ("yes", "no"):
        found = found.filter(state="registered", attended_at__isnull=came == "no")
    key, _, answer = request.GET.get("answer", "").replace("\0", "").partition(":")
    if key.isdecimal() and answer:
        found = found.filter(
            Q(answers__contains={key: answer}) | Q(answers__contains={key: [answer]})
        )
    return found


def answers_of(registration: Registration, questions: list) -> list[str]:
    return [say_answer(registration.answers.get(question.key)) for question in questions]


def count_states(event: Event) -> dict[str, int]:
    state = Registration.State
    return Registration.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=Q(state=state.REGISTERED)),
        waiting=Count("pk", filter=Q(state=state.WAITING)),
        cancelled=Count("pk", filter=Q(state=state.CANCELLED)),
        came=Count("pk", filter=Q(attended_at__isnull=False)),
    )


def failed_deliveries(event: Event) -> list[Delivery]:
    failed = Delivery.objects.filter(registration__event=event, state=Delivery.State.FAILED)
    return list(failed.select_related("registration").order_by("-settled_at")[:ON_A_PAGE])
