"""HTML written by hand: a mistake must not hide the text that follows."""

import re

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_core import StateCore

# Without a closing tag, a parser reads these to the end of the page, and the sanitizer removes
# everything.
SWALLOWING_TAG = re.compile(
    r"<(/?)(iframe|math|script|style|svg|template)(?![\w-])([^<>]*)>", re.IGNORECASE
)
# HTML ignores the slash of <tag/> for these.
NEVER_EMPTY = {"iframe", "script", "style", "template"}
ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "<": ">"}


def show_unfinished_tags(state: StateCore) -> None:
    """Show a "<" in an HTML block that starts no complete tag, as CommonMark does in a line."""
    for token in state.tokens:
        if token.type == "html_block":
            token.content = escape_unfinished_tags(token.content)


def escape_unfinished_tags(html: str) -> str:
    # Search only once: the pattern would otherwise scan the rest of the text at each start.
    last_end = {opening: html.rfind(closing) for opening, closing in ENDS.items()}
    pieces = []
    position = 0
    while (start := html.find("<", position)) >= 0:
        opening = next(opening for opening in ENDS if html.startswith(opening, start))
        tag = HTML_TAG_RE.match(html, start) if last_end[opening] > start else None
        pieces += [html[position:start], tag[0] if tag else "&lt;"]
        position = tag.end() if tag else start + 1
    pieces.append(html[position:])
    return "".join(pieces)


def close_unclosed_tags(html: str) -> str:
    """Close tags such as <script src="…"/>, and tags that are never closed, where they are."""
    closed_later: set[str] = set()
    pieces = []
    end = len(html)
    for match in reversed(list(SWALLOWING_TAG.finditer(html))):
        closing, name, attributes = match[1], match[2].lower(), match[3]
        if closing:
            closed_later.add(name)
        elif name in closed_later and not (name in NEVER_EMPTY and attributes.endswith("/")):
            closed_later.remove(name)
        else:
            pieces += [html[match.end() : end], f"</{name}>"]
            end = match.end()
    pieces.append(html[:end])
    return "".join(reversed(pieces))
