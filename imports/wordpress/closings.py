"""Where what opens in a text is closed.

A pattern such as `<!--.*?-->` looks through the rest of the text for each opening. If none of them
is closed, that takes minutes for the thousands of openings that a file can have.
"""

import re
from collections.abc import Iterator


class Closings:
    """Finds the closing of each opening, from the beginning of a text to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        # The position from which on a closing was looked for in vain.
        self.missing: dict[re.Pattern[str], int] = {}

    def find(self, closing: re.Pattern[str], position: int) -> re.Match[str] | None:
        if position >= self.missing.get(closing, len(self.text)):
            return None
        found = closing.search(self.text, position)
        if found is None:
            self.missing[closing] = position
        return found


def closed_elements(text: str, names: str) -> Iterator[tuple[int, int]]:
    """Yield where each element with one of the names, such as "pre|code", begins and ends.

    Those within another are a part of it.
    """
    opening = re.compile(rf"<({names})\b", re.IGNORECASE)
    closings, position = Closings(text), 0
    while found := opening.search(text, position):
        closing = re.compile(rf"</{found[1].lower()}\s*>", re.IGNORECASE)
        position = found.end()
        if end := closings.find(closing, position):
            position = end.end()
            yield found.start(), position


def closed_comments(text: str, opening: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each opening of a comment, and where its text ends, before -->."""
    position = 0
    while found := opening.search(text, position):
        end = text.find("-->", found.end())
        if end < 0:
            return
        yield found, end
        position = end + 3
