"""Name badges for a meetup."""

import pytest

from events.services.privacy import erase
from events.staff.badges import size_of
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.staff_pages import address, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def badges(response) -> list[list[str]]:
    return [
        [line.text_content() for line in badge.iter("p")]
        for badge in page(response).find_class("badge")
    ]


def test_seated_registrants_get_badges_sorted_by_name(staff, event):
    school = QuestionFactory(event=event, preset="organization")
    RegistrationFactory(event=event, name="Zoe", answers={school.key: "Sable River"})
    RegistrationFactory(event=event, name="Ana")
    RegistrationFactory(event=event, name="Ben", waiting=True)
    RegistrationFactory(event=event, name="Cleo", left=True)
    RegistrationFactory(name="Someone else's")

    found = badges(staff.get(address("badges", event.pk)))

    assert found == [["The meetup", "Ana"], ["The meetup", "Zoe", "Sable River"]]


def test_registrant_with_deleted_details_gets_no_badge(staff):
    event = EventFactory(past=True)
    erase(registration=RegistrationFactory(event=event))

    assert badges(staff.get(address("badges", event.pk))) == []


def test_page_without_badges_says_so(staff, event):
    response = staff.get(address("badges", event.pk))

    assert badges(response) == []
    assert "No one has a seat yet." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("", ""),
        ("Ana Ruiz", ""),
        ("Dawn Whitehorse of the Plains", ""),
        ("Dr. Maximiliana Konstantinopolou-Featherstonehaugh", "badge-long"),
        ("Wolfeschlegelsteinhausenbergerdorff", "badge-longer"),
        ("Ana " * 20, "badge-longer"),
        ("Ana " * 50, "badge-longest"),
        ("A" * 200, "badge-longest"),
    ],
)
def test_longer_names_use_smaller_type(name, size):
    assert size_of(name) == size
