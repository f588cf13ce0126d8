"""Replace <nowiki>, <pre>, code, formulas, and comments with markers.

Like MediaWiki, do this before anything else, because their content isn't wikitext. MediaWiki calls
such placeholders strip markers.
"""

import re
from dataclasses import dataclass

from content.texts import clean_text

# Unicode noncharacters, which never occur in text.
MARKER_START, MARKER_END, NOTHING, PARAGRAPH = "\ufdd6", "\ufdd7", "\ufdd8", "\ufdd9"
MARKER = re.compile(f"{MARKER_START}(\\d+){MARKER_END}")

VERBATIM = {
    "ce", "chem", "graph", "hiero", "imagemap", "includeonly", "inputbox", "math",
    "nowiki", "pre", "score", "section", "source", "syntaxhighlight", "templatedata",
    "timeline",
}  # fmt: skip
# They only matter to pages that include this one.
IGNORED = {"noinclude", "onlyinclude"}
OPENING = re.compile(
    rf"<!--|<(?P<name>{'|'.join(sorted(VERBATIM))})\b(?P<attributes>[^<>]*)>"
    rf"|</?(?:{'|'.join(sorted(IGNORED))})\s*/?>",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"([A-Za-z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
NEVER_CLOSED = "A comment or a tag such as <nowiki> is never closed, so it was kept as typed"


@dataclass(frozen=True, slots=True)
class StrippedTag:
    """A tag whose content isn't wikitext."""

    name: str
    attributes: dict[str, str]
    content: str


def strip_verbatim(text: str) -> tuple[str, list[StrippedTag], list[str]]:
    """Return the text with markers, the tags that they stand for, and any problems."""
    text = clean_text(text)
    lower = lower_case(text)
    pieces: list[str] = []
    stripped: list[StrippedTag] = []
    problems: list[str] = []
    # Search for each closing tag once, or a broken page would take quadratic time.
    absent: set[str] = set()
    position = 0
    while found := OPENING.search(text, position):
        pieces.append(text[position : found.start()])
        position = found.end()
        if not found["name"] and found[0] != "<!--":
            continue
        name = (found["name"] or "").lower()
        closing = f"</{name}" if name else "-->"
        if name and found["attributes"].endswith("/"):
            end = position
        else:
            end = -1 if closing in absent else lower.find(closing, position)
        if end < 0:
            absent.add(closing)
            problems.append(NEVER_CLOSED)
            pieces.append(found[0])
            continue
        if not name:
            position = after_comment(text, found.start(), end + 3)
            continue
        pieces.append(f"{MARKER_START}{len(stripped)}{MARKER_END}")
        stripped.append(StrippedTag(name, read_attributes(found["attributes"]), text[position:end]))
        if end > position or not found["attributes"].endswith("/"):
            position = text.find(">", end) + 1 or len(text)
    pieces.append(text[position:])
    return "".join(pieces), stripped, list(dict.fromkeys(problems))


def lower_case(text: str) -> str:
    """Return the text in lower case, with the same length. Some characters would become longer."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def after_comment(text: str, start: int, end: int) -> int:
    """Return where to continue. A comment alone on its line is removed with the line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if start - line_start > 100 or line_end - end > 100:
        return end
    if (text[line_start:start] + text[end:line_end]).strip():
        return end
    return min(line_end + 1, len(text))


def read_attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): next(filter(None, values), "").strip()
        for name, *values in ATTRIBUTE.findall(text.rstrip("/"))
    }
