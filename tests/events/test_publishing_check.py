"""What an event is missing before it is published, one finding at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from content.findings import Related
from content.media.images import add_image
from events.models import Event
from events.services.publishing_check import check_event
from tests.factories import EventFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

TYPED = datetime(2031, 5, 6, 19, tzinfo=UTC)  # 3 pm in New York
WALKS_IN = {"is_online": False, "join_url": "", "venue": "Town hall", "accessibility": "A lift."}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(datetime(2031, 4, 6, 12, tzinfo=UTC))


def complete(**facts) -> Event:
    """Return a draft that is complete except for the given fields."""
    return EventFactory(
        **{
            "draft": True,
            "starts_at": TYPED,
            "has_captions": True,
            "body": "",
            **facts,
        }
    )


def findings(event: Event, *, topics: int = 1, presenters: int = 1) -> list[str]:
    found = check_event(event, Related(roles={"presenter": presenters}, topic_count=topics))
    return [finding.text for finding in found]


def test_complete_event_has_no_findings():
    assert findings(complete()) == []


def test_meetup_needs_no_presenter():
    assert findings(complete(event_type="meetup"), presenters=0) == []


@pytest.mark.parametrize("kind", ["webinar", "session"])
def test_webinar_and_session_need_a_presenter(kind):
    assert findings(complete(event_type=kind), presenters=0) == ["It has no presenter."]


def test_event_needs_a_topic():
    assert findings(complete(), topics=0) == ["It has no topic, so no topic page will list it."]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "It has no title."),
        (
            {"summary": ""},
            "It has no summary and no text, so readers can’t tell what it is about.",
        ),
    ],
)
def test_missing_text_blocks_publication(facts, sentence):
    found = check_event(complete(**facts), Related(roles={"presenter": 1}, topic_count=1))

    assert [(finding.text, finding.blocks) for finding in found] == [(sentence, True)]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"starts_at": TYPED - timedelta(days=100)},
            "It starts in the past, so readers will find it among past events.",
        ),
        (
            {"starts_at": TYPED + timedelta(days=366)},
            "It starts more than a year from now, in 2032. Is that right?",
        ),
        ({"ends_at": None}, "It has no end time, so calendars will show two hours."),
        (
            {"ends_at": TYPED + timedelta(hours=13)},
            "It lasts more than 12 hours. Is that the right end time?",
        ),
        (
            {"starts_at": TYPED - timedelta(hours=12)},
            "It starts at 3:00 am in its own time zone. Is that right?",
        ),
        (
            {"time_zone": "Asia/Kathmandu"},
            "It starts at 12:45 am in its own time zone. Is that right?",
        ),
    ],
)
def test_suspicious_time_is_a_finding(facts, sentence):
    assert findings(complete(**facts)) == [sentence]


def test_all_day_event_has_no_time_finding():
    midnight = datetime(2031, 5, 6, 4, tzinfo=UTC)

    assert findings(complete(is_all_day=True, starts_at=midnight, ends_at=None)) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"join_url": ""},
            "It has no meeting link yet for registrants.",
        ),
        (
            {"takes_registrations": False},
            "No one can register, and only registrants get the meeting link. Explain in the text "
            "how to join.",
        ),
        (
            {**WALKS_IN, "event_type": "meetup", "venue": ""},
            "It has no venue and is not marked as online.",
        ),
        (WALKS_IN, "It is a webinar but is not marked as online."),
        (
            {**WALKS_IN, "event_type": "meetup", "accessibility": ""},
            "It doesn’t say how accessible the venue is or whom to contact.",
        ),
        (
            {"has_captions": False},
            "It has no live captions, which some people need to take part.",
        ),
    ],
)
def test_missing_location_or_access_details_are_findings(facts, sentence):
    assert findings(complete(**facts)) == [sentence]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"host_name": "The college"},
            "The college is the host, but people would register here. Enter the host’s "
            "registration page, unless we take registrations for the host.",
        ),
        (
            {"host_name": "The college", "takes_registrations": False},
            "The college is the host, but there is no link to register.",
        ),
        (
            {"registration_url": "https://example.org/register"},
            "Registration is on another site, but no host is named.",
        ),
    ],
)
def test_external_event_needs_registration_link(facts, sentence):
    assert findings(complete(**facts)) == [sentence]


def test_external_event_does_not_need_our_details():
    assert findings(complete(elsewhere=True, has_captions=False)) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"registration_opens_at": TYPED},
            "Registration opens only after the event starts.",
        ),
        (
            {"registration_closes_at": TYPED - timedelta(days=60)},
            "Registration is already closed.",
        ),
        (
            {"registration_closes_at": TYPED + timedelta(hours=2)},
            "Registration closes after the event ends.",
        ),
    ],
)
def test_useless_registration_settings_are_findings(facts, sentence):
    assert findings(complete(**facts)) == [sentence]


def test_registration_closing_before_opening_is_found_before_saving():
    event = complete()
    event.registration_opens_at = TYPED - timedelta(days=2)
    event.registration_closes_at = TYPED - timedelta(days=3)

    assert findings(event) == ["Registration closes before it opens."]


def test_images_and_links_are_checked_as_in_every_entry():
    image = add_image(file=picture(), name="class.png", require_alt=False)
    event = complete(lead_image=image, body="See [this](/blog/never-written/).")

    assert findings(event) == [
        "The lead image has no alt text.",
        "The link “this” leads to /blog/never-written/, which isn’t public.",
    ]
