"""What calendars say of an event, in files, emails, and links."""

from content.paths import absolute
from events import policy
from events.models import Event

# What an invitation asks a calendar to do with an event.
REQUEST, CANCEL = "REQUEST", "CANCEL"


def format_description(event: Event) -> str:
    parts = [event.description]
    if policy.may_link_to_page(event):
        parts.append(absolute(event.get_absolute_url()))
    if event.is_canceled:
        # Not every calendar shows the status.
        parts.insert(0, f"This event is canceled. {event.cancellation_note}".strip())
    return "\n\n".join(part for part in parts if part)


def format_location(event: Event) -> str:
    """Return where an event takes place, without its meeting link."""
    parts = [event.venue, event.room, event.address]
    if event.is_online:
        parts.append("Online")
    return ", ".join(part for part in parts if part)
