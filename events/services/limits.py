"""Limits on how often people can register, without storing who they are."""

from datetime import timedelta
from ipaddress import ip_address

from django.db import transaction
from django.utils import timezone

from content.rate_limits import sender_of, sends_too_much
from events.exceptions import TooManyEmails, TooManyRegistrations
from events.models import Attempt, Delivery, Registration

ACTION = "registration"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# All teachers at a school share one address, and they may all register during a meeting.
PER_ADDRESS_AND_HOUR = 40
PER_NETWORK_AND_HOUR = 200
PER_RECIPIENT_AND_DAY = 10
RESENDS_PER_DAY = 5


@transaction.atomic
def count_attempt(*, address: str, email: str) -> None:
    """Record that a form was sent from a network address for an email address, as keyed hashes.

    Raises TooManyRegistrations.
    """
    senders = {
        "sender": (ACTION, address),
        "network": (f"{ACTION} from network", network_of(address)),
        "recipient": (f"{ACTION} for", email.strip().lower()),
    }
    today = {field: sender_of(*sender) for field, sender in senders.items()}
    for field, (at_most, within) in limits().items():
        if sends_too_much(
            Attempt.objects.all(),
            matter=ACTION,
            sender=today[field],
            sender_before=sender_of(*senders[field], days_ago=1),
            field=field,
            at_most=at_most,
            within=within,
        ):
            raise TooManyRegistrations
    Attempt.objects.create(**today)


def limits() -> dict[str, tuple[int, timedelta]]:
    """Return {field of an attempt: (how many are allowed, within what time)}."""
    return {
        "sender": (PER_ADDRESS_AND_HOUR, HOUR),
        "network": (PER_NETWORK_AND_HOUR, HOUR),
        "recipient": (PER_RECIPIENT_AND_DAY, DAY),
    }


def network_of(address: str) -> str:
    """Return the network around an address: what a provider assigns to one site."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 48
    return f"{int(parsed) >> (parsed.max_prefixlen - prefix):x}/{prefix}"


def check_resend_limit(registration: Registration) -> None:
    """Raises TooManyEmails if this person's confirmation has already been sent often today."""
    today = Delivery.objects.filter(
        registration=registration,
        kind=Delivery.Kind.CONFIRMATION,
        created_at__gt=timezone.now() - DAY,
    )
    if today.count() > RESENDS_PER_DAY:
        raise TooManyEmails


def delete_old_attempts() -> None:
    Attempt.objects.filter(created_at__lt=timezone.now() - DAY).delete()
