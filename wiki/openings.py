"""How an article begins: its first paragraph and sentence."""

import re
from collections import Counter

from content.markdown import plain_text

FIRST_PARAGRAPH = re.compile(r"\s*<p(?: dir=\"\w+\")?>.*?</p>", re.DOTALL)
SENTENCE_END = re.compile(r"(?<=[.!?])\s")
WORD = re.compile(r"\w+")
SAME = 0.8


def split_opening(html: str) -> tuple[str, str]:
    """Return the first paragraph and the rest of an article that begins with a paragraph."""
    first = FIRST_PARAGRAPH.match(html)
    return (first[0], html[first.end() :]) if first else ("", html)


def begins_with(opening: str, summary: str) -> bool:
    """Whether the first sentence has nearly all words of the summary."""
    sentence = SENTENCE_END.split(plain_text(opening).strip(), maxsplit=1)[0]
    wanted, found = (Counter(WORD.findall(text.lower())) for text in (summary, sentence))
    return (wanted & found).total() >= SAME * wanted.total() > 0
