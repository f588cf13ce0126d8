"""How an article begins: its first paragraph."""

import re

FIRST_PARAGRAPH = re.compile(r"\s*<p(?: dir=\"\w+\")?>.*?</p>", re.DOTALL)


def split_opening(html: str) -> tuple[str, str]:
    """Return the first paragraph and the rest of an article that begins with a paragraph."""
    first = FIRST_PARAGRAPH.match(html)
    return (first[0], html[first.end() :]) if first else ("", html)
