"""Audio and video of events, which become the files of their recordings."""

import pytest

from content.models import Document
from events.models import Event, Recording
from imports.wordpress.post_types import read_choices
from tests.support.import_reports import counts
from tests.support.wordpress_exports import attachment, item, meta

pytestmark = pytest.mark.django_db

BASE = "https://old.example.org/wp-content/uploads"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100)


@pytest.fixture
def run(import_items, tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "talk.mp3").write_bytes(MP3)
    (folder / "film.mp4").write_bytes(MP4)

    def import_again(*parts: str):
        choices = read_choices(["tribe_events=events"])
        return import_items(*parts, media_folder=folder, choices=choices)

    return import_again


def webinar(*inside: str, day: str = "2021-03-04", **changes: str) -> str:
    start = meta("_EventStartDate", f"{day} 15:00:00")
    return item(1, start, *inside, post_type="tribe_events", title="A webinar", **changes)


def test_video_of_past_event_becomes_its_public_recording(run, client):
    parts = (
        webinar(content=f'<a href="{BASE}/talk.mp3">Only the sound</a>'),
        attachment(9, f"{BASE}/film.mp4", post_parent="1"),
    )
    first, second = run(*parts), run(*parts)

    recording = Recording.objects.get()
    page = client.get(Event.objects.get().get_absolute_url()).content.decode()
    assert recording.file == Document.objects.get(original_name="film.mp4")
    assert f'href="{recording.file.file.url}">Watch the recording</a>' in page
    assert first.remarks["Recordings that were added to events"] == ["“A webinar”: film.mp4"]
    assert first.remarks["More audio and video of events, which stay documents"] == [
        "“A webinar”: talk.mp3"
    ]
    assert counts(second)["Events"] == {"unchanged": 1}
    assert second.remarks == first.remarks


def test_audio_in_text_of_event_is_listened_to(run, client):
    run(webinar(content=f'[audio src="{BASE}/talk.mp3"]'))

    page = client.get(Event.objects.get().get_absolute_url()).content.decode()
    assert "Listen to the recording</a>" in page


def test_recording_that_is_here_stays(run):
    run(webinar())
    Recording.objects.create(event=Event.objects.get(), video_url="https://vimeo.com/1")

    run(webinar(content=f'<a href="{BASE}/film.mp4">Watch</a>'))

    assert Recording.objects.get().file is None


def test_recording_that_comes_later_waits_for_an_editor(run):
    run(webinar())

    report = run(webinar(content=f'<a href="{BASE}/film.mp4">Watch</a>'))

    recording = Recording.objects.get()
    assert (recording.file.original_name, recording.available_at) == ("film.mp4", None)
    assert report.remarks["Recordings that aren’t public yet"] == ["“A webinar”"]


def test_video_of_event_that_is_still_to_come_is_no_recording(run):
    run(webinar(day="2099-03-04", content=f'<a href="{BASE}/film.mp4">Teaser</a>'))

    assert Recording.objects.count() == 0
