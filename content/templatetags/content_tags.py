import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content import date_lines, paths

register = template.Library()
register.filter(paths.absolute)
register.filter("event_time", date_lines.format_date_line)

# As Django's json_script does it: nothing in the data can end the script element.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def day(moment: datetime) -> SafeString:
    """Write a moment as its day in the site's time zone: November 7, 2018."""
    local = timezone.localtime(moment)
    return time_element(moment, f"{local:%B} {local.day}, {local.year}")


@register.filter
def weekday(moment: datetime) -> SafeString:
    """Write a moment that is not far as its day: Wednesday, November 7."""
    local = timezone.localtime(moment)
    return time_element(moment, f"{local:%A}, {local:%B} {local.day}")


@register.filter
def coming_day(moment: datetime) -> SafeString:
    """Write a moment to come: Wednesday, where that alone says which, or else November 7."""
    local = timezone.localtime(moment)
    is_soon = moment - timezone.now() < timedelta(days=6)
    return time_element(moment, f"{local:%A}" if is_soon else f"{local:%B} {local.day}")


@register.filter
def minute(moment: datetime) -> SafeString:
    """Write a moment to the minute: November 7, 2018, 3:04 pm ET."""
    local = timezone.localtime(moment)
    # Its last part stays on one line.
    clock = f"{local:%-I:%M}\N{NO-BREAK SPACE}{local:%p}".lower() + "\N{NO-BREAK SPACE}ET"
    return time_element(moment, f"{local:%B} {local.day}, {local.year}, {clock}")


def time_element(moment: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", words
    )


@register.filter
def names(people: list) -> str:
    """Write people's names as a sentence does: A, B and C."""
    *others, last = [person.name for person in people]
    return f"{', '.join(others)} and {last}" if others else last


@register.filter
def host(url: str) -> str:
    """Write the site that a web address belongs to: aurora-institute.org."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """Write structured data for search engines; a data block, which no browser executes."""
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)
