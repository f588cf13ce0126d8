"""Replaces an address in Markdown, in whatever way it is written there."""

import re
from html import unescape
from itertools import islice

from content.markdown.rendering import PARSER

# Where an address can begin, except within another one.
START = re.compile(r"(?<![^\s(<\"'\[>*~|:])(?=https?://)", re.IGNORECASE)
# Characters that can end an address: Markdown around it, or the start of a fragment.
END = re.compile(r"[)\]#]")
# Characters of an address. In HTML, it may be in single quotes.
RUN = re.compile(r"[^\s<>\"]+")
QUOTED_RUN = re.compile(r"[^\s<>\"']+")
MAXIMUM_ENDS = 20
# Characters that are written differently in HTML and in Markdown.
ENCODED = re.compile(r"[^\w%;/?:@&=+$,.!~*'()#-]|&\w+;|&#", re.ASCII)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# The longest encoding of one character, such as “%F0%9F%93%98” for an emoji.
LONGEST_ENCODING = 12
# Characters that are Markdown unless they are percent-encoded.
MARKUP = {ord(character): f"%{ord(character):02X}" for character in "()[]*`'"}


def replace_address(text: str, *, old: str, new: str) -> str:
    """Return the text with links to `old` leading to `new`, each with its own fragment.

    `old` is written as in HTML. `new` contains only characters that are valid in an address.
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
    """Return the end of this address in the text, or None if another address begins there."""
    run = QUOTED_RUN if text[start - 1 : start] == "'" else RUN
    limit = run.match(text, start, start + LONGEST_ENCODING * len(address)).end()
    ends = [match.start() for match in islice(END.finditer(text, start, limit), MAXIMUM_ENDS)]
    # The longest match wins, because an address may contain brackets.
    for end in [limit, *reversed(ends)]:
        if is_same(text[start:end], address):
            return end
    return None


def is_same(written: str, address: str) -> bool:
    """Return whether this text, in Markdown or in HTML within it, means this address."""
    difference = ENCODED.search(written)
    if not difference:
        return written == address
    # An internationalized domain name differs from its first character.
    if written.isascii() and not address.startswith(written[: difference.start()]):
        return False
    in_html, in_markdown = unescape(written), unescape(ESCAPED.sub(r"\1", written))
    return address in (in_html, PARSER.normalizeLink(in_markdown))
