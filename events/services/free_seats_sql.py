from django.db.models import Model

from events.models import Delivery, Registration, Seats

# The seat comes first, because that is the row people wait for. Writing the registration first
# would lock the event's row for the foreign key and slow down everything else about the event.
TAKE_SEAT_AND_REGISTER = """
WITH seat AS (
    UPDATE {seats} SET {taken} = {taken} + 1
     WHERE {event} = %(event)s AND {is_open} AND ({capacity} IS NULL OR {taken} < {capacity})
 RETURNING {event} AS event
), registration AS (
    INSERT INTO {registrations} ({registration_columns})
    SELECT {registration_values}
      FROM seat
 RETURNING {registration_pk} AS id
)
INSERT INTO {deliveries} ({delivery_columns})
SELECT {delivery_values}
  FROM registration
RETURNING {registration}
"""
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
    "added_by": "%(added_by)s",
}
DELIVERY = {
    "registration": "registration.id",
    "kind": f"'{Delivery.Kind.CONFIRMATION}'",
    "about": "''",
    "state": f"'{Delivery.State.WAITING}'",
    "created_at": "%(now)s",
    "due_at": "%(now)s",
    "attempts": "0",
    "problem": "''",
}


def column(model: type[Model], field: str) -> str:
    return {each.name: each.column for each in model._meta.concrete_fields}[field]


def columns(model: type[Model], fields: dict[str, str]) -> str:
    return ", ".join(column(model, field) for field in fields)


REGISTER_IF_SEAT_FREE = TAKE_SEAT_AND_REGISTER.format(
    seats=Seats._meta.db_table,
    event=column(Seats, "event"),
    is_open=column(Seats, "is_open"),
    taken=column(Seats, "taken"),
    capacity=column(Seats, "capacity"),
    registrations=Registration._meta.db_table,
    registration_columns=columns(Registration, REGISTRATION),
    registration_values=", ".join(REGISTRATION.values()),
    registration_pk=Registration._meta.pk.column,
    deliveries=Delivery._meta.db_table,
    delivery_columns=columns(Delivery, DELIVERY),
    delivery_values=", ".join(DELIVERY.values()),
    registration=column(Delivery, "registration"),
)
