"""How texts and queries become the words that search compares: by two functions of the database.

Migration 0009 creates them, and docs/decisions/search.md explains them.
"""

import re
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, Value

# English, without accents.
CONFIG = "site_english"
# Of Markdown, what readers see: not its tags, and of the address of a link only its domain.
TAG_OR_ADDRESS = (
    r"<(?:!--[^>]*|/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?)>"
    r"|\]\((?:https?://([^)/\s]*))?[^)\s]*"
)
NOT_A_HEADING = r"^(?!#{1,6} ).*$"

# In a query, quotes are around phrases and a hyphen is before a word to leave out.
KEYBOARD = str.maketrans("“”„‟«»＂‘’‚‛ʼ′–‐‑−", '"' * 7 + "'" * 6 + "-" * 4)
DASH = re.compile(r"-(?![^\W_]|\")|(?<=-)-")

type Function = "Func[Any]"
type Text = "str | F | Function | Value"


def plain_words(text: Text) -> Function:
    return Func(text, function="search_words", output_field=TextField())


def shown_markdown(text: Text) -> Function:
    return Func(
        text,
        Value(TAG_OR_ADDRESS),
        Value(r" \1 "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


def headings_of(text: Text) -> Function:
    """The headings of a Markdown text, without the lines between them."""
    return Func(
        text,
        Value(NOT_A_HEADING),
        Value(""),
        Value("gn"),
        function="regexp_replace",
        output_field=TextField(),
    )


def search_vector(text: Text, *, weight: str | None = None) -> SearchVector:
    return SearchVector(plain_words(text), weight=weight, config=CONFIG)


def typed_on_keyboard(words: str) -> str:
    return DASH.sub(" ", words.translate(KEYBOARD))


def marked(text: Text, query: Any) -> Function:
    """A text as it was written, with private-use characters around the words of a query."""
    return Func(text, query, function="search_marked", output_field=TextField())
