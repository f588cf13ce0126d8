"""Registers someone in one statement while seats are free.

When many people register for an event at once, each waits for the one before as long as that one
holds the row with the number of seats. So everything else comes first, the job included, and one
statement then takes the seat and writes the rows: see docs/decisions/seats.md.
"""

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from content.mail.queueing import AT_ONCE
from events.exceptions import RegistrationError
from events.models import Registration
from events.services.deliveries import send_confirmation
from events.services.durable_sql import commit_as_set
from events.services.free_seats_sql import REGISTER_IF_SEAT_FREE


class NoFreeSeat(RegistrationError):
    """Rolls back the job that was queued for a registration without a seat."""

    message = "No seat is free."


def take_free_seat(registration: Registration) -> bool:
    """Save a registration with a seat and queue its confirmation. Return whether a seat was free.

    Raises IntegrityError if the address is already registered.
    """
    try:
        registration.pk = insert(registration)
    except NoFreeSeat:
        return False
    registration.state = Registration.State.REGISTERED
    registration.seated_at = registration.created_at
    registration._state.adding = False
    return True


@transaction.atomic
def insert(registration: Registration) -> int:
    values = {
        "event": registration.event_id,
        "public_id": registration.public_id,
        "email": registration.email,
        "name": registration.name,
        "answers": Jsonb(registration.answers),
        "consent": registration.consent_id,
        "consented_at": registration.consented_at,
        "added_by": registration.added_by_id,
        "now": registration.created_at,
        "held_until": registration.held_until,
    }
    commit_as_set()
    # Queue the job before taking the seat, so that no one waits for the seat's row meanwhile.
    send_confirmation.configure(priority=AT_ONCE).defer(public_id=str(registration.public_id))
    with connection.cursor() as cursor:
        cursor.execute(REGISTER_IF_SEAT_FREE, values)
        row = cursor.fetchone()
    if row is None:
        raise NoFreeSeat
    return row[0]
