"""The mark that ends an excerpt: <!--more-->, as WordPress has it."""

import re

from markdown_it.rules_core import StateCore

# WordPress allows words in it, for the link that leads on: <!--more Continue here-->.
MORE = re.compile(r"<!--more(?:\s[^>]*?)?-->", re.IGNORECASE)
MARK = "<span data-more></span>"


def mark_more(state: StateCore) -> None:
    """Put an element where the mark stands, for comments do not survive sanitizing."""
    for token in state.tokens:
        if token.type == "html_block":
            token.content = MORE.sub(MARK, token.content)
        for child in token.children or ():
            if child.type == "html_inline":
                child.content = MORE.sub(MARK, child.content)
