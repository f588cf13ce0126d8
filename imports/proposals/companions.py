"""Recognizes entries that belong together: a report and the webinar that presents it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from imports.proposals.texts import EntryText, Sentence

CUE = re.compile(
    r"\b(webinars?|reports?|papers?|books?|briefs?|publications?|recordings?|guides?|toolkits?|"
    r"sessions?|meet-?ups?|presentations?|released?|series based on)\b",
    re.IGNORECASE,
)
# What entries differ in although they have the same subject.
IGNORED = frozenset(["k", "12", "the", "a", "an", "and", "of", "for", "in", "on", "to", "with"])
TRUNCATED = re.compile(r"\s*(?:\[…\]|…|\[\.\.\.\]|\.\.\.)\s*$")
SHORTEST = 4  # words
OPENING = 4  # paragraphs


@dataclass(frozen=True, slots=True)
class TitledEntry:
    """An entry that others may belong to."""

    key: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class ProposedCompanion:
    sentence: str
    key: int


class Titles:
    """Finds titles in texts, by their first words."""

    def __init__(self, entries: Iterable[TitledEntry]) -> None:
        self.by_start: dict[tuple[str, ...], list[tuple[list[str], TitledEntry]]] = defaultdict(
            list
        )
        for entry in entries:
            words = words_of(entry.title)
            if len(words) >= SHORTEST or (len(words) == SHORTEST - 1 and entry.kind == "event"):
                self.by_start[tuple(words[:3])].append((words, entry))

    def named_in(self, words: str) -> list[TitledEntry]:
        """Return the entries whose whole title is in these words, or its start before “…”."""
        is_cut = bool(TRUNCATED.search(words))
        spelled = split_words(TRUNCATED.sub("", words))
        text = [word.casefold() for word in spelled]
        found = []
        for start in range(len(text) - 2):
            for title, entry in self.by_start.get(tuple(text[start : start + 3]), ()):
                here = text[start : start + len(title)]
                if not is_capitalized(spelled[start : start + len(title)]):
                    # The same words in a sentence: “meeting students where they are.”
                    continue
                is_beginning = is_cut and start + len(here) == len(text)
                if here == title or (
                    is_beginning and len(here) >= SHORTEST and here == title[: len(here)]
                ):
                    found.append(entry)
        return found


def words_of(title: str) -> list[str]:
    return [word.casefold() for word in split_words(title)]


def split_words(words: str) -> list[str]:
    return [word for word in re.findall(r"\w+", words) if word.casefold() not in IGNORED]


def is_capitalized(words: list[str]) -> bool:
    return sum(not word.islower() for word in words) * 3 >= len(words) * 2


def find_companions(text: EntryText, titles: Titles) -> list[ProposedCompanion]:
    """Return the entries that this one presents, announces, or is based on."""
    found: dict[int, ProposedCompanion] = {}
    sentences = [
        sentence.words
        for sentence in text.opening(OPENING)
        if not is_long(sentence) and CUE.search(sentence.words)
    ]
    for words in [*sentences, text.title]:
        for entry in titles.named_in(words):
            # “Guide” in the title itself doesn't say what the sentence is about.
            says_what = words == text.title or CUE.search(words.replace(entry.title, ""))
            if says_what and entry.key != text.key and may_belong(text, entry):
                found.setdefault(entry.key, ProposedCompanion(words, entry.key))
    return list(found.values())


def is_long(sentence: Sentence) -> bool:
    return len(sentence.words) > 1_000


def may_belong(text: EntryText, entry: TitledEntry) -> bool:
    """Posts don't become companions of posts: those are series, or only links."""
    return not (text.kind == entry.kind == "post")
