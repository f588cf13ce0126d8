"""The sections of a text: a heading, and what is below it."""

from markdown_it.token import Token

from content.markdown.parser import parse
from content.markdown.rendering import PARSER, render

EMPTY = {"wanted_path": lambda title: "", "library_path": lambda **filters: ""}


def split_at_section(text: str, section_id: str) -> tuple[str, str, str] | None:
    """Return what is before a section, the section, and what follows it.

    `section_id` is that of its heading in the HTML. Return None if there is no such section, or if
    it can't be told apart because the text has headings in HTML.
    """
    ids = [heading.id for heading in render(text).headings]
    if section_id not in ids:
        return None
    headings = [token for token in parse(PARSER, text, dict(EMPTY)) if token.type == "heading_open"]
    number = ids.index(section_id)
    if len(headings) != len(ids) or headings[number].level:
        return None
    heading, *later = headings[number:]
    following = [each for each in later if not each.level and each.tag <= heading.tag]
    lines = text.split("\n")
    begin = first_line(heading)
    end = first_line(following[0]) if following else len(lines)
    section = "\n".join(lines[begin:end])
    bare = section.rstrip()
    before = "".join(f"{line}\n" for line in lines[:begin])
    return before, bare, section[len(bare) :] + "".join(f"\n{line}" for line in lines[end:])


def first_line(token: Token) -> int:
    return token.map[0] if token.map else 0
