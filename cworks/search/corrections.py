"""Words with typos: what titles, names, and synonyms have instead."""

from difflib import SequenceMatcher
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from cworks.search.queries import WORD, Part
from cworks.search.search_sql import CLOSE_BY_INDEX, CLOSE_NAMES, UNKNOWN_WORDS

SHORTEST = 4  # characters that a word must have to be corrected
LIKE_ENOUGH = 0.7
MAX_LONGER = 2  # characters


def correct(parts: list[Part], groups: list[tuple[str, ...]]) -> str:
    """Return the words with those that no entry has replaced by the most similar that is known.

    "" if there is nothing to correct, or nothing like it. `groups` are synonyms. One query, and two
    for each such word.
    """
    words = [word for part in parts for word in WORD.findall(part.text)]
    unknown = find_unknown([word for word in words if len(word) >= SHORTEST])
    others = words_of(tuple(groups))
    typos = [word for word in unknown if word.lower() not in others]
    corrections = {word: found for word in typos if (found := most_similar(word, others))}
    if not corrections:
        return ""
    return " ".join(written(part, corrections) for part in parts)


def find_unknown(words: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN_WORDS, {"words": words, "now": timezone.now()})
        return [word for (word,) in cursor.fetchall()]


def most_similar(word: str, others: frozenset[str]) -> str:
    """Return the word in a title or name, or of the others, that is most like this one, or ""."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_BY_INDEX)
        cursor.execute(CLOSE_NAMES, {"word": word, "now": timezone.now()})
        names = [name for (name,) in cursor.fetchall()]
    known = {found.lower() for name in names for found in WORD.findall(name)} | others
    asked = word.lower()
    # People seldom get the first character wrong, and many other words differ in just that.
    alike = sorted(
        each for each in known if each[0] == asked[0] and abs(len(each) - len(asked)) <= MAX_LONGER
    )
    ranked = [(SequenceMatcher(None, asked, each).ratio(), each) for each in alike]
    likeness, best = max(ranked, default=(0, ""))
    return best if likeness >= LIKE_ENOUGH else ""


@lru_cache(maxsize=2)
def words_of(groups: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(
        word for group in groups for phrase in group for word in WORD.findall(phrase.lower())
    )


def written(part: Part, corrections: dict[str, str]) -> str:
    """Return a part as a reader would type it, corrected."""
    text = WORD.sub(lambda word: corrections.get(word[0], word[0]), part.text)
    minus, quote = "-" * part.is_excluded, '"' * part.is_phrase
    return f"{'or ' * part.is_alternative}{minus}{quote}{text}{quote}"
