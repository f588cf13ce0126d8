"""What a reader asks for: words, "phrases", `or`, and a minus before what to leave out."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from content.search_words import typed_on_keyboard
from cworks.search.search_sql import all_of_sql, compiled_sql, one_of_sql, phrase_sql, words_sql

MAX_CHARACTERS = 200
TOKEN = re.compile(r'(-?)"([^"]+)"|(-?)([^\s"]+)')
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Part:
    """A word or a phrase, and what means the same."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False
    is_alternative: bool = False  # to the part before it
    synonyms: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        # Texts with a hyphen are indexed with and without it.
        return [text.replace("-", " ") for text in (self.text, *self.synonyms)]

    @property
    def sql(self) -> str:
        own = phrase_sql() if self.is_phrase or "-" in self.text else words_sql()
        return one_of_sql([own, *(phrase_sql() for _ in self.synonyms)])


class CompiledQuery(SearchQuery):
    """PostgreSQL's own form of a query."""

    template = "%(expressions)s::tsquery"


@dataclass(frozen=True)
class Query:
    """A compiled query, and what became of the reader's words."""

    parts: list[Part]
    tsquery: str = ""
    pieces: tuple[str, ...] = ()  # of the tsquery, without what is excluded
    parts_searched_for: tuple[Part, ...] = ()  # of each piece
    ignored: tuple[str, ...] = ()  # too common to search for
    has_any_word: bool = False

    @property
    def expression(self) -> SearchQuery:
        return CompiledQuery(self.tsquery)

    @property
    def is_plain(self) -> bool:
        """Whether the reader typed some words, without saying how they belong together."""
        return (
            len(self.pieces) > 1
            and self.is_all_wanted
            and not any(part.is_phrase for part in self.parts)
        )

    @property
    def is_all_wanted(self) -> bool:
        """Whether entries must have every part."""
        return not self.has_any_word and not any(
            part.is_excluded or part.is_alternative for part in self.parts
        )

    @property
    def only_excludes(self) -> bool:
        """Whether it says what to leave out, and nothing to look for."""
        return not self.pieces and any(part.is_excluded for part in self.parts)

    @property
    def words(self) -> str:
        """The words and phrases that are searched for, without synonyms."""
        return " ".join(part.text for part in self.parts if not part.is_excluded)

    @property
    def names(self) -> list[str]:
        """What the right entry may be called: the words as asked, and what means the same."""
        synonyms = self.parts[0].synonyms if len(self.parts) == 1 else ()
        return [self.words, *synonyms]


def clean_words(text: str) -> str:
    """Return a reader's input with single spaces, shortened, and safe for PostgreSQL."""
    return " ".join(text.replace("\0", " ").split())[:MAX_CHARACTERS].strip()


def split(words: str) -> list[Part]:
    """Return the parts of what a reader asks for."""
    parts: list[Part] = []
    is_alternative = False
    for minus, phrase, minus_of_word, word in TOKEN.findall(typed_on_keyboard(words)):
        text = phrase or word.strip("-")
        if word.lower() == "or" and not minus_of_word:
            is_alternative = bool(parts)
        elif WORD.search(text):
            is_excluded = bool(minus or minus_of_word)
            parts.append(Part(text, bool(phrase), is_excluded, is_alternative))
            is_alternative = False
    return parts


def add_synonyms(parts: list[Part], groups: list[tuple[str, ...]]) -> list[Part]:
    """Join words to the longest phrases that editors know, and add what means the same."""
    known = known_phrases(tuple(groups))
    longest = max(map(len, known), default=0)
    joined: list[Part] = []
    while parts:
        number = next(
            (number for number in range(longest, 0, -1) if can_join(parts[:number], known)), 0
        )
        text = " ".join(part.text for part in parts[: max(number, 1)])
        same = known[bare_words(text)] if number else ()
        others = tuple(phrase for phrase in same if bare_words(phrase) != bare_words(text))
        joined.append(replace(parts[0], text=text, synonyms=others))
        parts = parts[max(number, 1) :]
    return joined


# Editors seldom change them, and with hundreds of phrases this takes longer than a search.
@lru_cache(maxsize=2)
def known_phrases(groups: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return {words of a phrase: its group}."""
    return {bare_words(phrase): group for group in groups for phrase in group}


def can_join(parts: list[Part], known: dict[tuple[str, ...], tuple[str, ...]]) -> bool:
    if bare_words(" ".join(part.text for part in parts)) not in known:
        return False
    return len(parts) == 1 or not any(
        part.is_phrase or part.is_excluded or part.is_alternative for part in parts
    )


def bare_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as synonyms are compared: in lower case and singular."""
    words = WORD.findall(text.lower())
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in words)


def compile_query(parts: list[Part], *, any_word: bool = False) -> Query:
    """Return the query for entries that match all parts, or any of them. One statement."""
    if not parts:
        return Query(parts)
    wanted = [part for part in parts if not part.is_excluded]
    excluded = [part for part in parts if part.is_excluded]
    groups: list[list[Part]] = []
    for part in wanted:
        if groups and (part.is_alternative or any_word):
            groups[-1].append(part)
        else:
            groups.append([part])
    whole = all_of_sql(
        [
            *(one_of_sql(part.sql for part in group) for group in groups),
            *(f"!!{part.sql}" for part in excluded),
        ]
    )
    rows = neighbors(wanted) if any_word else []
    pieces = [*parts, *rows]
    texts = [text for part in [*wanted, *excluded, *pieces] for text in part.texts]
    with connection.cursor() as cursor:
        cursor.execute(compiled_sql(whole, [part.sql for part in pieces]), texts)
        tsquery, *compiled = cursor.fetchone()
    by_part = list(zip(pieces, compiled, strict=True))
    of_rows = [each for each in compiled[len(parts) :] if "<" in each]
    ignored = [part.text for part, each in by_part if not each and part in parts]
    searched_for = [(part, each) for part, each in by_part if each and part in wanted]
    return Query(
        parts,
        tsquery,
        pieces=(*(each for _, each in searched_for), *of_rows),
        parts_searched_for=tuple(part for part, _ in searched_for),
        ignored=tuple(dict.fromkeys(ignored)),
        has_any_word=any_word,
    )


def neighbors(parts: list[Part]) -> list[Part]:
    """Return each two and three words in a row, as phrases: a text that has them is better."""
    return [
        Part(" ".join(part.text for part in parts[begin : begin + number]), is_phrase=True)
        for number in (2, 3)
        for begin in range(len(parts) - number + 1)
    ]
