"""What content.mail knows about emails to registrants."""

from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from content.mail import Outbox, Wording
from content.models import EmailText
from events import policy
from events.emails.building import build_delivery, build_with_text, example_registration
from events.emails.wordings import ALWAYS, WORDINGS, EventWording, purpose_of
from events.models import Delivery, Event


def deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.select_related(
        "message__event", "registration__event__seats", "registration__event__recording"
    )


def describe_delivery(delivery: Delivery) -> tuple[str, str]:
    registration = delivery.registration
    address = reverse(
        "admin:events_event_registration", args=[registration.event_id, registration.pk]
    )
    return f"{delivery.get_kind_display()}: {registration.event.heading}, {registration}", address


DELIVERIES = Outbox(
    model=Delivery,
    title="Emails to registrants",
    rows=deliveries,
    is_wanted=lambda delivery, at: policy.may_send(delivery, at=at),
    build=build_delivery,
    permission="events.view_registration",
    describe=describe_delivery,
)


def example_event() -> Event:
    """Return an event for previews: the latest one, or one that is never saved."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = Event.objects.published().going_ahead().with_facts().order_by("-starts_at").first()
    return found or Event(
        title="The next webinar",
        slug="the-next-webinar",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )


def example_of(key: str) -> Callable[[EmailText, str], EmailMultiAlternatives]:
    def build(text: EmailText, to: str) -> EmailMultiAlternatives:
        event = Event.objects.with_facts().get(pk=text.entry_id) if text.entry else example_event()
        return build_with_text(key, example_registration(event, key), text, to=to)

    return build


def to_wording(key: str, words: EventWording) -> Wording:
    return Wording(
        purpose=purpose_of(key),
        title=words.title,
        explanation=words.explanation,
        subject=words.subject,
        text=words.text,
        placeholders={**ALWAYS, **words.more},
        example=example_of(key),
        kind="event",
    )


EVENT_WORDINGS = [to_wording(key, words) for key, words in WORDINGS.items()]
