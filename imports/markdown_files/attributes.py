"""Ids that other programs' Markdown gives to headings: {#custom}, and {: #custom .class} below."""

import re
from collections.abc import Callable

from content.markdown.headings import section_id

# Runs of spaces are limited: the words before and after them may have spaces, too.
SPACES = r"[ \t]{0,50}"
ATTRIBUTES = rf"\{{:?{SPACES}(?P<attributes>[^{{}}\n]{{1,200}}?){SPACES}\}}"
HEADING = re.compile(
    rf"^(?P<start> {{0,3}}\#{{1,6}}[ \t][^\n]{{0,1000}}?){SPACES}{ATTRIBUTES}[ \t]*+\#*+[ \t]*+$",
    re.MULTILINE,
)
UNDERLINED = re.compile(
    rf"^(?P<start>[^\n\s#>][^\n]{{0,1000}}?){SPACES}{ATTRIBUTES}[ \t]*+"
    r"(?=\n {0,3}(?:=++|-++)[ \t]*+$)",
    re.MULTILINE,
)
BELOW = re.compile(rf"^ {{0,3}}(?=\{{:){ATTRIBUTES}[ \t]*+$", re.MULTILINE)
ATTRIBUTE = re.compile(r"#(?P<id>[\w:.-]+)|\.[\w:.-]+|-|toc|[\w-]+=(?:\"[^\"]*\"|'[^']*'|\S+)")
AT_END = re.compile(rf"{SPACES}{ATTRIBUTES}$")


def write_ids(text: str, note: Callable[[str], None]) -> str:
    """Write ids as anchors. `note` is called with attributes that have no place here."""

    def write(found: re.Match) -> str:
        name = read_id(found["attributes"])
        if name is None:
            return found[0]
        words = found.groupdict().get("start") or ""
        if not name:
            note(found[0][len(words) :].strip())
        if not name or (words and section_id(name) == section_id(words)):
            return words
        return f'{words} <a id="{name}"></a>'.lstrip()

    for pattern in (HEADING, UNDERLINED, BELOW):
        text = pattern.sub(write, text)
    return text


def strip_attributes(heading: str) -> str:
    found = AT_END.search(heading)
    return (
        heading[: found.start()] if found and read_id(found["attributes"]) is not None else heading
    )


def read_id(attributes: str) -> str | None:
    """Return the id among these attributes, or "". None if they are ordinary words."""
    rest = ATTRIBUTE.sub("", attributes)
    if rest.strip():
        return None
    return next((each["id"] for each in ATTRIBUTE.finditer(attributes) if each["id"]), "")
