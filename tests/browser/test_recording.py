"""A reader watches a recording, reads its transcript, and jumps to a second."""

import pytest
from playwright.sync_api import expect

from content.models import User
from events.services.recordings import publish_recording, save_recording
from tests.factories import EventFactory, PersonFactory, RegistrationFactory
from tests.support.browsers import ON_PHONE, ON_TWO_DEVICES, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
PLAYER = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
CHAPTERS = "0:00 Welcome\n12:34 What ninety minutes of moderation cost, and why they are worth it\n"
SENTENCE = "We moderated the portfolios for ninety minutes, and no one left early. "
TRANSCRIPT = "WEBVTT\n\n" + "\n\n".join(
    f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000 --> "
    f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60 + 1:02}.000\n<v {speaker}>{words}"
    for second, speaker, words in [
        (5, "Ada Ayers", "Good afternoon everyone. " * 12),
        (61, "Ben Bell", "Thank you, Ada. " * 20),
        *((100 + 30 * number, "Ben Bell", SENTENCE * 4) for number in range(20)),
        (754, "Ada Ayers", "And what did the rubric cost? " * 3),
        (800, "Ben Bell", SENTENCE * 5),
        (3723, "Ada Ayers", "Thank you all."),
    ]
)


@pytest.fixture
def recording(transactional_db):
    event = EventFactory(
        title="Ninety minutes of moderation",
        slug="the-webinar",
        body="What happened in room 12.",
        past=True,
        presenters=[PersonFactory(name="Ada Ayers")],
    )
    save_recording(event=event, video_url=VIDEO, chapters=CHAPTERS, transcript=TRANSCRIPT)
    publish_recording(event=event, by=None)
    return event


@pytest.fixture
def player(page, other_origins):
    """A stand-in for the video host's player; nothing may request it until a test clicks."""
    page.route(
        f"{PLAYER}**",
        lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><html lang=en><title>Player</title>"
        ),
    )
    return lambda: other_origins.append(PLAYER)


def expect_playing(page, *addresses: str) -> None:
    frames = page.locator("iframe")
    expect(frames).to_have_count(len(addresses))
    for frame, address in zip(frames.all(), addresses, strict=True):
        expect(frame).to_have_attribute("src", address)


def test_recording_page_sends_no_external_request(page, inspect, recording):
    page.goto("/events/the-webinar/")

    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    inspect()
    expect_playing(page)


@ON_TWO_DEVICES
def test_chapter_plays_in_place_of_video(page, inspect, recording, player):
    page.goto("/events/the-webinar/")
    chapter = page.get_by_role("link", name="12:34 What ninety minutes")
    assert chapter.get_attribute("href") == f"{VIDEO}&t=754s"
    player()

    chapter.press("Enter")

    expect(page.locator(".recording iframe")).to_be_in_viewport()
    expect_playing(page, f"{PLAYER}?start=754&autoplay=1")
    assert page.url.endswith("/events/the-webinar/")
    inspect()


@ON_TWO_DEVICES
def test_passage_plays_next_to_text_with_one_player_at_a_time(page, inspect, recording, player):
    page.goto("/events/the-webinar/")
    player()

    page.get_by_role("link", name="Watch from 12:34").click()

    passage = page.locator("#t-754")
    expect(page.locator(".transcript iframe")).to_be_in_viewport()
    expect(passage).to_be_in_viewport()
    expect(page.locator(".is-playing")).to_have_id("t-754")
    expect_playing(page, f"{PLAYER}?start=754&autoplay=1")
    inspect()

    page.get_by_role("link", name="Watch from 1:02:03").press("Enter")
    expect_playing(page, f"{PLAYER}?start=3723&autoplay=1")

    page.get_by_role("link", name="Watch on YouTube").press("Enter")
    expect_playing(page, f"{PLAYER}?autoplay=1")


@ON_TWO_DEVICES
def test_transcript_can_be_searched(page, inspect, recording):
    page.goto("/events/the-webinar/")
    field = page.get_by_role("searchbox", name="Find in the transcript")

    field.fill(" The  RUBRIC ")

    expect(page.get_by_role("status")).to_have_text("1 passage")
    assert page.locator(".transcript :is(.chapter, .speaker, .at):visible").all_inner_texts() == [
        "What ninety minutes of moderation cost, and why they are worth it",
        "Ada Ayers",
        "12:34",
    ]
    inspect()

    field.fill("a word that no one said")
    expect(page.get_by_role("status")).to_have_text("No matches")

    field.fill("")
    expect(page.get_by_role("status")).to_have_text("")
    assert page.locator(".passage:visible").count() == page.locator(".passage").count() > 20


@ON_TWO_DEVICES
def test_link_shows_passage_even_if_collapsed_or_filtered_out(page, recording):
    page.goto("/events/the-webinar/#t-754")
    expect(page.locator("#t-754")).to_be_in_viewport()

    page.get_by_role("main").get_by_role("searchbox").fill("a word that no one said")
    page.evaluate("location.hash = 't-3723'")
    expect(page.locator("#t-3723")).to_be_in_viewport()

    page.locator("summary", has_text="Transcript").click()
    expect(page.locator("#t-754")).to_be_hidden()
    page.evaluate("location.hash = 't-754'")
    expect(page.locator("#t-754")).to_be_in_viewport()


@pytest.mark.parametrize("width", ["phone"], indirect=True)
@pytest.mark.parametrize("scheme", ["light"], indirect=True)
def test_recording_works_without_javascript(chromium, live_server, recording, width, scheme):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto("/events/the-webinar/#t-754")

    expect(page.locator("#t-754")).to_be_in_viewport()
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_count(0)
    assert page.locator("#t-754 a").get_attribute("href") == f"{VIDEO}&t=754s"
    context.close()


@ON_TWO_DEVICES
def test_search_result_opens_passage(page, inspect, recording):
    page.goto("/search/?q=rubric")
    inspect()

    page.get_by_role("main").get_by_role("link", name="12:34").click()

    page.wait_for_url("**/events/the-webinar/#t-754")
    expect(page.locator("#t-754")).to_be_in_viewport()


@ON_PHONE
def test_editor_prepares_and_publishes_recording(page, inspect, transactional_db):
    User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada")
    event = EventFactory(title="Ninety minutes of moderation", slug="the-webinar", past=True)
    RegistrationFactory(event=event)
    sign_in(page, "ada@example.org")
    page.goto(f"/admin/events/event/{event.pk}/recording/")
    inspect()

    page.get_by_label("Video link").fill(VIDEO)
    page.get_by_label("Chapters", exact=True).fill("Welcome")
    page.get_by_label("Transcript from a file").set_input_files(
        {"name": "a.vtt", "mimeType": "text/vtt", "buffer": TRANSCRIPT.encode()}
    )
    page.get_by_role("button", name="Save without publishing").click()
    expect(page.get_by_text("Line 1 is not a chapter: “Welcome”.")).to_be_visible()
    inspect()
    page.get_by_label("Chapters", exact=True).fill(CHAPTERS)
    page.get_by_role("button", name="Save without publishing").click()

    expect(page.get_by_text("The recording has been saved.")).to_be_visible()
    expect(page.get_by_text("We’ll email one person who had a seat")).to_be_visible()
    inspect()
    page.get_by_role("button", name="Publish the recording").click()
    expect(page.get_by_text("We’re emailing one person.")).to_be_visible()
    inspect()
