"""How often somebody may register, without keeping who they are."""

from datetime import timedelta
from ipaddress import ip_address

from django.db import transaction
from django.utils import timezone

from content.services.senders import sender_of, sends_too_much
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
    attempt = Attempt(
        sender=sender_of(MATTER, address),
        network=sender_of(f"{MATTER} from network", network_around(address)),
        recipient=sender_of(f"{MATTER} for", email.strip().lower()),
    )
    for field, at_most, within in (
        ("sender", FROM_ADDRESS_IN_AN_HOUR, timedelta(hours=1)),
        ("network", FROM_NETWORK_IN_AN_HOUR, timedelta(hours=1)),
        ("recipient", FOR_RECIPIENT_IN_A_DAY, DAY),
    ):
        if sends_too_much(
            Attempt.objects.all(),
            matter=MATTER,
            sender=getattr(attempt, field),
            field=field,
            at_most=at_most,
            within=within,
        ):
            raise TooManyRegistrations
    attempt.save(force_insert=True)


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
