from datetime import UTC, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def utc(moment: datetime) -> str:
    """Write a moment as the datetime of a time element: 2018-11-07T20:00:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@register.simple_tag
def when(event) -> SafeString:
    """Write when an event takes place; static/js/local-time.js adds the reader's own time."""
    if event.is_all_day:
        return format_html(
            '<time datetime="{:%Y-%m-%d}">{}</time>', event.local_start, event.takes_place
        )
    return format_html(
        '<time datetime="{}" data-local-time data-zone="{}"{}>{}</time>',
        utc(event.starts_at),
        event.time_zone,
        format_html(' data-end="{}"', utc(event.ends_at)) if event.ends_at else "",
        event.takes_place,
    )


@register.filter
def clock(seconds: int) -> str:
    """Write a place in a recording: 12:34, or 1:02:03."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
