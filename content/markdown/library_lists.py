"""{{ resources: topic=assessment format=report }}: an up-to-date list from the library.

It renders as a link to that part of the library. A wiki article shows the list instead.
"""

import re

from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Nothing is tried twice (*+): a list without an end could have 400,000 spaces.
LIST = re.compile(r"\{\{\s*+resources\s*+:?([^{}\n]*+)\}\}", re.IGNORECASE)
FILTER = re.compile(r'(topic|tag|format|kind|place|limit)=(?:"([^"]*)"|([^\s"]+))\s*')
ALIASES = {"kind": "format"}  # what the filter was called before
LIMIT = re.compile(r"[0-9]{1,2}")


def find_library_lists(state: StateCore) -> None:
    """Replace each list that is a paragraph of its own with a link."""
    tokens: list[Token] = []
    for token in state.tokens:
        filters = read_filters(token.content) if token.type == "inline" else None
        if filters is None or tokens[-1].type != "paragraph_open":
            tokens.append(token)
            continue
        tokens[-1].attrSet("class", "library-list")
        path = state.env["library_path"](**filters)
        href = f' href="{escapeHtml(path)}"' if path else ""
        link = Token("html_inline", "", 0)
        link.content = f"<a{href}>See what the library has on this</a>"
        token.children, token.content = [link], ""
        tokens.append(token)
    state.tokens = tokens


def read_filters(text: str) -> dict[str, str] | None:
    """Return a list's filters, or None if the text isn't a list or has an unknown filter."""
    found = LIST.fullmatch(text.strip())
    if found is None:
        return None
    text = found[1].strip()
    filters = {
        ALIASES.get(match[1], match[1]): match[2] or match[3] for match in FILTER.finditer(text)
    }
    if FILTER.sub("", text) or not LIMIT.fullmatch(filters.get("limit", "10")):
        return None
    return filters
