from django.db.models import Model

from content.sql_names import sql_names
from events.models import Delivery, Registration, Seats

seats, registrations, deliveries = (sql_names(model) for model in (Seats, Registration, Delivery))
# {field: SQL}
REGISTRATION = {
    "event": "seat.event",
    "public_id": "%(public_id)s",
    "email": "%(email)s",
    "name": "%(name)s",
    "state": f"'{Registration.State.REGISTERED}'",
    "answers": "%(answers)s",
    "consent": "%(consent)s",
    "consented_at": "%(consented_at)s",
    "created_at": "%(now)s",
    "seated_at": "%(now)s",
    "held_until": "%(held_until)s",
    "added_by": "%(added_by)s",
}
DELIVERY = {
    "registration": "registration.id",
    "kind": f"'{Delivery.Purpose.CONFIRMATION}'",
    "about": "''",
    "state": f"'{Delivery.State.WAITING}'",
    "created_at": "%(now)s",
    "due_at": "%(now)s",
    "attempts": "0",
    "problem": "''",
}


def columns(model: type[Model], fields: dict[str, str]) -> str:
    names = sql_names(model)
    return ", ".join(getattr(names, field) for field in fields)


# The seat comes first, because that is the row people wait for. Writing the registration first
# would lock the event's row for the foreign key and slow down everything else about the event.
REGISTER_IF_SEAT_FREE = f"""
WITH seat AS (
    UPDATE {seats} SET {seats.taken} = {seats.taken} + 1
     WHERE {seats.event} = %(event)s AND {seats.is_open}
       AND ({seats.capacity} IS NULL OR {seats.taken} < {seats.capacity})
 RETURNING {seats.event} AS event
), registration AS (
    INSERT INTO {registrations} ({columns(Registration, REGISTRATION)})
    SELECT {", ".join(REGISTRATION.values())}
      FROM seat
 RETURNING {registrations.pk} AS id
)
INSERT INTO {deliveries} ({columns(Delivery, DELIVERY)})
SELECT {", ".join(DELIVERY.values())}
  FROM registration
RETURNING {deliveries.registration}
"""
