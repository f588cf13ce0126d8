"""Snippets of text with the search words highlighted."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Private-use characters, which no text contains. They mark matches until the text is escaped.
BEGIN, END = "\ue000", "\ue001"
FOUND = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?)])")


def show_found(text: str) -> SafeString:
    """Escape a text, and mark the matches in it."""
    marked = FOUND.sub(r"<mark>\1</mark>", escape(text)).replace(BEGIN, "").replace(END, "")
    return mark_safe(SPACE_BEFORE_STOP.sub(r"\1", " ".join(marked.split())))  # noqa: S308 (escaped above)
