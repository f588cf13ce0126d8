"""What registrants can do with their personal data, and when it is erased automatically."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.models import Reader
from content.readers import Belonging
from content.retention import Retention
from events import policy
from events.models import Question, Registration
from events.services.registrations import give_seat_back
from events.services.seats import lock_seats

State = Registration.State


def export_data(registration: Registration) -> dict:
    """Return everything that is stored about a registration, for the registrant to download."""
    questions = registration.event.questions.all()
    return {
        "event": registration.event.heading,
        "date_line": registration.event.date_line,
        "name": registration.name,
        "email": registration.email,
        "state": registration.get_state_display(),
        "answers": {
            question.label: registration.answers[question.key]
            for question in questions
            if question.key in registration.answers
        },
        "consent": registration.consent
        and {
            "version": registration.consent.version,
            "text": registration.consent.as_text,
            "agreed_at": registration.consented_at,
        },
        "registered_at": registration.created_at,
        "waiting_since": registration.waiting_since,
        "held_until": registration.held_until,
        "canceled_at": registration.canceled_at,
        "attended_at": registration.attended_at,
        "emails": [
            {
                "kind": delivery.get_kind_display(),
                "state": delivery.get_state_display(),
                "at": delivery.finished_at or delivery.created_at,
            }
            for delivery in registration.deliveries.order_by("pk")
        ],
    }


@transaction.atomic
def erase(*, registration: Registration) -> Registration:
    """Erase a registrant's personal details. Attendance and choices stay as anonymous counts.

    A seat at an event that is not over is given back. Erasing a registration again does nothing.
    """
    # If an email is being sent right now, wait for it here, before taking locks that others need.
    registration.deliveries.all().delete()
    seats = lock_seats(registration.event)
    registration = Registration.objects.select_for_update(of=["self"]).get(pk=registration.pk)
    if registration.is_erased:
        return registration
    cancels = policy.cancels_when_erased(registration, at=timezone.now())
    gives_seat_back = cancels and registration.takes_seat
    if cancels:
        registration.state, registration.canceled_at = State.CANCELED, timezone.now()
    else:
        keep_counts(registration)
    registration.name, registration.email, registration.answers = "", None, {}
    registration.erased_at, registration.held_until = timezone.now(), None
    registration.save()
    registration.deliveries.all().delete()
    if gives_seat_back:
        give_seat_back(seats)
    return registration


def keep_counts(registration: Registration) -> None:
    """Add the choices of someone with a seat to the counts that stay."""
    if not registration.has_seat:
        return
    questions = Question.objects.select_for_update().filter(event=registration.event_id)
    for question in questions.order_by("pk"):
        if not question.has_options:
            continue
        answer = registration.answers.get(question.key)
        for choice in answer if isinstance(answer, list) else [answer]:
            if choice:
                counted = question.erased_counts.get(choice, 0)
                question.erased_counts[choice] = counted + 1
        question.save(update_fields=["erased_counts"])


def forget_registrants(before: datetime) -> int:
    """Erase the details of people whose event ended long ago, and return how many there were."""
    old = Registration.objects.reachable().filter(event__over_at__lt=before)
    count = 0
    for registration in old.select_related("event").iterator(chunk_size=500):
        erase(registration=registration)
        count += 1
    return count


def export_registrations(email: str) -> list[dict]:
    registrations = Registration.objects.filter(email=email).select_related("event", "consent")
    return [export_data(registration) for registration in registrations.order_by("pk")]


def erase_registrations(email: str) -> None:
    for registration in Registration.objects.filter(email=email).order_by("pk"):
        erase(registration=registration)


def show_registrations(reader: Reader) -> dict:
    registrations = Registration.objects.filter(email=reader.email).select_related("event")
    rows = list(registrations.order_by("-event__starts_at"))
    return {"registrations": rows} if rows else {}


REGISTRATIONS = Belonging(
    title="Registrations",
    export=export_registrations,
    erase=erase_registrations,
    template="events/own_registrations.html",
    show=show_registrations,
    stays="The registration stays without the name, the address, and the answers: attendance and "
    "choices stay as counts. A seat at an event that isn’t over is given back.",
)
REGISTRANTS = Retention(
    what="Registrations",
    setting="REGISTRATION_MONTHS",
    forget=forget_registrants,
    rule="Names, email addresses, answers, and emails: erased that long after the event. The "
    "counts stay.",
)
