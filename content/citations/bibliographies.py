"""Many works in one file for reference managers."""

from collections import Counter
from collections.abc import Iterable
from itertools import count

from content.citations.bibtex import bibtex, key
from content.citations.csl_json import csl_item, write_items
from content.citations.ris import ris
from content.citations.works import Work


def write_bibtex(works: Iterable[Work]) -> str:
    return "\n".join(bibtex(work, key_suffix=suffix) for work, suffix in with_suffixes(works))


def write_ris(works: Iterable[Work]) -> str:
    return "\r\n".join(map(ris, works))


def write_csl_json(works: Iterable[Work]) -> str:
    return write_items(csl_item(work, key_suffix=suffix) for work, suffix in with_suffixes(works))


def with_suffixes(works: Iterable[Work]) -> Iterable[tuple[Work, str]]:
    """Yield each work with what makes its key the only one in the file: nothing, or b, c …"""
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    for work in works:
        base = key(work)
        for number in count(seen[base]):
            suffix = letters(number)
            if base + suffix not in taken:
                seen[base] = number + 1
                taken.add(base + suffix)
                yield work, suffix
                break


def letters(number: int) -> str:
    """Return "" for 0, then b, c, … z, ba, bb …"""
    if not number:
        return ""
    text, number = "", number + 1
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text
