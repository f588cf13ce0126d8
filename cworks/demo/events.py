"""Puts the events of the demonstration on the calendar, with people who come to them.

Nobody is mailed: the people are made up, and so are their addresses.
"""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify

from content.models import Contribution, LibraryKind, Person, Role
from cworks.demo.texts import Text
from events.models import ConsentText, Event, EventSeries, Question, Recording, Registration, Seats
from events.services.recordings import save_recording
from events.times import at_local

# What stands in a text's front matter under the name of its field.
FACTS = ("venue", "room", "address", "what_to_bring", "accessibility")
OFFICE_HOURS = {
    "name": "Office hours",
    "description": "An hour with people who have done it, for whatever question you bring.",
}
# Of those who had a seat in the past, so many of five came.
CAME_OF_FIVE = 4
ANNOUNCED_DAYS_BEFORE = 20


def load_events(loader) -> None:
    for text in loader.texts.events:
        load_event(loader, text)


def load_event(loader, text: Text) -> None:
    facts, start = text.facts, begins_at(loader, text.facts)
    announced = min(start - timedelta(days=ANNOUNCED_DAYS_BEFORE), loader.now - timedelta(days=2))
    event, created = loader.load_entry(
        Event,
        Text(
            path=text.path,
            facts={**facts, "days_ago": (loader.now - announced).days},
            body=text.body,
        ),
        event_type=facts["type"],
        starts_at=start,
        ends_at=start + timedelta(minutes=facts.get("minutes", 60)),
        time_zone=facts["time_zone"],
        is_online=facts.get("online", True),
        join_url="https://meeting.example.org/demonstration" if facts.get("online", True) else "",
        has_captions=facts.get("captions", False),
        series=series_of(facts),
        calendar_uid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:competencyworks:demo:{text.slug}")),
        **{name: facts[name] for name in FACTS if name in facts},
    )
    if not created:
        return
    people = {person.slug: person for person in Person.objects.all()}
    for position, slug in enumerate(facts.get("presenters", [])):
        Contribution.objects.create(
            entry=event, person=people[slug], role=Role.PRESENTER, position=position
        )
    questions = [
        ask(event, position, question)
        for position, question in enumerate(facts.get("questions", []))
    ]
    register_people(loader, event, facts, questions)
    if "cancelled" in facts:
        event.cancelled_at = loader.now - timedelta(days=1)
        event.cancellation_note = facts["cancelled"]
        event.calendar_sequence = 1
        event.save()
    load_recording(loader, event, text)


def begins_at(loader, facts: dict) -> datetime:
    """Return when an event begins, so many days from now; on a weekend it would look made up."""
    zone = ZoneInfo(facts["time_zone"])
    day = timezone.localtime(loader.now, zone).date() + timedelta(days=facts["days_ahead"])
    while day.weekday() > 4:
        day += timedelta(days=1)
    return at_local(datetime.combine(day, time.fromisoformat(facts["at"])), zone)


def series_of(facts: dict) -> EventSeries | None:
    if "series" not in facts:
        return None
    series, _ = EventSeries.objects.get_or_create(slug=facts["series"], defaults=OFFICE_HOURS)
    return series


def ask(event: Event, position: int, facts: dict) -> Question:
    question = Question(
        event=event,
        position=position,
        preset=facts.get("preset", ""),
        label=facts.get("label", ""),
        kind=facts.get("kind", Question.Kind.TEXT),
        choices="\n".join(facts.get("choices", [])),
        is_required=facts.get("required", False),
    )
    question.clean()
    question.save()
    return question


def register_people(loader, event: Event, facts: dict, questions: list[Question]) -> None:
    """Let people register as they would have, without a mail."""
    capacity, consent = facts.get("capacity"), ConsentText.objects.latest("version")
    is_past = event.starts_at < loader.now
    for number, (name, role) in enumerate(facts.get("people", [])):
        has_seat = capacity is None or number < capacity
        moment = event.published_at + timedelta(hours=3 * number + 1)
        came = is_past and has_seat and number % 5 < CAME_OF_FIVE
        Registration.objects.create(
            event=event,
            name=name,
            email=f"{slugify(name)}@example.org",
            state="registered" if has_seat else "waiting",
            answers=answers_of(questions, role, number),
            consent=consent,
            consented_at=moment,
            created_at=moment,
            seated_at=moment if has_seat else None,
            waiting_since=None if has_seat else moment,
            attended_at=event.starts_at if came else None,
        )
    taken = Registration.objects.seated().filter(event=event).count()
    Seats.objects.filter(event=event).update(capacity=capacity, taken=taken)
    loader.new["registrations"] += len(facts.get("people", []))


def answers_of(questions: list[Question], role: str, number: int) -> dict:
    answers = {}
    for place, question in enumerate(questions):
        options = question.options
        if question.preset == Question.Preset.ROLE:
            answers[question.key] = role if role in options else options[number % len(options)]
        elif question.kind == Question.Kind.CHOICES:
            answers[question.key] = options[: 1 + (number + place) % len(options)]
        elif question.has_options:
            answers[question.key] = options[(number * 3 + place) % len(options)]
        elif question.preset == Question.Preset.ORGANISATION:
            answers[question.key] = ["Sable River School", "Harbor County Schools"][number % 2]
    return answers


def load_recording(loader, event: Event, text: Text) -> None:
    video, transcript = text.facts.get("video"), text.path.with_suffix(".vtt")
    if not video:
        return
    chapters = text.path.with_suffix(".chapters.vtt")
    save_recording(
        event=event,
        video_url=video,
        chapters=chapters.read_text("utf-8") if chapters.exists() else "",
        transcript=transcript.read_text("utf-8") if transcript.exists() else "",
        by=loader.editor,
    )
    # By hand, as nobody is to hear of it today.
    moment = event.modified_at
    Recording.objects.filter(event=event).update(available_at=event.starts_at + timedelta(days=3))
    event.library_kind, event.year = LibraryKind.RECORDING, event.local_start.year
    event.save()
    loader.date_back(event, moment)
