"""The form of an event, as its editors see it."""

from datetime import UTC, datetime

from django.utils.html import strip_tags

from events.models import Event
from events.services.registrations import register
from tests.factories import EventFactory
from tests.support.editors import Editor

MOVED = {"starts_at": "2031-05-06T10:00", "ends_at": "2031-05-06T11:00"}


def with_people(event: Event, *names: str) -> Event:
    """Return an event for which these have registered."""
    for name in names:
        register(event=event, email=f"{name}@example.org", name=name)
    return event


def chicago(**facts) -> Event:
    """An event of an hour that begins at 3 pm in Chicago."""
    return EventFactory(
        **{
            "time_zone": "America/Chicago",
            "starts_at": datetime(2031, 5, 6, 20, tzinfo=UTC),
            **facts,
        }
    )


def stored(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def shown(editor: Editor, *names: str) -> list[str]:
    """What the fields of an open form hold."""
    return [editor.fields.get(name, [""])[0] for name in names]


def words(response) -> str:
    """The text of a page, on one line."""
    return " ".join(strip_tags(response.content.decode()).split())
