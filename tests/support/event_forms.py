"""The admin's form for an event, as editors see it."""

from datetime import UTC, datetime

from django.utils.html import strip_tags

from events.models import Event
from events.services.registrations import register
from tests.factories import EventFactory
from tests.support.editors import Editor

MOVED = {"starts_at": "2031-05-06T10:00", "ends_at": "2031-05-06T11:00"}


def add_registrants(event: Event, *names: str) -> Event:
    """Register these people for an event, and return it."""
    for name in names:
        register(event=event, email=f"{name}@example.org", name=name)
    return event


def chicago_event(**facts) -> Event:
    """An hour-long event that starts at 3 pm in Chicago."""
    return EventFactory(
        **{
            "time_zone": "America/Chicago",
            "starts_at": datetime(2031, 5, 6, 20, tzinfo=UTC),
            **facts,
        }
    )


def field_values(editor: Editor, *names: str) -> list[str]:
    """The values of these fields of an open form."""
    return [editor.fields.get(name, [""])[0] for name in names]


def page_text(response) -> str:
    """The text of a page, on one line."""
    return " ".join(strip_tags(response.content.decode()).split())
