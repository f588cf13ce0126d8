"""Puts a new address in the place of an old one in Markdown, however the old one is spelled."""

import re
from html import unescape
from itertools import islice

from content.markdown.rendering import PARSER

# Where an address can begin: at a place that is not within another one.
START = re.compile(r"(?<![^\s(<\"'\[>*~|:])(?=https?://)", re.IGNORECASE)
# What can come after an address and belong to the Markdown around it, or name a place on the page.
END = re.compile(r"[)\]#]")
# All that can belong to it; in HTML it may stand in single quotes.
RUN = re.compile(r"[^\s<>\"]+")
QUOTED_RUN = re.compile(r"[^\s<>\"']+")
MOST_ENDS = 20
# Letters that stand otherwise in HTML than in Markdown.
SPELLED = re.compile(r"[^\w%;/?:@&=+$,.!~*'()#-]|&\w+;|&#", re.ASCII)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# How much longer one spelling of a letter is than another: “%F0%9F%93%98” for a picture of a book.
LONGER_SPELLING = 12
# These mean something in Markdown; in an address they may be spelled otherwise.
MARKUP = {ord(letter): f"%{ord(letter):02X}" for letter in "()[]*`'"}


def replace_address(text: str, *, old: str, new: str) -> str:
    """Return the text with what leads to `old` leading to `new`; a place on the page stays.

    `old` is as it stands in HTML, and `new` has no letters but those that an address may have.
    """
    new = new.translate(MARKUP)
    pieces, position = [], 0
    for match in START.finditer(text):
        end = find_end(text, match.start(), old) if match.start() >= position else None
        if end is not None:
            pieces += [text[position : match.start()], new]
            position = end
    return "".join([*pieces, text[position:]])


def find_end(text: str, start: int, address: str) -> int | None:
    """Return where this address ends in the text if it begins there, and None if another does."""
    run = QUOTED_RUN if text[start - 1 : start] == "'" else RUN
    limit = run.match(text, start, start + LONGER_SPELLING * len(address)).end()
    ends = [match.start() for match in islice(END.finditer(text, start, limit), MOST_ENDS)]
    # The longest that is the same: an address may have brackets of its own.
    for end in [limit, *reversed(ends)]:
        if is_same(text[start:end], address):
            return end
    return None


def is_same(written: str, address: str) -> bool:
    """Tell whether Markdown, or HTML in it, means this address by what is written."""
    other = SPELLED.search(written)
    if not other:
        return written == address
    # A name in letters of its own is spelled otherwise from its first letter on.
    if written.isascii() and not address.startswith(written[: other.start()]):
        return False
    in_html, in_markdown = unescape(written), unescape(ESCAPED.sub(r"\1", written))
    return address in (in_html, PARSER.normalizeLink(in_markdown))
