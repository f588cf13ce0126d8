from datetime import UTC, datetime
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.date_lines import unbroken
from events import times
from events.times import format_date, format_moment

register = template.Library()
register.filter(times.clock)

OPEN_STREET_MAP = "https://www.openstreetmap.org/search"


def utc(moment: datetime) -> str:
    """Return a moment for the datetime attribute of a time element: 2018-11-07T20:00:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@register.simple_tag
def when(event) -> SafeString:
    """Show when an event takes place. static/js/local-time.js adds the reader’s local time."""
    if event.is_all_day or event.is_over:
        begins = event.local_start.date() if event.is_all_day else utc(event.starts_at)
        return format_html('<time datetime="{}">{}</time>', begins, unbroken(event.date_line))
    return format_html(
        '<time datetime="{}" data-local-time data-zone="{}"{}>{}</time>',
        utc(event.starts_at),
        event.time_zone,
        format_html(' data-end="{}"', utc(event.ends_at)) if event.ends_at else "",
        unbroken(event.date_line),
    )


@register.filter
def map_address(event) -> str:
    """Return the address of a map that shows where an event takes place."""
    # Not the room, and not the venue if its address is known: maps find addresses more reliably.
    return f"{OPEN_STREET_MAP}?{urlencode({'query': event.address or event.venue})}"


@register.simple_tag
def moment(event, moment: datetime) -> SafeString:
    """Show a moment in an event’s time zone, such as when its registration opens."""
    return format_html(
        '<time datetime="{}" data-local-time data-zone="{}">{}</time>',
        utc(moment),
        event.time_zone,
        unbroken(format_moment(moment.astimezone(event.zone))),
    )


@register.simple_tag
def former_start(event) -> SafeString:
    """Show when an event was scheduled to start before it was moved."""
    start = event.previous_starts_at.astimezone(event.zone)
    if event.is_all_day:
        return format_html(
            '<time datetime="{}">{}</time>', start.date(), unbroken(format_date(start))
        )
    return format_html('<time datetime="{}">{}</time>', utc(start), unbroken(format_moment(start)))
