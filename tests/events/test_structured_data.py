"""An event’s structured data for search engines."""

import json
from datetime import UTC, datetime

import pytest

from content.structured_data import organization
from tests.factories import EventFactory, PersonFactory, hours_from_now
from tests.support.event_pages import open_event

pytestmark = pytest.mark.django_db


def structured(page) -> dict:
    script = page.xpath("//script[@type='application/ld+json']")[0]
    return json.loads(script.text)


def test_structured_data_describes_event(client, settings):
    site = settings.SITE_URL
    event = EventFactory(
        slug="it",
        title="The webinar",
        summary="What it is.",
        starts_at=datetime(2099, 11, 4, 20, tzinfo=UTC),
        ends_at=datetime(2099, 11, 4, 21, tzinfo=UTC),
        previous_starts_at=datetime(2099, 10, 28, 19, tzinfo=UTC),
        venue="Town library",
        room="Room 2",
        address="12 Main Street",
        presenters=[
            PersonFactory(name="Ada", slug="ada"),
            PersonFactory(name="The Union", slug="union", is_organization=True),
        ],
    )

    assert structured(open_event(client, event)) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "The webinar",
        "description": "What it is.",
        "url": f"{site}/events/it/",
        "startDate": "2099-11-04T15:00:00-05:00",
        "endDate": "2099-11-04T16:00:00-05:00",
        "eventStatus": "https://schema.org/EventRescheduled",
        "previousStartDate": "2099-10-28T15:00:00-04:00",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "VirtualLocation", "url": f"{site}/events/it/"},
            {
                "@type": "Place",
                "name": "Town library, Room 2",
                "address": {"@type": "PostalAddress", "streetAddress": "12 Main Street"},
            },
        ],
        "organizer": organization(),
        "performer": [
            {"@type": "Person", "name": "Ada", "url": f"{site}/people/ada/"},
            {"@type": "Organization", "name": "The Union", "url": f"{site}/people/union/"},
        ],
        "offers": {
            "@type": "Offer",
            "url": f"{site}/events/it/",
            "price": 0,
            "priceCurrency": "USD",
            "availability": "https://schema.org/InStock",
        },
    }


@pytest.mark.parametrize(
    ("more", "status", "availability"),
    [
        ({}, "EventScheduled", "InStock"),
        ({"capacity": 0}, "EventScheduled", "SoldOut"),
        ({"capacity": 0, "has_waiting_list": False}, "EventScheduled", None),
        ({"registration_opens_at": hours_from_now(24)}, "EventScheduled", None),
        ({"past": True}, "EventScheduled", None),
        ({"canceled": True, "previous_starts_at": hours_from_now(4)}, "EventCancelled", None),
        ({"takes_registrations": False}, "EventScheduled", None),
    ],
)
def test_structured_data_has_status_and_availability(client, more, status, availability):
    data = structured(open_event(client, EventFactory(**more)))

    offered = data.get("offers", {}).get("availability")
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert offered == (availability and f"https://schema.org/{availability}")


def test_structured_data_of_external_event_names_host_without_price(client):
    event = EventFactory(
        elsewhere=True,
        is_all_day=True,
        starts_at=datetime(2099, 5, 7, 4, tzinfo=UTC),
        ends_at=datetime(2099, 5, 9, 4, tzinfo=UTC),
        is_online=False,
        venue="Convention Center",
    )

    data = structured(open_event(client, event))

    fields = ["startDate", "endDate", "eventAttendanceMode", "location", "organizer", "offers"]
    assert {name: data[name] for name in fields} == {
        "startDate": "2099-05-07",
        "endDate": "2099-05-08",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Convention Center",
                "address": "Convention Center",
            }
        ],
        "organizer": {"@type": "Organization", "name": "Another organization"},
        "offers": {"@type": "Offer", "url": "https://example.org/register"},
    }


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        (
            "14 Mill Street, Keene, New Hampshire",
            ["14 Mill Street", "Keene", "New Hampshire", None],
        ),
        ("Unit 2, 1 A St, Keene, NH 03431-12", ["Unit 2, 1 A St, Keene, NH 03431-12", *[None] * 3]),
        ("Unit 2, 1 A St, Keene, NH 03431", ["Unit 2, 1 A St", "Keene", "NH", "03431"]),
        ("Hauptstraße 5, Innenhof, Graz", ["Hauptstraße 5, Innenhof, Graz", None, None, None]),
    ],
)
def test_structured_data_has_parts_of_postal_address(client, address, parts):
    event = EventFactory(is_online=False, venue="School", address=address)

    [place] = structured(open_event(client, event))["location"]

    names = ["streetAddress", "addressLocality", "addressRegion", "postalCode"]
    assert place["address"].pop("@type") == "PostalAddress"
    assert [place["address"].get(name) for name in names] == parts
