"""What an event is missing before it is published."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from content.editing.publishing_check import (
    check_body,
    check_date,
    check_lead_image,
    check_text,
    check_title,
    check_topic,
)
from content.findings import Finding, Related
from content.markdown.embeds import find_video
from content.models import Role
from content.moments import format_clock
from events.models import Event, Recording

FAR_AHEAD = timedelta(days=365)
LONG = timedelta(hours=12)


def check_event(event: Event, related: Related) -> list[Finding]:
    return [
        *check_title(event.title),
        *check_text(event),
        *check_times(event),
        *check_where(event),
        *check_host(event),
        *check_registration(event),
        *check_presenters(event, related),
        *check_access(event),
        *check_topic(related),
        *check_lead_image(event),
        *check_body(event),
        *check_date(event),
    ]


def check_times(event: Event) -> Iterator[Finding]:
    if event.starts_at is None:
        return
    now = timezone.now()
    if event.starts_at < now:
        yield Finding(
            "It starts in the past, so readers will find it among past events.", about="starts_at"
        )
    if event.starts_at > now + FAR_AHEAD:
        yield Finding(
            f"It starts more than a year from now, in {event.local_start.year}. Is that right?",
            about="starts_at",
        )
    if event.is_all_day:
        return
    if event.ends_at is None:
        yield Finding("It has no end time, so calendars will show two hours.", about="ends_at")
    elif event.ends_at - event.starts_at > LONG:
        yield Finding("It lasts more than 12 hours. Is that the right end time?", about="ends_at")
    if not 6 <= event.local_start.hour < 22:
        yield Finding(
            f"It starts at {format_clock(event.local_start)} in its own time zone. Is that right?",
            about="starts_at",
        )


def check_where(event: Event) -> Iterator[Finding]:
    if not event.is_online and not event.venue:
        yield Finding("It has no venue and is not marked as online.", about="venue")
    if event.event_type == Event.Type.WEBINAR and not event.is_online:
        yield Finding("It is a webinar but is not marked as online.", about="is_online")
    if event.is_online and event.registers_here and not event.join_url:
        yield Finding("It has no meeting link yet for registrants.", about="join_url")
    if event.is_online and event.is_ours and not (event.registers_here or event.registration_url):
        yield Finding(
            "No one can register, and only registrants get the meeting link. Explain in the text "
            "how to join.",
            about="body",
        )


def check_host(event: Event) -> Iterator[Finding]:
    if event.registration_url and not event.host_name:
        yield Finding("Registration is on another site, but no host is named.", about="host_name")
    if not event.host_name or event.registration_url:
        return
    if event.takes_registrations:
        yield Finding(
            f"{event.host_name} is the host, but people would register here. Enter the host’s "
            "registration page, unless we take registrations for the host.",
            about="registration_url",
        )
    else:
        yield Finding(
            f"{event.host_name} is the host, but there is no link to register.",
            about="registration_url",
        )


def check_registration(event: Event) -> Iterator[Finding]:
    closes, opens = event.registration_closes_at, event.registration_opens_at
    if not event.registers_here or event.starts_at is None:
        return
    if opens and closes and closes <= opens:
        yield Finding("Registration closes before it opens.", about="registration_closes_at")
    if opens and opens >= event.starts_at:
        yield Finding(
            "Registration opens only after the event starts.", about="registration_opens_at"
        )
    if closes and closes < timezone.now():
        yield Finding("Registration is already closed.", about="registration_closes_at")
    if closes and event.ends_at and closes > event.ends_at:
        yield Finding("Registration closes after the event ends.", about="registration_closes_at")


def check_presenters(event: Event, related: Related) -> Iterator[Finding]:
    if not related.count(Role.PRESENTER) and event.event_type != Event.Type.MEETUP:
        yield Finding("It has no presenter.", about="people")


def check_access(event: Event) -> Iterator[Finding]:
    if event.is_online and event.is_ours and not event.has_captions:
        yield Finding(
            "It has no live captions, which some people need to take part.", about="has_captions"
        )
    if event.venue and event.is_ours and not event.accessibility:
        yield Finding(
            "It doesn’t say how accessible the venue is or whom to contact.", about="accessibility"
        )


def check_recording(recording: Recording) -> Iterator[Finding]:
    """Yield what a recording is missing before it is published."""
    if not recording.video_url:
        yield Finding("It has no video.")
    elif find_video(recording.video_url) is None:
        yield Finding(
            "Readers must leave the page to watch it: only YouTube and Vimeo videos play here."
        )
    if not recording.transcript_vtt:
        yield Finding(
            "It has no transcript. Some people need one, and search can’t find what was said "
            "without it."
        )
    if recording.video_url and not recording.chapters_vtt:
        yield Finding("It has no chapters to help readers find their way around a long video.")
