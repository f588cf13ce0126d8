"""Limits on how often people can register, without storing who they are."""

from datetime import timedelta

from django.utils import timezone

from content.attempts import AttemptLimit, count_attempt
from content.exceptions import TooManyAttempts
from content.rate_limits import network_of
from events.exceptions import TooManyEmails, TooManyRegistrations
from events.models import Delivery, Registration

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# All teachers at a school share one address, and they may all register during a meeting.
PER_ADDRESS = AttemptLimit("registrations from an address", at_most=40, within=HOUR)
PER_NETWORK = AttemptLimit("registrations from a network", at_most=200, within=HOUR)
PER_RECIPIENT = AttemptLimit("registrations for an email address", at_most=10, within=DAY)
RESENDS_PER_DAY = 5


def count_registration(*, address: str, email: str) -> None:
    """Count that a form was sent from a network address for an email address.

    Raises TooManyRegistrations.
    """
    senders = {
        PER_ADDRESS: address,
        # What a provider assigns to one site.
        PER_NETWORK: network_of(address, v4_bits=24, v6_bits=48),
        PER_RECIPIENT: email.strip().lower(),
    }
    try:
        count_attempt(senders)
    except TooManyAttempts as error:
        raise TooManyRegistrations from error


def check_resend_limit(registration: Registration) -> None:
    """Raises TooManyEmails if this person's confirmation has already been sent often today."""
    today = Delivery.objects.filter(
        registration=registration,
        kind=Delivery.Purpose.CONFIRMATION,
        created_at__gt=timezone.now() - DAY,
    )
    if today.count() > RESENDS_PER_DAY:
        raise TooManyEmails
