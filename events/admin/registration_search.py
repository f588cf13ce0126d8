"""How the list of an event's registrations is searched, put in order, and counted."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from events.models import Delivery, Event, Question, Registration
from events.services.exports import say_answer

State = Registration.State
ORDERS = {
    "": ("As they registered", ["created_at", "pk"]),
    "newest": ("Newest first", ["-created_at", "-pk"]),
    "name": ("By name", ["name", "pk"]),
    "waiting": ("As they wait for a seat", ["waiting_since", "pk"]),
}
MOST_FAILED = 100


@dataclass(frozen=True)
class Row:
    registration: Registration
    answers: list[str]
    place: int | None  # on the waiting list, from 1
    mails: str


def search(event: Event, asked: QueryDict) -> QuerySet[Registration]:
    """Return the registrations of an event that a query asks for, in its order."""
    found = Registration.objects.filter(event=event)
    words = asked.get("q", "").replace("\0", "").strip()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    state = asked.get("state", "")
    if state in State.values:
        found = found.filter(state=state)
    came = asked.get("came", "")
    if came in ("yes", "no"):
        found = found.filter(state=State.REGISTERED, attended_at__isnull=came == "no")
    key, _, answer = asked.get("answer", "").replace("\0", "").partition(":")
    if key.isdecimal() and answer:
        found = found.filter(
            Q(answers__contains={key: answer}) | Q(answers__contains={key: [answer]})
        )
    _, fields = ORDERS.get(asked.get("order", ""), ORDERS[""])
    return found.order_by(*fields)


def rows_of(event: Event, page: list[Registration], questions: list[Question]) -> list[Row]:
    waiting = Registration.objects.waiting().filter(event=event).values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(waiting, start=1)}
    mails = count_mails(page)
    return [
        Row(
            registration,
            [say_answer(registration.answers.get(question.key)) for question in questions],
            places.get(registration.pk),
            mails[registration.pk],
        )
        for registration in page
    ]


def count_mails(page: list[Registration]) -> dict[int, str]:
    """Return what became of the mails of each, such as “2 sent, 1 failed”."""
    counts = (
        Delivery.objects.filter(registration__in=[each.pk for each in page])
        .exclude(state=Delivery.State.DROPPED)
        .values_list("registration", "state")
        .annotate(Count("pk"))
        .order_by("-state")
    )
    said = defaultdict(list)
    for registration, state, count in counts:
        said[registration].append(f"{count} {Delivery.State(state).label.lower()}")
    return defaultdict(str, {pk: ", ".join(words) for pk, words in said.items()})


def count_states(event: Event) -> dict[str, int]:
    return Registration.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=Q(state=State.REGISTERED)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        canceled=Count("pk", filter=Q(state=State.CANCELLED)),
        came=Count("pk", filter=Q(attended_at__isnull=False)),
    )


def failed_deliveries(event: Event) -> QuerySet[Delivery]:
    failed = Delivery.objects.filter(registration__event=event, state=Delivery.State.FAILED)
    return failed.select_related("registration").order_by("-settled_at", "-pk")
