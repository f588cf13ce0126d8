"""How often somebody may register, without keeping who they are."""

from datetime import timedelta
from ipaddress import ip_address

from django.db import transaction
from django.utils import timezone

from content.rate_limits import sender_of, sends_too_much
from events.exceptions import TooManyMails, TooManyRegistrations
from events.models import Attempt, Delivery, Registration

MATTER = "registration"
DAY = timedelta(days=1)
# A school has one address for all its teachers, and they may register in one meeting.
FROM_ADDRESS_IN_AN_HOUR = 40
FROM_NETWORK_IN_AN_HOUR = 200
FOR_RECIPIENT_IN_A_DAY = 10
MAILS_AGAIN_IN_A_DAY = 5


@transaction.atomic
def count_attempt(*, address: str, email: str) -> None:
    """Note that a form was sent from a network address for a mail address, both as keyed hashes.

    Raises TooManyRegistrations.
    """
    senders = {
        "sender": (MATTER, address),
        "network": (f"{MATTER} from network", network_around(address)),
        "recipient": (f"{MATTER} for", email.strip().lower()),
    }
    today = {field: sender_of(*sender) for field, sender in senders.items()}
    for field, (at_most, within) in limits().items():
        if sends_too_much(
            Attempt.objects.all(),
            matter=MATTER,
            sender=today[field],
            sender_before=sender_of(*senders[field], days_ago=1),
            field=field,
            at_most=at_most,
            within=within,
        ):
            raise TooManyRegistrations
    Attempt.objects.create(**today)


def limits() -> dict[str, tuple[int, timedelta]]:
    """Return {field of an attempt: (how many may come, within which time)}."""
    hour = timedelta(hours=1)
    return {
        "sender": (FROM_ADDRESS_IN_AN_HOUR, hour),
        "network": (FROM_NETWORK_IN_AN_HOUR, hour),
        "recipient": (FOR_RECIPIENT_IN_A_DAY, DAY),
    }


def network_around(address: str) -> str:
    """Return the wider network of an address: what one provider gives to one place."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    kept = 24 if parsed.version == 4 else 48
    return f"{int(parsed) >> (parsed.max_prefixlen - kept):x}/{kept}"


def refuse_more_mails(registration: Registration) -> None:
    """Raises TooManyMails for somebody whose confirmation was sent often today."""
    today = Delivery.objects.filter(
        registration=registration,
        kind=Delivery.Kind.CONFIRMATION,
        created_at__gt=timezone.now() - DAY,
    )
    if today.count() > MAILS_AGAIN_IN_A_DAY:
        raise TooManyMails


def forget_attempts() -> None:
    Attempt.objects.filter(created_at__lt=timezone.now() - DAY).delete()
