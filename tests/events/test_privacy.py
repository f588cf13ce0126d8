from datetime import timedelta

import pytest
from django.utils import timezone

from content.editing.saving import save_entry
from content.retention import forget
from events.models import ConsentText, Question, Registration, Seats
from events.services.privacy import erase
from events.services.registrations import cancel_registration
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def test_details_are_deleted_after_retention_period_and_counts_remain(settings):
    settings.REGISTRATION_MONTHS = 6
    now = timezone.now()
    old, recent = (
        EventFactory(starts_at=now - timedelta(days=days), ends_at=None) for days in (200, 100)
    )
    role = QuestionFactory(event=old, kind="choice", choices="Teacher\nLeader")
    topics = QuestionFactory(event=old, kind="choices", choices="Grades\nTime")
    why = QuestionFactory(event=old)
    for choice in ("Teacher", "Teacher", "Leader"):
        answers = {role.key: choice, topics.key: ["Grades", "Time"], why.key: "My own words"}
        RegistrationFactory(event=old, answers=answers, attended_at=now)
    RegistrationFactory(event=old, answers={role.key: "Leader"}, left=True)
    kept = RegistrationFactory(event=recent, name="Ana")

    counts = [forget("Registrations") for _ in range(2)]

    assert counts == [4, 0]
    rows = Registration.objects.filter(event=old)
    assert set(rows.values_list("name", "email")) == {("", None)}
    assert [row.answers for row in rows] == [{}] * 4
    assert rows.filter(state="registered", attended_at__isnull=False).count() == 3
    assert Seats.objects.get(event=old).taken == 3
    counted = dict(Question.objects.order_by("pk").values_list("pk", "erased_counts"))
    assert counted == {
        role.pk: {"Teacher": 2, "Leader": 1},
        topics.pk: {"Grades": 3, "Time": 3},
        why.pk: {},
    }
    kept.refresh_from_db()
    assert kept.name == "Ana"


def test_registrant_who_deletes_details_after_event_is_still_counted():
    ana = RegistrationFactory(event=EventFactory(past=True), attended_at=timezone.now())

    erase(registration=ana)

    ana.refresh_from_db()
    assert (ana.state, ana.attended_at is not None, ana.email) == ("registered", True, None)
    assert Seats.objects.get().taken == 1


def test_deleted_email_can_register_again():
    ana = RegistrationFactory(email="ana@example.org")
    erase(registration=ana)

    again = RegistrationFactory(event=ana.event, email="ana@example.org")

    assert again.pk != ana.pk


def test_form_shows_how_long_details_are_kept(client, settings):
    settings.REGISTRATION_MONTHS = 7
    event = EventFactory()

    page = client.get(f"/events/{event.slug}/register/").content.decode()

    assert "delete them 7 months after the event" in page
    assert ConsentText.objects.get().version == 1


def test_free_seat_skips_registrant_with_deleted_details():
    event = EventFactory(capacity=1, past=True)
    ana = RegistrationFactory(event=event)
    gone = RegistrationFactory(event=event, waiting=True)
    next_one = RegistrationFactory(event=event, waiting=True)
    erase(registration=gone)
    event.starts_at = timezone.now() + timedelta(days=3)
    event.ends_at = None
    save_entry(entry=event, by=None)

    cancel_registration(registration=ana)

    gone.refresh_from_db()
    next_one.refresh_from_db()
    assert (gone.state, next_one.state) == ("waiting", "registered")
