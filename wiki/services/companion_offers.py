"""Entries of the same or nearly the same title, for an editor to join or to keep apart.

A report and the webinar about it come in as two rows that do not know of each other.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from content.models import Entry
from wiki.models import NoCompanions

# Of all groups of three letters that two titles have, how many they share. What is called “The
# Subject” and “Foreword: The Subject” shares two thirds of them, “The Subject” and “The Subject in
# K-12” nine tenths.
ALIKE = 0.8
OFFERS_A_PAGE = 20
# So many titles are compared with all others at a time, and in one go.
AT_A_TIME, AT_MOST = 100, 500
NUMBER = re.compile(r"\d+")

IN_LIBRARY = "({entry}.format <> '' OR {entry}.kind = 'series')"
PAIRS = f"""
SELECT one.id, other.id
  FROM content_entry AS one
  JOIN content_entry AS other ON other.title %% one.title AND other.id <> one.id
 WHERE one.id = ANY (%(numbers)s) AND one.title <> ''
   AND {IN_LIBRARY.format(entry="one")} AND {IN_LIBRARY.format(entry="other")}
   AND NOT EXISTS (SELECT FROM content_entry_companions
                    WHERE from_entry_id = one.id AND to_entry_id = other.id)
   AND NOT EXISTS (SELECT FROM wiki_nocompanions
                    WHERE first_id = least(one.id, other.id)
                      AND second_id = greatest(one.id, other.id))
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """Two entries that may be companions; the first came in before the second."""

    first: Entry
    second: Entry


def offers_for(entry_ids: Collection[int]) -> list[Offer]:
    """Return the pairs that these entries are in, as far as nobody has decided on them."""
    return build(find_pairs(sorted(entry_ids)[-AT_MOST:]))


def next_offers(*, before: int | None = None) -> tuple[list[Offer], int | None]:
    """Return offers of the whole library, newest first, and where to go on: `before` of the next.

    A page costs the same however large the library is, so it may be short and not the last.
    """
    entries = Entry.objects.filter(kind="series") | Entry.objects.in_library()
    if before is not None:
        entries = entries.filter(pk__lt=before)
    numbers = list(entries.order_by("-pk").values_list("pk", flat=True)[: AT_MOST + 1])
    at_hand = numbers[:AT_MOST]
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(at_hand), AT_A_TIME):
        some = at_hand[start : start + AT_A_TIME]
        # Of each pair the younger entry is asked about, so that it comes on one page only.
        pairs += [pair for pair in find_pairs(some) if pair[1] in set(some)]
        if len(pairs) >= OFFERS_A_PAGE and some[-1] != numbers[-1]:
            return build(pairs), some[-1]
    return build(pairs), at_hand[-1] if len(numbers) > AT_MOST else None


def find_pairs(entry_ids: list[int]) -> list[tuple[int, int]]:
    """Return (older, younger) of the pairs with any of these entries, the youngest first."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The operator % asks for it, and only with the operator is the index used.
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(PAIRS, {"numbers": entry_ids})
        pairs = {(min(pair), max(pair)) for pair in cursor.fetchall()}
    return sorted(pairs, key=lambda pair: (-pair[1], -pair[0]))


def build(pairs: Iterable[tuple[int, int]]) -> list[Offer]:
    pairs = list(pairs)
    numbers = {number for pair in pairs for number in pair}
    entries = Entry.objects.as_links().in_bulk(numbers)
    offers = [Offer(entries[first], entries[second]) for first, second in pairs]
    return [offer for offer in offers if not differ_in_numbers(offer)]


def differ_in_numbers(offer: Offer) -> bool:
    """Whether the titles count something: part 1 and part 2, or the reports of two years."""
    one, other = (set(NUMBER.findall(entry.title)) for entry in (offer.first, offer.second))
    return not (one <= other or other <= one)


@transaction.atomic
def join(*, first: Entry, second: Entry) -> None:
    """Make two entries companions, whatever was said of them before."""
    NoCompanions.objects.filter(**in_order(first, second)).delete()
    first.companions.add(second)


def keep_apart(*, first: Entry, second: Entry) -> None:
    """Never offer these two again."""
    NoCompanions.objects.get_or_create(**in_order(first, second))


def in_order(first: Entry, second: Entry) -> dict[str, Entry]:
    older, younger = sorted([first, second], key=lambda entry: entry.pk)
    return {"first": older, "second": younger}
