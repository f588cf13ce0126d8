"""Snippets of text with the search words highlighted."""

import re
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Func
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Private-use characters, which no text contains. They mark matches until the text is escaped.
BEGIN, END = "\ue000", "\ue001"
FOUND = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?)])")


def search_query(words: str) -> SearchQuery:
    return SearchQuery(words, config="english", search_type="websearch")


def headline(text: "str | Func[Any]", words: str) -> SearchHeadline:
    return SearchHeadline(
        text,
        search_query(words),
        config="english",
        start_sel=BEGIN,
        stop_sel=END,
        min_words=8,
        max_words=24,
        max_fragments=2,
        fragment_delimiter=" … ",
    )


def show_found(text: str) -> SafeString:
    """Escape a text, and mark the matches in it."""
    marked = FOUND.sub(r"<mark>\1</mark>", escape(text)).replace(BEGIN, "").replace(END, "")
    return mark_safe(SPACE_BEFORE_STOP.sub(r"\1", " ".join(marked.split())))  # noqa: S308 (escaped above)
