"""What an event lacks before it goes public."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from content.editing.publishing_check import (
    Finding,
    check_body,
    check_date,
    check_lead_image,
    check_placement,
    check_text,
    check_title,
)
from content.markdown.embeds import find_video
from events.models import Event, Recording
from events.times import say_hour

FAR_AHEAD = timedelta(days=365)
LONG = timedelta(hours=12)


def check_event(event: Event, *, topic_count: int, presenter_count: int) -> list[Finding]:
    """Return what is missing. The event need not be saved."""
    return [
        *check_title(event.title),
        *check_text(event),
        *check_times(event),
        *check_where(event),
        *check_host(event),
        *check_registration(event),
        *check_presenters(event, presenter_count),
        *check_access(event),
        *check_placement(author_count=1, topic_count=topic_count),
        *check_lead_image(event),
        *check_body(event),
        *check_date(event),
    ]


def check_times(event: Event) -> Iterator[Finding]:
    if event.starts_at is None:
        return
    now = timezone.now()
    if event.starts_at < now:
        yield Finding("It starts in the past: readers find it among past events.")
    if event.starts_at > now + FAR_AHEAD:
        yield Finding(
            f"It starts more than a year from now, in {event.local_start.year}: is that the year?"
        )
    if event.is_all_day:
        return
    if event.ends_at is None:
        yield Finding("It does not say when it ends: calendars show two hours.")
    elif event.ends_at - event.starts_at > LONG:
        yield Finding("It lasts more than twelve hours: is that the right end?")
    if not 6 <= event.local_start.hour < 22:
        yield Finding(
            f"It starts at {say_hour(event.local_start)} in its own time zone: is that meant?"
        )


def check_where(event: Event) -> Iterator[Finding]:
    if not event.is_online and not event.venue:
        yield Finding("It says neither where it takes place nor that it is online.")
    if event.event_type == Event.Type.WEBINAR and not event.is_online:
        yield Finding("It is a webinar, and not said to be online.")
    if event.is_online and event.registers_here and not event.join_url:
        yield Finding("It has no address of the meeting yet, to which registrants are led.")
    if event.is_online and event.is_ours and not (event.registers_here or event.registration_url):
        yield Finding(
            "Nobody can register, and only who registers is led to the meeting: say in the text "
            "how to join."
        )


def check_host(event: Event) -> Iterator[Finding]:
    if event.registration_url and not event.host_name:
        yield Finding("Registration is elsewhere, but no host is named.")
    if not event.host_name or event.registration_url:
        return
    if event.takes_registrations:
        yield Finding(
            f"{event.host_name} is the host, and people would register here: give the address "
            "where the host takes registrations, or leave it if we take them for the host."
        )
    else:
        yield Finding(
            f"{event.host_name} is the host, and there is no address at which to register."
        )


def check_registration(event: Event) -> Iterator[Finding]:
    closes, opens = event.registration_closes_at, event.registration_opens_at
    if not event.registers_here or event.starts_at is None:
        return
    if opens and closes and closes <= opens:
        yield Finding("Registration closes before it opens.")
    if opens and opens >= event.starts_at:
        yield Finding("Registration opens only once it has started.")
    if closes and closes < timezone.now():
        yield Finding("Registration is closed already.")
    if closes and event.ends_at and closes > event.ends_at:
        yield Finding("Registration closes after the event ends: it is over by then anyway.")


def check_presenters(event: Event, presenter_count: int) -> Iterator[Finding]:
    if not presenter_count and event.event_type != Event.Type.MEETUP:
        yield Finding("Nobody is named as its presenter.")


def check_access(event: Event) -> Iterator[Finding]:
    if event.is_online and event.is_ours and not event.has_captions:
        yield Finding("It has no live captions, without which some cannot take part.")
    if event.venue and event.is_ours and not event.accessibility:
        yield Finding("It does not say how accessible the place is, or whom to ask.")


def check_recording(recording: Recording) -> Iterator[Finding]:
    """Yield what a recording lacks before readers see it."""
    if not recording.video_url:
        yield Finding("It has no video.")
    elif find_video(recording.video_url) is None:
        yield Finding(
            "Readers leave the page to watch it: only videos at YouTube and Vimeo play here."
        )
    if not recording.transcript_vtt:
        yield Finding(
            "It has no transcript: some cannot follow it without, and search does not find what "
            "was said."
        )
    if recording.video_url and not recording.chapters_vtt:
        yield Finding("It has no chapters, by which readers find their way in a long video.")
