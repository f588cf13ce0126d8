"""Words with typos: what titles and names have instead."""

from difflib import SequenceMatcher

from django.db import connection
from django.utils import timezone

from cworks.search.queries import WORD, Part
from cworks.search.search_sql import CLOSE_NAMES, UNKNOWN_WORDS

SHORTEST = 4  # characters that a word must have to be corrected
LIKE_ENOUGH = 0.7


def correct(parts: list[Part]) -> str:
    """Return the words with those that no entry has replaced by the most similar that some have.

    "" if there is nothing to correct, or nothing like it. One query, and one for each such word.
    """
    words = [word for part in parts for word in WORD.findall(part.text)]
    unknown = find_unknown([word for word in words if len(word) >= SHORTEST])
    corrections = {word: found for word in unknown if (found := most_similar(word))}
    if not corrections:
        return ""
    return " ".join(written(part, corrections) for part in parts)


def find_unknown(words: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN_WORDS, {"words": words, "now": timezone.now()})
        return [word for (word,) in cursor.fetchall()]


def most_similar(word: str) -> str:
    """Return the word in a title or name that is most like this one, or ""."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_NAMES, {"word": word, "now": timezone.now()})
        names = [name for (name,) in cursor.fetchall()]
    known = {found.lower() for name in names for found in WORD.findall(name)}
    ranked = [(SequenceMatcher(None, word.lower(), each).ratio(), each) for each in sorted(known)]
    likeness, best = max(ranked, default=(0, ""))
    return best if likeness >= LIKE_ENOUGH else ""


def written(part: Part, corrections: dict[str, str]) -> str:
    """Return a part as a reader would type it, corrected."""
    text = WORD.sub(lambda word: corrections.get(word[0], word[0]), part.text)
    minus, quote = "-" * part.is_excluded, '"' * part.is_phrase
    return f"{'or ' * part.is_alternative}{minus}{quote}{text}{quote}"
