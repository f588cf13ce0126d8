from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from events.models import Delivery, Event, Question, Registration
from events.services.exports import format_answer


@dataclass(frozen=True)
class RegistrationRow:
    registration: Registration
    answers: list[tuple[Question, str]]
    place: int | None  # on the waiting list, from 1
    emails: str  # their outcomes, such as “2 sent, 1 failed”


def build_rows(
    event: Event, registrations: list[Registration], questions: list[Question]
) -> list[RegistrationRow]:
    waiting = Registration.objects.waiting().filter(event=event).values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(waiting, start=1)}
    emails = summarize_emails(registrations)
    return [
        RegistrationRow(
            registration,
            [
                (question, format_answer(registration.answers.get(question.key)))
                for question in questions
            ],
            places.get(registration.pk),
            ", ".join(emails[registration.pk]),
        )
        for registration in registrations
    ]


def summarize_emails(registrations: list[Registration]) -> dict[int, list[str]]:
    counts = (
        Delivery.objects.filter(registration__in=[each.pk for each in registrations])
        .exclude(state=Delivery.State.DROPPED)
        .values_list("registration", "state")
        .annotate(Count("pk"))
        .order_by("-state")
    )
    summaries = defaultdict(list)
    for registration, state, count in counts:
        summaries[registration].append(f"{count} {Delivery.State(state).label.lower()}")
    return summaries
