"""The check-in list."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from events.models import Event, Registration
from events.services.registrations import check_in
from events.staff.check_in import CheckInView
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.staff_pages import address, messages_in, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def event(db) -> Event:
    return EventFactory(meetup=True)


def people(response) -> list[str]:
    return texts(page(response).find_class("check-in-name"))


def count_text(response) -> str:
    return texts(page(response).find_class("check-in-count"))[0]


def test_list_shows_seated_registrants_by_name_and_count(staff, event):
    RegistrationFactory(event=event, name="Zoe", attended_at=timezone.now())
    RegistrationFactory(event=event, name="Ana")
    RegistrationFactory(event=event, name="Ben", waiting=True)
    RegistrationFactory(event=event, name="Cleo", left=True)

    response = staff.get(address("check_in", event.pk))

    assert people(response) == ["Ana", "Zoe"]
    assert count_text(response) == "1 of 2 checked in."


@pytest.mark.parametrize(
    ("words", "expected"),
    [("ana", ["Ana Ruiz"]), ("BEN@", ["Benedict"]), ("100%", []), ("", ["Ana Ruiz", "Benedict"])],
)
def test_search_by_name_and_email(staff, event, words, expected):
    RegistrationFactory(event=event, name="Ana Ruiz", email="x@example.org")
    RegistrationFactory(event=event, name="Benedict", email="ben@example.org")

    response = staff.get(address("check_in", event.pk), {"q": words})

    assert people(response) == expected
    # The counts include everyone, whatever the search.
    assert count_text(response) == "0 of 2 checked in."


def test_one_tap_checks_in_and_returns_to_same_search(staff, event):
    ana = RegistrationFactory(event=event, name="Ana")
    url = address("check_in", event.pk)

    response = staff.post(url, {"registration": ana.pk, "q": "a&b"})

    ana.refresh_from_db()
    assert ana.attended_at is not None
    assert response["Location"] == f"{url}?q=a%26b#r{ana.pk}"
    assert count_text(staff.get(url)) == "1 of 1 checked in."


def test_second_tap_keeps_first_time_and_undo_removes_it(staff, event):
    ana = RegistrationFactory(event=event)
    url = address("check_in", event.pk)
    moments = []

    for fields in ({}, {}, {"undo": "1"}, {"undo": "1"}):
        staff.post(url, {"registration": ana.pk, **fields})
        ana.refresh_from_db()
        moments.append(ana.attended_at)

    assert moments == [moments[0], moments[0], None, None]
    assert moments[0] is not None


@pytest.mark.parametrize("facts", [{"waiting": True}, {"left": True}])
def test_registrant_without_seat_is_not_checked_in(staff, event, facts):
    ben = RegistrationFactory(event=event, **facts)

    response = staff.post(address("check_in", event.pk), {"registration": ben.pk}, follow=True)

    ben.refresh_from_db()
    assert ben.attended_at is None
    assert messages_in(response) == ["Only people with a seat can do this."]


def test_people_with_same_name_are_shown_with_their_school(staff, event):
    school = QuestionFactory(event=event, preset="organization")
    for name in ("Sable River", "Northern Plains"):
        RegistrationFactory(event=event, name="Ana Ruiz", answers={school.key: name})
    RegistrationFactory(event=event, name="Ben")

    shown = page(staff.get(address("check_in", event.pk))).find_class("check-in-person")

    assert texts(shown) == ["Ana Ruiz Sable River", "Ana Ruiz Northern Plains", "Ben"]


def test_walk_in_can_be_added(staff, event):
    links = page(staff.get(address("check_in", event.pk))).xpath("//main//a/@href")

    assert address("registration_add", event.pk) in links


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 30])
def test_unknown_registration_is_not_found(staff, event, number):
    response = staff.post(address("check_in", event.pk), {"registration": number})

    assert response.status_code == 404


def test_registrant_of_another_event_is_not_checked_in(staff, event):
    stranger = RegistrationFactory()

    response = staff.post(address("check_in", event.pk), {"registration": stranger.pk})

    stranger.refresh_from_db()
    assert (response.status_code, stranger.attended_at) == (404, None)


def test_get_request_checks_no_one_in(staff, event):
    ana = RegistrationFactory(event=event)

    staff.get(address("check_in", event.pk), {"registration": ana.pk})

    ana.refresh_from_db()
    assert ana.attended_at is None


def test_long_list_says_it_is_truncated(staff, event, monkeypatch):
    monkeypatch.setattr(CheckInView, "paginate_by", 2)
    for name in ("Ana", "Ben", "Cleo"):
        RegistrationFactory(event=event, name=name)
    sentence = "Only the first 2 people are shown. Search to find the others."

    everyone = staff.get(address("check_in", event.pk))
    found = staff.get(address("check_in", event.pk), {"q": "cleo"})

    assert people(everyone) == ["Ana", "Ben"]
    assert people(found) == ["Cleo"]
    assert [sentence in each.content.decode() for each in (everyone, found)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_concurrent_check_ins_of_same_person_agree(wide_pool):
    ana = RegistrationFactory()
    barrier = Barrier(8)
    noted = []

    def tap() -> None:
        barrier.wait()
        noted.append(check_in(registration=ana).attended_at)
        connections.close_all()

    phones = [Thread(target=tap) for _ in range(8)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()

    assert noted == [Registration.objects.get().attended_at] * 8
