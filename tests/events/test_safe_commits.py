"""How safely a registration is stored: SYNCHRONOUS_COMMIT_OF_REGISTRATIONS."""

import pytest
from django.db import connection, transaction

from events.models import Registration
from events.services.registrations import (
    cancel_registration,
    change_registration,
    check_in,
    register,
    resend_confirmation,
)
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = {
    "a seat": lambda registered: register(
        event=EventFactory(), email="other@example.org", name="Other"
    ),
    "the waiting list": lambda registered: register(
        event=EventFactory(capacity=0), email="other@example.org", name="Other"
    ),
    "the same address": lambda registered: register(
        event=registered.event, email=registered.email, name="Same"
    ),
    "another name": lambda registered: change_registration(
        registration=registered, name="Other", answers={}
    ),
    "a cancellation": lambda registered: cancel_registration(registration=registered),
    "another email": lambda registered: resend_confirmation(registration=registered),
    "attendance": lambda registered: check_in(registration=registered),
}


def synchronous_commit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0]


@pytest.fixture
def registered() -> Registration:
    return RegistrationFactory()


@pytest.mark.parametrize("write", WRITES)
def test_registration_is_committed_as_set(settings, registered, write):
    settings.SYNCHRONOUS_COMMIT_OF_REGISTRATIONS = "remote_apply"
    of_server = synchronous_commit()

    with transaction.atomic():
        WRITES[write](registered)
        at_commit = synchronous_commit()

    assert (at_commit, synchronous_commit()) == ("remote_apply", of_server)


def test_server_decides_by_default(registered):
    of_server = synchronous_commit()

    with transaction.atomic():
        cancel_registration(registration=registered)
        at_commit = synchronous_commit()

    assert at_commit == of_server
