"""Publishing and unpublishing a recording: permissions, timing, and notifications."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cworks.groups import sync_groups
from events.models import Event, Recording
from events.services.recordings import publish_recording, save_recording
from tests.factories import EventFactory, RegistrationFactory
from tests.support.event_pages import clean_text
from tests.support.recording_forms import address, buttons, messages, publishing, read, send
from tests.support.recordings import VIDEO, passages, prepare
from tests.support.signing_in import sign_in
from tests.support.transcripts import vtt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


@pytest.fixture
def staff(client):
    sync_groups()
    sign_in(client, "Event managers")
    return client


def test_page_shows_missing_parts_and_recipient_count(staff, event):
    for number in range(2):
        RegistrationFactory(event=event, email=f"reader{number}@example.org")
    save_recording(event=event, video_url="https://video.example.org/1")

    page = read(staff.get(address(event)))

    assert publishing(page) == [
        "Readers must leave the page to watch it: only YouTube and Vimeo videos play here.",
        "It has no transcript. Some people need one, and search can’t find what was said without "
        "it.",
        "It has no chapters to help readers find their way around a long video.",
        "We’ll email 2 people who had a seat to thank them and share the recording.",
    ]
    assert buttons(page) == ["Save without publishing", "Publish the recording"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            {},
            "This event is not over yet. You can publish its recording afterward.",
        ),
        (
            {"past": True, "draft": True},
            "This event is not public, so no one could open its page. Publish the event first.",
        ),
        ({"past": True, "canceled": True}, "This event is canceled."),
    ],
)
def test_page_explains_why_recording_cannot_be_published(staff, state, sentence):
    event = EventFactory(**state)
    prepare(event)

    page = read(staff.get(address(event)))
    refused = send(staff, event, do="publish")

    assert (publishing(page), buttons(page)) == ([sentence], ["Save without publishing"])
    assert messages(refused) == [sentence]


def test_buttons_publish_and_unpublish(staff, event):
    RegistrationFactory(event=event)
    prepare(event)

    published = send(staff, event, do="publish")
    withdrawn = send(staff, event, do="unpublish")
    again = send(staff, event, do="publish")

    assert [messages(page) for page in (published, withdrawn, again)] == [
        ["The recording is published. We’re emailing one person."],
        ["The recording is no longer published."],
        ["The recording is published. No one new will be emailed."],
    ]
    assert buttons(published) == ["Save", "Unpublish the recording"]


def test_published_recording_cannot_be_emptied(staff, event):
    prepare(event)
    publish_recording(event=event, by=None)

    page = send(staff, event, video_url="")

    assert [clean_text(each) for each in page.find_class("errorlist")] == [
        "This recording is published, and saving this would leave it empty. Unpublish the "
        "recording first."
    ]
    assert len(passages()) == 2


@pytest.mark.parametrize("group", [None, "Writers"])
def test_recording_cannot_be_changed_without_event_permission(client, event, group):
    prepare(event)
    if group:
        sync_groups()
        sign_in(client, group)

    answers = [
        client.post(address(event), {"video_url": VIDEO, "chapters": "", "transcript": "", **do})
        for do in ({}, {"do": "publish"})
    ]

    assert [answer.status_code for answer in answers] == ([403, 403] if group else [302, 302])
    assert (len(passages()), Recording.objects.get().available_at) == (2, None)


def test_page_query_count_does_not_grow_with_passages(staff, event):
    counts = []
    for number in (1, 30):
        cues = [f"00:{n:02}.000 --> 00:{n:02}.900\n<v Speaker {n}>Words" for n in range(number)]
        save_recording(event=event, transcript=vtt(*cues))
        staff.get(address(event))
        with CaptureQueriesContext(connection) as queries:
            staff.get(address(event))
        counts.append((len(passages()), len(queries)))

    assert counts[0][1] == counts[1][1]
    assert [count for count, _ in counts] == [1, 30]
