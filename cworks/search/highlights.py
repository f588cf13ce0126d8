"""Snippets of text: the sentence with most of the words, which are highlighted."""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Func, TextField, Value
from django.db.models.functions import Replace
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Private-use characters, which no text contains. They mark matches until the text is escaped.
BEGIN, END = "\ue000", "\ue001"
# Before and after each heading.
HEADING = "\ue002"
FOUND = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?)])")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\d_a-zß-ÿ])")
ENOUGH, MOST = 24, 45  # words of a snippet
BEFORE = 8  # words before the first match in a sentence that is too long


def replace_all(text: Func, pattern: str, replacement: str) -> Func:
    return Func(
        text,
        Value(pattern),
        Value(replacement),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


# Neither tags nor the permalink after each heading make sense in a snippet.
WITHOUT_PERMALINKS = Replace("body_html", Value(">#</a>"), Value("></a>"))
WITH_HEADINGS_MARKED = replace_all(WITHOUT_PERMALINKS, "</?h[1-6][^>]*>", f" {HEADING} ")
SHOWN_TEXT = replace_all(WITH_HEADINGS_MARKED, "<[^>]*>", " ")


@dataclass(frozen=True)
class Sentence:
    text: str
    is_heading: bool

    @property
    def found(self) -> int:
        """How many different words of the query it has."""
        return len({word.lower() for word in FOUND.findall(self.text)})


def show_found(marked: str) -> SafeString:
    """Return the best part of a text as HTML, with the matches in it marked."""
    return show_marked(best_part(marked))


def show_marked(text: str) -> SafeString:
    """Escape a text, and mark the matches in it."""
    marked = FOUND.sub(r"<mark>\1</mark>", escape(text)).replace(BEGIN, "").replace(END, "")
    return mark_safe(" ".join(marked.split()))  # noqa: S308 (escaped above)


def best_part(marked: str) -> str:
    """Return the sentence with most of the words found, and what follows until it is enough."""
    sentences = split_at_headings(marked)
    if not sentences:
        return ""
    best = max(range(len(sentences)), key=lambda number: (sentences[number].found, -number))
    words = cut_begin(sentences[best].text.split())
    if sentences[best].is_heading:
        words.append("…")
    for following in sentences[best + 1 :]:
        if len(words) >= ENOUGH or following.is_heading:
            break
        words += following.text.split()
    return " ".join(words if len(words) <= MOST else [*words[:MOST], "…"])


def split_at_headings(marked: str) -> list[Sentence]:
    """Return the sentences of a text and, as sentences of their own, its headings."""
    return [
        Sentence(sentence, is_heading=bool(number % 2))
        for number, part in enumerate(marked.split(HEADING))
        for sentence in ([" ".join(part.split())] if number % 2 else split_sentences(part))
    ]


def split_sentences(text: str) -> list[str]:
    tidy = SPACE_BEFORE_STOP.sub(r"\1", " ".join(text.split()))
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(tidy)), len(tidy)]
    return [part for begin, end in pairwise(ends) if (part := tidy[begin:end].strip())]


def cut_begin(words: list[str]) -> list[str]:
    """Leave out the beginning of a sentence whose first match would be cut off."""
    first = next((number for number, word in enumerate(words) if BEGIN in word), 0)
    return words if first < MOST - BEFORE else ["…", *words[first - BEFORE :]]
