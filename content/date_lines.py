"""An event's date as people read it: October 8, 2018, 3:00–4:00 pm ET."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Spaces and dashes within a time and its zone, or between a month and its day or year.
INNER_SPACE = re.compile(
    r"(?<=\d) (?=[ap]m )|(?<=\d [ap]m) |(?<=[a-z]) (?=\d)|(?<=\d) (?=[A-Z][a-z])"
)
INNER_DASH = re.compile(r"(?<=\S)–(?=\S)")


def format_date_line(entry) -> str | SafeString:
    """Return when an event takes place, struck out if it won't."""
    text = unbroken(entry.date_line)
    return format_html("<s>{}</s>, canceled", text) if entry.date_is_struck else text


def unbroken(text: str) -> str:
    """Keep a time with its zone on one line, and a month with its day."""
    return INNER_SPACE.sub("\N{NO-BREAK SPACE}", INNER_DASH.sub("–\N{WORD JOINER}", text))
