"""Which entries of the library have which facets, as bitmaps: integers with a bit for each entry.

The database writes them itself (migration 0003); docs/decisions/library-facets.md tells why. What
has changed since they were last written, it names: that is read from the entries, and has bits of
its own above all others. What is scheduled is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from psycopg.pq import Format

from content import feeds, paging

# One statement: all of it is as it was at one moment.
READ = """
SELECT facet, value, members, NULL::bigint AS entry
  FROM wiki_facet WHERE facet <> 'tag' OR value = ANY (%(tags)s::text[])
UNION ALL
SELECT own.facet, own.value, NULL, own.entry_id
  FROM (SELECT array_agg(entry_id) AS entries FROM wiki_changed) AS changed
 CROSS JOIN LATERAL wiki_facets_of(changed.entries) AS own
 WHERE own.facet <> 'tag' OR own.value = ANY (%(tags)s::text[])
UNION ALL
SELECT '-changed', number::text, NULL, entry_id FROM wiki_changed JOIN wiki_shelf USING (entry_id)
UNION ALL
SELECT '-scheduled', number::text, NULL, entry_id FROM wiki_scheduled(%(now)s)
UNION ALL
(SELECT '-begin', number::text, NULL, NULL FROM wiki_shelf
  WHERE NOT is_late AND (published_at, entry_id) >= (%(moment)s::timestamptz, %(number)s::bigint)
  ORDER BY published_at, entry_id LIMIT 1)
UNION ALL
(SELECT '-shelving', shelving::text, NULL, NULL FROM wiki_shelf ORDER BY number LIMIT 1)
"""
WITH_NUMBERS = """
SELECT entry_id FROM wiki_shelf WHERE number = ANY (%s::integer[]) AND shelving = %s::integer
"""
# What a page or a feed can need, on each side of the place where a page begins.
NEAR = 2 + max(paging.PER_PAGE, feeds.SIZE)


@dataclass(frozen=True)
class Shelf:
    everything: int  # what readers may see
    late: int  # what has a number that does not follow its date
    members: dict[str, dict[str, int]]  # by facet and value; of `everything`, and of more
    length: int  # of the bitmaps in the database
    shelving: int
    begin: int | None  # what is older than the key of a page has smaller numbers than this
    changed: list[int]  # the entries whose bits come after those in the database

    def having(self, facet: str, values: Iterable[str]) -> int:
        """Return what has one of these values."""
        members, found = self.members.get(facet, {}), 0
        for value in values:
            found |= members.get(value, 0)
        return found

    def candidates(self, bitmap: int) -> list[int] | None:
        """Return entries of a bitmap, in no order: the newest, and those where the page begins.

        None if the database has given out other numbers in the meantime.
        """
        changed = [
            entry for place, entry in enumerate(self.changed) if bitmap >> self.length + place & 1
        ]
        written = bitmap & ((1 << self.length) - 1)
        in_order = digits_of(written & ~self.late, self.length)
        numbers = {
            *numbers_before(in_order, self.length),
            *numbers_from(digits_of(written & self.late, self.length), 0, at_most=self.length),
        }
        if self.begin is not None:
            numbers.update(numbers_before(in_order, self.begin))
            numbers.update(numbers_from(in_order, self.begin))
        with connection.cursor() as cursor:
            cursor.execute(WITH_NUMBERS, [list(numbers), self.shelving])
            entries = [entry for (entry,) in cursor.fetchall()]
        return entries + changed if len(entries) == len(numbers) else None


def digits_of(bitmap: int, length: int) -> str:
    """Return a bitmap as digits, in which the place of a one is its number."""
    return f"{bitmap:0{length}b}" if length else ""


def numbers_from(digits: str, start: int, *, at_most: int = NEAR) -> list[int]:
    numbers, number = [], digits.find("1", start)
    while number >= 0 and len(numbers) < at_most:
        numbers.append(number)
        number = digits.find("1", number + 1)
    return numbers


def numbers_before(digits: str, end: int) -> list[int]:
    numbers, number = [], digits.rfind("1", 0, end)
    while number >= 0 and len(numbers) < NEAR:
        numbers.append(number)
        number = digits.rfind("1", 0, number)
    return numbers


def read_shelf(*, tags: Iterable[str], key: tuple[datetime, int] | None = None) -> Shelf:
    """Read all facets, of the tags only these, in one query; `key` is where the page begins."""
    moment, number = key or (None, None)
    parameters = {"tags": list(tags), "now": timezone.now(), "moment": moment, "number": number}
    with connection.cursor() as cursor:
        # As text, each bit would be a letter.
        cursor.cursor.format = Format.BINARY
        cursor.execute(READ, parameters)
        return build_shelf(cursor.fetchall())


def build_shelf(rows: list[tuple]) -> Shelf:
    """Put what has changed with what is written in the bitmaps, and leave out what is scheduled."""
    members: dict[str, dict[str, int]] = {}
    length, facts, hidden, scheduled, changed = 0, {}, [], set(), []
    for name, value, bits, entry in rows:
        if bits is not None:
            # Four bytes before them say how many there are.
            length = (len(bits) - 4) * 8
            members.setdefault(name, {})[value] = int.from_bytes(bits[4:])
        elif not name.startswith("-"):
            changed.append((name, value, entry))
        elif entry is None:
            facts[name] = int(value)
        else:
            if name == "-scheduled":
                scheduled.add(entry)
            if value is not None:
                hidden.append(int(value))
    places: dict[int, int] = {}
    for facet, value, entry in changed:
        if entry not in scheduled:
            bit = 1 << length + places.setdefault(entry, len(places))
            of_facet = members.setdefault(facet, {})
            of_facet[value] = of_facet.get(value, 0) | bit
    everything = members.pop("all", {}).get("", 0)
    for number in hidden:
        everything &= ~(1 << length - 1 - number)
    return Shelf(
        everything=everything,
        late=members.pop("late", {}).get("", 0),
        members=members,
        length=length,
        shelving=facts.get("-shelving", 0),
        begin=facts.get("-begin"),
        changed=list(places),
    )
