"""Presenters get a link of their own and every email that registrants get, and take no seat."""

from django.db import transaction
from django.utils import timezone

from content.models import User
from events import policy
from events.models import Event, Registration
from events.services.registrations import confirm, give_seat_back, normalize
from events.services.seats import lock_seats

State = Registration.State


@transaction.atomic
def invite_presenter(*, event: Event, name: str, email: str, by: User) -> Registration:
    """Email presenters the link to a registration of their own.

    Someone who already had a seat gives it back. Raises EventCanceled, and EventOver.
    """
    seats = lock_seats(event)
    policy.check_can_invite_presenters(seats.event, at=timezone.now())
    email = normalize(email)
    same = Registration.objects.select_for_update(no_key=True).filter(event=event, email=email)
    registration = same.first() or Registration(event=event, email=email, added_by=by)
    took_seat = registration.pk is not None and registration.takes_seat
    is_again = registration.pk is not None
    registration.name = name
    registration.is_presenter, registration.state = True, State.REGISTERED
    registration.seated_at = registration.seated_at or timezone.now()
    registration.waiting_since = registration.canceled_at = registration.held_until = None
    registration.save()
    confirm(registration, again=is_again)
    if took_seat:
        give_seat_back(seats)
    return registration
