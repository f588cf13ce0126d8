"""What staff do to the registrations of an event is in the recent activity, without names."""

import pytest

from content.models import Activity
from events.models import Registration
from tests.factories import EventFactory, RegistrationFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_pages_for_many_registrations_record_what_was_done(client):
    manager = sign_in(client, "Event managers")
    event = EventFactory(title="Rubrics", capacity=10)
    pages = f"/admin/events/event/{event.pk}/registrations"
    check_in = f"/admin/events/event/{event.pk}/check-in/"
    number = RegistrationFactory(event=event, name="Nadia Reader").pk

    client.post(f"{pages}/seats/", {"capacity": "40"})
    client.post(f"{pages}/seats/", {"capacity": ""})
    client.post(f"{pages}/add/", {"email": "ana@example.org", "name": "Ana"})
    client.post(check_in, {"registration": number})
    client.post(check_in, {"registration": number, "undo": "1"})
    client.post(f"{pages}/again/")
    client.post(f"{pages}/seats/", {"close": "1"})

    added = Registration.objects.exclude(pk=number).get().pk
    done = Activity.objects.filter(by=manager, object_id=event.pk).order_by("pk")
    assert list(done.values_list("sentence", flat=True)) == [
        "Event “Rubrics”: The number of seats was set to 40.",
        "Event “Rubrics”: The number of seats was set to unlimited.",
        f"Event “Rubrics”: Registration {added} was added.",
        f"Event “Rubrics”: Registration {number} is marked as attended.",
        f"Event “Rubrics”: Registration {number} is no longer marked as attended.",
        "Event “Rubrics”: Failed emails were sent again: 0.",
        "Event “Rubrics”: Registration closed",
    ]
