"""Creates the demo's events, with registrants.

No emails are sent: the people and their addresses are made up.
"""

import uuid
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify

from content.media.documents import add_document
from content.models import Document
from content.moments import from_wall_clock
from cworks.demo.texts import Text
from events.models import ConsentText, Event, EventSeries, Question, Recording, Registration, Seats
from events.services.changes import cancel_event
from events.services.recordings import publish_recording, save_recording

# Fields that a text's front matter can set by name.
FACTS = ("venue", "room", "address", "what_to_bring", "accessibility")
MEETING = "https://meeting.example.org/demonstration"
# Of every five people who had a seat, this many attended.
ATTENDED_OF_FIVE = 4
RECORDED_AFTER = timedelta(days=2)


def load_events(loader) -> None:
    for facts in loader.texts.event_series:
        EventSeries.objects.get_or_create(slug=facts["slug"], defaults=facts)
    for text in loader.texts.events:
        load_event(loader, text)


def load_event(loader, text: Text) -> None:
    facts, start = text.facts, begins_at(loader, text.facts)
    is_online = facts.get("online", True)
    event, created = loader.load_entry(
        Event,
        text,
        event_type=facts["type"],
        starts_at=start,
        ends_at=start + timedelta(minutes=facts["minutes"]),
        time_zone=facts["time_zone"],
        is_online=is_online,
        join_url=MEETING if is_online else "",
        has_captions=facts.get("captions", False),
        series=EventSeries.objects.filter(slug=facts.get("series")).first(),
        # Otherwise a worker would send these emails.
        reminds_day_before=False,
        reminds_hour_before=False,
        calendar_uid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:competencyworks:demo:{text.slug}")),
        **{name: facts[name] for name in FACTS if name in facts},
    )
    if not created:
        return
    # While no one has registered who would have to be notified.
    if "canceled" in facts:
        cancel(loader, event, note=facts["canceled"])
    if "video" in facts:
        load_recording(loader, event, text)
    register_people(loader, event, facts)


def begins_at(loader, facts: dict) -> datetime:
    """Return when an event begins, this many days from now, but not on an unlikely weekend."""
    zone = ZoneInfo(facts["time_zone"])
    day = timezone.localtime(loader.now, zone).date() + timedelta(days=facts["days_ahead"])
    while day.weekday() > 4:
        day += timedelta(days=1)
    return from_wall_clock(datetime.combine(day, time.fromisoformat(facts["at"])), zone)


def cancel(loader, event: Event, *, note: str) -> None:
    cancel_event(event=event, by=loader.editor, note=note)
    yesterday = loader.now - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(canceled_at=yesterday, calendar_changed_at=yesterday)
    event.refresh_from_db()
    loader.backdate(event, yesterday)


def load_recording(loader, event: Event, text: Text) -> None:
    save_recording(
        event=event,
        video_url=text.facts["video"],
        slides=load_slides(loader, text.path.with_suffix(".pdf"), title=text.facts["title"]),
        chapters=text.path.with_suffix(".chapters.vtt").read_text("utf-8"),
        transcript=text.path.with_suffix(".vtt").read_text("utf-8"),
        by=loader.editor,
    )
    moment = event.starts_at + RECORDED_AFTER
    publish_recording(event=event, by=loader.editor)
    Recording.objects.filter(event=event).update(available_at=moment)
    loader.backdate(event, moment)


def load_slides(loader, path: Path, *, title: str) -> Document | None:
    if not path.exists():
        return None
    images = loader.texts.images
    with path.open("rb") as file:
        return add_document(
            file=file,
            name=path.name,
            title=f"Slides: {title}",
            license=images["license"],
            by=loader.editor,
        )


def register_people(loader, event: Event, facts: dict) -> None:
    """Let people register as they would have, without an email."""
    questions = [ask(event, place, asked) for place, asked in enumerate(facts.get("questions", []))]
    coming, gave_up = facts["people"], facts.get("gave_up", [])
    capacity = facts.get("capacity")
    consent = ConsentText.objects.latest("version")
    until = min(loader.now, event.starts_at)
    step = (until - event.published_at) / (len(coming) + len(gave_up) + 1)
    rows = []
    for number, name in enumerate([*coming, *gave_up]):
        moment = event.published_at + step * (number + 1)
        row = Registration(
            event=event,
            name=name,
            email=f"{slugify(name)}@example.org",
            answers=choose_answers(questions, name, loader.texts.registrants[name], number=number),
            consent=consent,
            consented_at=moment,
            created_at=moment,
        )
        if name in gave_up:
            row.state, row.canceled_at = Registration.State.CANCELED, moment + step / 2
        elif capacity is not None and number >= capacity:
            row.state, row.waiting_since = Registration.State.WAITING, moment
        else:
            row.seated_at = moment
            if event.starts_at < loader.now and number % 5 < ATTENDED_OF_FIVE:
                row.attended_at = event.starts_at + timedelta(minutes=number % 7)
        rows.append(row)
    Registration.objects.bulk_create(rows)
    taken = sum(row.has_seat for row in rows)
    Seats.objects.filter(event=event).update(capacity=capacity, taken=taken)
    loader.new["registrations"] += len(rows)


def ask(event: Event, position: int, facts: dict) -> tuple[Question, list[str]]:
    """Return a question of an event, and what people write where it lets them."""
    question = Question(
        event=event,
        position=position,
        preset=facts.get("preset", ""),
        label=facts.get("label", ""),
        kind=facts.get("kind", Question.AnswerType.TEXT),
        choices="\n".join(facts.get("choices", [])),
        is_required=facts.get("required", False),
    )
    question.clean()
    question.save()
    return question, facts.get("answers", [""])


def choose_answers(
    questions: list[tuple[Question, list[str]]], name: str, about: list[str], *, number: int
) -> dict[str, str | list[str]]:
    """Return someone's answers, given their role and organization."""
    role, organization = about
    answers = {}
    for question, written in questions:
        options = question.options
        # The same person gives the same answers every time the demo is loaded.
        taste = Random(f"{name}: {question.label}")  # noqa: S311 (not a secret)
        match question.preset, question.kind:
            case Question.Preset.ROLE, _:
                answer = role
            case Question.Preset.ORGANIZATION, _:
                answer = organization
            case _, Question.AnswerType.TEXT | Question.AnswerType.LONG_TEXT:
                answer = written[number % len(written)]
            case _, Question.AnswerType.CHOICES:
                chosen = taste.sample(options, taste.randint(1, len(options)))
                answer = [option for option in options if option in chosen]
            case _:
                answer = taste.choice(options)
        if answer:
            answers[question.key] = answer
    return answers
