"""The demo's events. Only events are loaded here, because loading the whole demo takes long."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cworks.demo import loading
from cworks.demo.events import begins_at
from cworks.demo.texts import FOLDER, DemoContentError, check_references, read_texts
from events.chapters import read_chapters
from events.models import Delivery, Event, Recording, Registration, Seats
from events.policy import EventState
from events.services.reminders import enqueue_reminders
from events.transcripts import read_transcript

FREE_VIDEOS = {"https://www.youtube.com/watch?v=aqz-KE-bpKQ", "https://vimeo.com/1084537"}
WORDS = range(500, 901)
REQUIRED = {
    *("title", "slug", "type", "sector", "summary", "image", "topics", "tags", "companions"),
    *("days_ago", "days_ahead", "at", "minutes", "time_zone", "presenters", "people"),
}
OPTIONAL = {
    *("series", "places", "capacity", "gave_up", "questions", "video", "canceled"),
    *("online", "captions", "venue", "room", "address", "what_to_bring", "accessibility"),
}


@pytest.fixture(scope="module")
def texts():
    return read_texts()


@pytest.fixture(scope="module")
def recordings(texts) -> list:
    return [text for text in texts.events if "video" in text.facts]


@pytest.fixture
def load(texts):
    """A function that loads only the events and returns how many rows were created."""
    alone = [
        replace(text, facts={key: text.facts[key] for key in text.facts if key != "companions"})
        for text in texts.events
    ]
    others = ["series", "posts", "pages", "articles", "publications", "resources"]
    empty = {name: [] for name in others}
    few = replace(texts, events=alone, images={**texts.images, "alt": {}}, **empty)

    def load(*, days_later: int = 0) -> Counter:
        loader = loading.Loader(few)
        loader.now += timedelta(days=days_later)
        return loader.load()

    return load


def test_every_event_has_required_and_no_unknown_fields(texts):
    incomplete = {
        text.slug: (REQUIRED - set(text.facts), set(text.facts) - REQUIRED - OPTIONAL)
        for text in texts.events
        if REQUIRED - set(text.facts) or set(text.facts) - REQUIRED - OPTIONAL
    }

    assert incomplete == {}
    assert [text.slug for text in texts.events] == [text.path.stem for text in texts.events]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"series": "evenings"}, "the series of events “evenings”"),
        ({"presenters": ["bob"]}, "the person “bob”"),
        ({"people": ["Bob"]}, "the registrant “Bob”"),
        ({"companions": ["event:tea"]}, "the event “tea”"),
    ],
)
def test_missing_reference_error_names_the_file(texts, facts, message):
    first = texts.events[0]
    wrong = replace(first, facts={**first.facts, **facts})

    with pytest.raises(DemoContentError) as raised:
        check_references(replace(texts, events=[wrong, *texts.events[1:]]))

    assert str(raised.value) == f"{first.name} refers to {message}, which does not exist."


def test_recordings_use_free_video(recordings):
    assert {text.facts["video"] for text in recordings} == FREE_VIDEOS


def test_every_recording_has_transcript_with_speakers(texts, recordings):
    found = {}
    for text in recordings:
        paragraphs = read_transcript(text.path.with_suffix(".vtt").read_text("utf-8"))
        words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
        speakers = {paragraph.speaker for paragraph in paragraphs}
        found[text.slug] = (words in WORDS, speakers)
    names = {person["slug"]: person["name"] for person in texts.people}

    assert found == {
        text.slug: (True, {names[slug] for slug in text.facts["presenters"]}) for text in recordings
    }


def test_chapters_are_contiguous_and_start_with_a_paragraph(recordings):
    for text in recordings:
        chapters = read_chapters(text.path.with_suffix(".chapters.vtt").read_text("utf-8"))
        paragraphs = read_transcript(text.path.with_suffix(".vtt").read_text("utf-8"))
        starts = [chapter.second for chapter in chapters]

        assert 4 <= len(chapters) <= 7
        assert [chapter.end for chapter in chapters[:-1]] == starts[1:]
        assert set(starts[1:]) <= {paragraph.second for paragraph in paragraphs}


def test_caption_and_pdf_files_belong_to_recordings(recordings):
    stems = {path.name.partition(".")[0] for path in (FOLDER / "events").glob("*.[vp][td][tf]")}

    assert stems == {text.slug for text in recordings}


@pytest.mark.django_db
def test_events_are_three_upcoming_one_canceled_and_six_recorded(load):
    load()

    events = {event.slug: event for event in Event.objects.published().with_facts()}
    assert Counter(event.state for event in events.values()) == {
        EventState.OPEN: 2,
        EventState.FULL: 1,
        EventState.CANCELED: 1,
        EventState.RECORDED: 6,
    }
    open_events = [event for event in Event.objects.upcoming() if not event.is_canceled]
    assert [(event.slug, event.event_type, event.questions.count()) for event in open_events] == [
        ("moderation-live", "webinar", 0),
        ("office-hours-reading-a-record", "webinar", 2),
        ("supper-before-the-seniors", "meetup", 6),
    ]
    full = events["moderation-live"]
    assert (full.seats.capacity, full.seats.taken) == (12, 12)
    assert Counter(full.registrations.values_list("state", flat=True)) == {
        "registered": 12,
        "waiting": 4,
        "canceled": 1,
    }
    office_hours = events["office-hours-the-grade-book"].series.events.order_by("starts_at")
    assert [event.title for event in office_hours] == [
        "Office Hours: The Grade Book",
        "Office Hours: Reading a Record in Two Minutes",
    ]
    assert_recordings_are_complete(events.values())
    assert_answers_are_valid(events["supper-before-the-seniors"])
    assert_no_one_attended_upcoming_events()


def assert_recordings_are_complete(events) -> None:
    recorded = [event for event in events if event.public_recording]
    assert {event.format for event in recorded} == {"recording"}
    assert [event.slug for event in recorded if not event.recording.passages.exists()] == []
    assert {event.slug for event in recorded if event.recording.slides} == {
        "deciding-about-six-of-eight",
        "what-may-replace-the-hour",
    }
    assert all(event.starts_at < event.recording.available_at for event in recorded)
    assert all(event.modified_at < timezone.now() - timedelta(hours=1) for event in recorded)


def assert_answers_are_valid(event) -> None:
    questions = list(event.questions.all())
    for registration in event.registrations.all():
        answers = registration.answers
        chosen = {
            question.key: answers[question.key]
            for question in questions
            if question.has_options and question.key in answers
        }
        assert {question.key for question in questions if question.is_required} <= answers.keys()
        for question in questions:
            given = chosen.get(question.key, [])
            listed = given if isinstance(given, list) else [given]
            assert set(listed) <= set(question.options)


def assert_no_one_attended_upcoming_events() -> None:
    now = timezone.now()
    came = Registration.objects.filter(attended_at__isnull=False)
    assert came.filter(event__starts_at__gt=now).count() == 0
    assert came.filter(event__starts_at__lt=now).count() == 53
    assert Registration.objects.filter(created_at__gt=now).count() == 0
    assert Registration.objects.exclude(email__endswith="@example.org").count() == 0


@pytest.mark.parametrize("days", [*range(7), 100, 200])
def test_upcoming_events_are_upcoming_on_any_load_date(texts, days):
    loader = loading.Loader(texts)
    loader.now += timedelta(days=days)

    starts = {
        text.slug: begins_at(loader, text.facts).astimezone(ZoneInfo(text.facts["time_zone"]))
        for text in texts.events
    }

    assert {slug for slug, start in starts.items() if start > loader.now} == {
        "moderation-live",
        "office-hours-reading-a-record",
        "supper-before-the-seniors",
        "when-everybody-has-extended-time",
    }
    assert [slug for slug, start in starts.items() if start.weekday() > 4] == []


@pytest.mark.django_db
def test_second_load_on_another_day_changes_nothing_and_sends_no_email(load):
    first = load()
    loaded = rows()

    second = load(days_later=9)

    assert (first["events"], first["registrations"]) == (10, 114)
    assert (second["events"], second["registrations"]) == (0, 0)
    assert rows() == loaded
    assert loaded[Delivery] == []


@pytest.mark.django_db
def test_fictional_registrants_get_no_reminders(load):
    load()
    Event.objects.update(starts_at=timezone.now() + timedelta(minutes=30), ends_at=None)

    assert enqueue_reminders() == 0


def rows() -> dict:
    models = (Event, Registration, Recording, Seats, Delivery)
    return {model: list(model.objects.order_by("pk").values()) for model in models}
