"""The text of a citation, with its italics and periods."""

import re
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CLOSING_QUOTES = re.compile(r"[”’\"]+$")


@dataclass(frozen=True)
class Phrase:
    runs: tuple[tuple[str, bool], ...]  # (text, is in italics)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: "Phrase") -> "Phrase":
        return Phrase(self.runs + other.runs)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def html(self) -> SafeString:
        return format_html_join(
            "", "{}", ((format_html("<i>{}</i>", text) if it else text,) for text, it in self.runs)
        )

    def closed(self) -> "Phrase":
        """Return the phrase with a final period inside closing quotes, if it has none yet."""
        words = CLOSING_QUOTES.sub("", self.text)
        if words.endswith((".", "?", "!", "…")):
            return self
        *others, (text, is_italic) = self.runs
        quotes = self.text[len(words) :]
        # A final apostrophe isn't a quotation mark: “Teachers’ Rights and Students’.”
        if quotes.startswith("’") and self.text.count("‘") == 0:
            quotes = quotes[1:]
        if not quotes and is_italic:
            return Phrase((*self.runs, (".", False)))
        return Phrase((*others, (f"{text.removesuffix(quotes)}.{quotes}", is_italic)))


@dataclass(frozen=True)
class Citation:
    """A citation as safe HTML, for reading, and as text, for copying."""

    html: SafeString
    text: str


def roman(text: str) -> Phrase:
    return Phrase(((text, False),) if text else ())


def italic(text: str) -> Phrase:
    return Phrase(((text, True),) if text else ())


def in_quotes(title: str) -> Phrase:
    """Return a title in double quotation marks; those inside become single."""
    title = re.sub(r"(?<![^\s(\[—–-])\"", "‘", title).replace('"', "’")
    return roman(f"“{title.replace('“', '‘').replace('”', '’')}”")


def comma_list(*phrases: Phrase) -> Phrase:
    return joined(roman(", "), phrases)


def paragraph(*phrases: Phrase, last: Phrase | None = None) -> Citation:
    """Return the phrases as sentences, without empty ones; `last` gets no period."""
    sentences = [phrase.closed() for phrase in phrases if phrase]
    whole = joined(roman(" "), [*sentences, *([last] if last else [])])
    return Citation(html=whole.html, text=whole.text)


def joined(separator: Phrase, phrases) -> Phrase:
    pairs = chain.from_iterable((separator, phrase) for phrase in phrases if phrase)
    return reduce(add, list(pairs)[1:], roman(""))
