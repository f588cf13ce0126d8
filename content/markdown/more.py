"""<!--more-->, the mark at the end of an excerpt, as in WordPress."""

import re

from markdown_it.rules_core import StateCore

# WordPress allows the text of the link in it: <!--more Continue here-->. It has no other <, so that
# the end of each of thousands isn't looked for in the whole text.
MORE = re.compile(r"<!--more(?:\s[^<>]*?)?-->", re.IGNORECASE)
MARK = "<span data-more></span>"


def mark_more(state: StateCore) -> None:
    """Replace the mark with an element, because the sanitizer removes comments."""
    for token in state.tokens:
        if token.type == "html_block":
            token.content = MORE.sub(MARK, token.content)
        for child in token.children or ():
            if child.type == "html_inline":
                child.content = MORE.sub(MARK, child.content)
