"""Offers entries with similar titles to editors as possible companions.

A report and the webinar about it are often imported as two unrelated rows.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from content.editing.revisions import revise_companions
from content.kinds import all_kinds
from content.models import Entry, User
from wiki.models import NoCompanions
from wiki.services.companion_offers_sql import SIMILAR_TITLES

# The share of trigrams that two titles have in common: two thirds for “The Subject” and “Foreword:
# The Subject,” nine tenths for “The Subject” and “The Subject in K-12.”
SIMILARITY = 0.8
OFFERS_PER_PAGE = 20
# How many titles are compared with all others in one query, and in one request.
BATCH_SIZE, MAXIMUM = 100, 500
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Offer:
    """Two possible companions; the first was created before the second."""

    first: Entry
    second: Entry


def offers_for(entry_ids: Collection[int]) -> list[Offer]:
    """Return pairs with any of these entries that no one has decided on yet."""
    return build(find_pairs(sorted(entry_ids)[-MAXIMUM:]))


def next_offers(*, before: int | None = None) -> tuple[list[Offer], int | None]:
    """Return a page of offers, newest first, and `before` of the next page, if there is one.

    A page costs the same however large the library is, so it may be short without being the last.
    """
    entries = Entry.objects.filter(kind__in=kinds_offered()) | Entry.objects.in_library()
    if before is not None:
        entries = entries.filter(pk__lt=before)
    numbers = list(entries.order_by("-pk").values_list("pk", flat=True)[: MAXIMUM + 1])
    at_hand = numbers[:MAXIMUM]
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(at_hand), BATCH_SIZE):
        some = at_hand[start : start + BATCH_SIZE]
        # Each pair appears only with its newer entry, so that it is on one page only.
        pairs += [pair for pair in find_pairs(some) if pair[1] in set(some)]
        if len(pairs) >= OFFERS_PER_PAGE and some[-1] != numbers[-1]:
            return build(pairs), some[-1]
    return build(pairs), at_hand[-1] if len(numbers) > MAXIMUM else None


def kinds_offered() -> list[str]:
    """Return the kinds that are offered although they are not in the library."""
    return [kind.name for kind in all_kinds() if kind.offered_as_companion]


def find_pairs(entry_ids: list[int]) -> list[tuple[int, int]]:
    """Return (older, newer) pairs with any of these entries, the newest first."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The operator % uses this threshold, and only the operator uses the index.
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILARITY)]
        )
        cursor.execute(SIMILAR_TITLES, {"numbers": entry_ids, "kinds": kinds_offered()})
        pairs = {(min(pair), max(pair)) for pair in cursor.fetchall()}
    return sorted(pairs, key=lambda pair: (-pair[1], -pair[0]))


def build(pairs: Iterable[tuple[int, int]]) -> list[Offer]:
    pairs = list(pairs)
    numbers = {number for pair in pairs for number in pair}
    entries = Entry.objects.as_links().in_bulk(numbers)
    offers = [Offer(entries[first], entries[second]) for first, second in pairs]
    return [offer for offer in offers if not differ_in_numbers(offer)]


def differ_in_numbers(offer: Offer) -> bool:
    """Whether the titles have different numbers: parts 1 and 2, or reports of two years."""
    one, other = (set(NUMBER.findall(entry.title)) for entry in (offer.first, offer.second))
    return not (one <= other or other <= one)


@transaction.atomic
def join(*, first: Entry, second: Entry, by: User | None = None) -> None:
    """Make two entries companions, even if someone had decided to keep them apart."""
    NoCompanions.objects.filter(**in_order(first, second)).delete()
    first.companions.add(second)
    revise_companions(of=first, pks=[second.pk], by=by)
    revise_companions(of=second, pks=[first.pk], by=by)


def reject_companions(*, first: Entry, second: Entry) -> None:
    """Never offer these two again."""
    NoCompanions.objects.get_or_create(**in_order(first, second))


def in_order(first: Entry, second: Entry) -> dict[str, Entry]:
    older, newer = sorted([first, second], key=lambda entry: entry.pk)
    return {"first": older, "second": newer}
