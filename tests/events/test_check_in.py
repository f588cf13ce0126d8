"""The list for the door."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from events.models import Event, Registration
from events.services.registrations import check_in
from events.staff.check_in import CheckInView
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.staff_pages import address, page, said, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def event(db) -> Event:
    return EventFactory(meetup=True)


def people(response) -> list[str]:
    return texts(page(response).find_class("check-in-name"))


def count(response) -> str:
    return texts(page(response).find_class("check-in-count"))[0]


def test_list_has_those_with_a_seat_by_name_and_how_many_are_here(staff, event):
    RegistrationFactory(event=event, name="Zoe", attended_at=timezone.now())
    RegistrationFactory(event=event, name="Ana")
    RegistrationFactory(event=event, name="Ben", waiting=True)
    RegistrationFactory(event=event, name="Cleo", left=True)

    response = staff.get(address("check_in", event.pk))

    assert people(response) == ["Ana", "Zoe"]
    assert count(response) == "1 of 2 checked in."


@pytest.mark.parametrize(
    ("words", "expected"),
    [("ana", ["Ana Ruiz"]), ("BEN@", ["Benedict"]), ("100%", []), ("", ["Ana Ruiz", "Benedict"])],
)
def test_people_are_found_by_name_and_address(staff, event, words, expected):
    RegistrationFactory(event=event, name="Ana Ruiz", email="x@example.org")
    RegistrationFactory(event=event, name="Benedict", email="ben@example.org")

    response = staff.get(address("check_in", event.pk), {"q": words})

    assert people(response) == expected
    # The counts include everyone, whatever the search.
    assert count(response) == "0 of 2 checked in."


def test_one_tap_checks_in_and_leads_back_to_the_same_place(staff, event):
    ana = RegistrationFactory(event=event, name="Ana")
    url = address("check_in", event.pk)

    response = staff.post(url, {"registration": ana.pk, "q": "a&b"})

    ana.refresh_from_db()
    assert ana.attended_at is not None
    assert response["Location"] == f"{url}?q=a%26b#r{ana.pk}"
    assert count(staff.get(url)) == "1 of 1 checked in."


def test_second_tap_keeps_the_first_time_and_undo_takes_it_back_once(staff, event):
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
def test_who_has_no_seat_any_more_is_not_checked_in_and_the_door_is_told(staff, event, facts):
    ben = RegistrationFactory(event=event, **facts)

    response = staff.post(address("check_in", event.pk), {"registration": ben.pk}, follow=True)

    ben.refresh_from_db()
    assert ben.attended_at is None
    assert said(response) == ["Only people with a seat can do this."]


def test_namesakes_are_told_apart_by_their_school(staff, event):
    school = QuestionFactory(event=event, preset="organization")
    for name in ("Sable River", "Northern Plains"):
        RegistrationFactory(event=event, name="Ana Ruiz", answers={school.key: name})
    RegistrationFactory(event=event, name="Ben")

    shown = page(staff.get(address("check_in", event.pk))).find_class("check-in-person")

    assert texts(shown) == ["Ana Ruiz Sable River", "Ana Ruiz Northern Plains", "Ben"]


def test_walk_in_is_added_from_the_door(staff, event):
    links = page(staff.get(address("check_in", event.pk))).xpath("//main//a/@href")

    assert address("registration_add", event.pk) in links


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 30])
def test_what_is_no_number_of_a_registration_is_not_found(staff, event, number):
    response = staff.post(address("check_in", event.pk), {"registration": number})

    assert response.status_code == 404


def test_who_is_at_another_event_is_not_checked_in_here(staff, event):
    stranger = RegistrationFactory()

    response = staff.post(address("check_in", event.pk), {"registration": stranger.pk})

    stranger.refresh_from_db()
    assert (response.status_code, stranger.attended_at) == (404, None)


def test_looking_at_the_list_checks_no_one_in(staff, event):
    ana = RegistrationFactory(event=event)

    staff.get(address("check_in", event.pk), {"registration": ana.pk})

    ana.refresh_from_db()
    assert ana.attended_at is None


def test_long_list_says_that_it_goes_on(staff, event, monkeypatch):
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
def test_two_phones_that_check_in_the_same_person_at_once_agree(wide_pool):
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
