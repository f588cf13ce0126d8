"""What an event becomes: prepared in quiet, shown on its page, in the library and in search."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml.html import fromstring

from cworks.groups import sync_groups
from events.exceptions import RecordingMissing, TranscriptRefused
from events.models import Event, Passage, Recording
from events.services.recordings import publish_recording, save_recording, withdraw_recording
from tests.blog.test_admin_permissions import sign_in
from tests.events.mail_servers import work
from tests.factories import EventFactory, RegistrationFactory
from tests.wiki.pdfs import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
CHAPTERS = "WEBVTT\n\n00:00.000 --> 01:00.000\nWelcome\n\n01:00.000 --> 02:00.000\nModeration\n"
TRANSCRIPT = (
    "WEBVTT\n\n00:05.000 --> 00:09.000\n<v Ana>Good afternoon <b>everybody</b>.\n\n"
    "12:34.000 --> 12:40.000\n<v Ben>We moderated the portfolios for ninety minutes.\n"
)


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


@pytest.fixture
def staff(client):
    sync_groups()
    sign_in(client, "Event managers")
    return client


def prepare(event: Event) -> Recording:
    return save_recording(
        event=event, video_url=VIDEO, chapters=CHAPTERS, transcript=TRANSCRIPT, by=None
    )


def get(client, path: str) -> str:
    return client.get(path).content.decode()


def test_what_is_prepared_is_seen_by_nobody(client, event):
    prepare(event)

    seen = [
        get(client, path)
        for path in ("/events/the-webinar/", "/library/", "/search/?q=moderated", "/events/past/")
    ]

    assert not any("moderated the portfolios" in page or "aqz-KE" in page for page in seen)
    assert "The webinar" not in seen[1]
    assert "This event is over." in seen[0]


def test_published_recording_is_on_the_page_in_the_library_and_found_to_the_second(client, event):
    prepare(event)
    publish_recording(event=event, by=None)

    page = fromstring(get(client, "/events/the-webinar/"))
    library = get(client, "/library/?kind=recording")
    search = fromstring(get(client, "/search/?q=moderated+portfolios"))

    video = page.xpath("//a[@data-embed]")[0]
    assert video.get("href") == VIDEO
    assert [
        (link.get("href"), " ".join(link.text_content().split()))
        for link in page.xpath("//ol[@class='chapters']//a")
    ] == [(f"{VIDEO}&t=0s", "0:00 Welcome"), (f"{VIDEO}&t=60s", "1:00 Moderation")]
    assert [
        (passage.get("id"), passage.find("a").get("href")) for passage in page.find_class("passage")
    ] == [("t-5", f"{VIDEO}&t=5s"), ("t-754", f"{VIDEO}&t=754s")]
    assert [each.text for each in page.find_class("speaker")] == ["Ana", "Ben"]
    assert ("The webinar" in library, "ours" in library) == (True, True)
    place = search.find_class("hit-pages")[0].find(".//a")
    assert place.get("href") == "/events/the-webinar/#t-754"
    assert place.text_content() == "12:34 of the recording"


def test_people_are_told_once_though_it_is_withdrawn_and_published_again(event, mail_server):
    ana = RegistrationFactory(event=event)
    prepare(event)

    told = [publish_recording(event=event, by=None) for _ in range(2)]
    withdraw_recording(event=event, by=None)
    told.append(publish_recording(event=event, by=None))
    work()

    assert told == [1, 0, 0]
    assert mail_server.subjects == [(ana.email, "The recording: The webinar")]


def test_withdrawn_recording_is_found_nowhere(client, event):
    prepare(event)
    publish_recording(event=event, by=None)

    withdraw_recording(event=event, by=None)

    assert "moderated" not in get(client, "/events/the-webinar/")
    assert "The webinar" not in get(client, "/library/")
    assert "12:34" not in get(client, "/search/?q=moderated")
    assert Passage.objects.count() == 2


def test_nothing_cannot_be_published(event):
    with pytest.raises(RecordingMissing):
        publish_recording(event=event, by=None)

    save_recording(event=event, by=None)

    with pytest.raises(RecordingMissing):
        publish_recording(event=event, by=None)


def test_transcript_that_is_refused_leaves_the_old_one(event):
    prepare(event)

    with pytest.raises(TranscriptRefused):
        save_recording(event=event, video_url="", transcript="Nonsense", by=None)

    assert Recording.objects.get().video_url == VIDEO
    assert Passage.objects.count() == 2


def test_video_of_another_host_is_a_link_and_nothing_is_loaded_from_it(client, event):
    save_recording(event=event, video_url="https://video.example.org/1", by=None)
    publish_recording(event=event, by=None)

    page = fromstring(get(client, "/events/the-webinar/"))

    links = page.xpath("//a[@href='https://video.example.org/1']")
    assert [link.text_content() for link in links] == ["Watch the recording at video.example.org"]
    assert page.xpath("//iframe | //video | //a[@data-embed]") == []


# In the admin


def send(staff, event: Event, **fields):
    url = reverse("admin:events_event_recording", args=[event.pk])
    data = {"video_url": VIDEO, "chapters": "", "transcript": "", **fields}
    return staff.post(url, data, follow=True)


def test_files_are_taken_in_and_shown_as_readers_will_see_them(staff, event):
    response = send(
        staff,
        event,
        transcript_file=SimpleUploadedFile("t.vtt", TRANSCRIPT.encode()),
        chapters_file=SimpleUploadedFile("c.vtt", CHAPTERS.encode()),
        slides_file=SimpleUploadedFile("slides.pdf", pdf("A slide")),
    )

    recording = Recording.objects.get()
    assert b"We moderated the portfolios" in response.content
    assert (recording.available_at, recording.slides.title) == (None, "Slides: The webinar")
    assert [(each.second, each.speaker) for each in recording.passages.all()] == [
        (5, "Ana"),
        (754, "Ben"),
    ]


def test_refused_file_stands_in_its_field_to_be_mended_and_nothing_typed_is_lost(staff, event):
    response = send(
        staff,
        event,
        chapters="WEBVTT\n\n00:01 --> 00:02\nTyped",
        transcript_file=SimpleUploadedFile("t.vtt", b"WEBVTT\n\n00:09 --> nonsense\nHello\n"),
    )

    page = fromstring(response.content.decode())
    areas = {area.get("name"): area.text for area in page.xpath("//textarea")}
    assert "Typed" in areas["chapters"]
    assert "nonsense" in areas["transcript"]
    assert response.content.decode().count("Line 3 is no time of a cue") == 2
    assert not Recording.objects.exists()


def test_buttons_publish_and_withdraw(staff, event, mail_server):
    RegistrationFactory(event=event)
    send(staff, event)

    published = send(staff, event, do="publish")
    withdrawn = send(staff, event, do="withdraw")

    assert [str(each) for each in published.context["messages"]] == [
        "The recording is on the page, and one person is told of it."
    ]
    assert [str(each) for each in withdrawn.context["messages"]] == [
        "The recording is off the page."
    ]
    assert Event.objects.get().library_kind == ""
