"""Refuse what would take a parser minutes, before a parser sees it."""

import re

MAXIMUM_CHARACTERS = 500_000
MAXIMUM_NESTING = 100
# The sum, over every tag, of how deep it stands. A long report comes to about 100,000.
MAXIMUM_WORK = 3_000_000

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Tags that hold nothing, and tags that a parser closes by itself when the next one opens.
WITHOUT_DEPTH = frozenset(
    "area base br col embed hr img input link meta source track wbr "
    "p li dt dd td th tr thead tbody tfoot option".split()
)


class MarkdownTooComplex(ValueError):
    """This text is too long or too deeply nested to be rendered."""


def check_length(text: str) -> None:
    if len(text) > MAXIMUM_CHARACTERS:
        raise MarkdownTooComplex(
            f"The text has {len(text):,} characters; {MAXIMUM_CHARACTERS:,} can be rendered."
        )


def check_html(html: str) -> None:
    """Refuse HTML whose parsing takes time in proportion to its size times its depth."""
    open_tags: dict[str, int] = {}
    depth = work = 0
    for closing, name in TAG.findall(html):
        name = name.lower()
        work += depth
        if name in WITHOUT_DEPTH:
            continue
        if not closing:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            if depth > MAXIMUM_NESTING:
                raise MarkdownTooComplex(
                    f"HTML tags are nested more than {MAXIMUM_NESTING} deep; "
                    "perhaps one that opens is never closed."
                )
        elif open_tags.get(name):
            open_tags[name] -= 1
            depth -= 1
    if work > MAXIMUM_WORK:
        raise MarkdownTooComplex("There are too many nested HTML tags.")
