"""Which row of a spreadsheet is about which resource, where only their titles tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from imports.resources.catalog import Catalog, Identity
from wiki.models import Resource
from wiki.normalized_urls import normalize_url

if TYPE_CHECKING:
    from imports.resources.planning import Decision


def identify(decisions: Iterable[Decision], catalog: Catalog) -> None:
    """Say what each row is known by, rows with errors counted: mending one moves no other."""
    titles: Counter[str] = Counter()
    groups: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        title = decision.title.casefold()
        titles[title] += 1
        url = decision.values.get("url", "")
        decision.identity = Identity(decision.title, titles[title], url)
        groups[title].append(decision)
    catalog.find_all(decision.identity for decision in decisions)
    keys = {decision.identity.key for decision in decisions}
    for title, rows in groups.items():
        known = {row.number: by_address(row, catalog) for row in rows}
        claimed = {resource.pk for resource in known.values() if resource}
        unknown = [row for row in rows if not known[row.number]]
        tell_apart(unknown, catalog, claimed=claimed)
        namesakes = [
            resource
            for resource in catalog.namesakes[title]
            if resource.url
            and resource.pk in catalog.seen
            and resource.normalized_url not in keys
            and normalize_url(resource.imported.get("url") or resource.url) not in keys
        ]
        for row in rows:
            row.namesake = namesakes[0] if namesakes and row.identity.url else None


def by_address(row: Decision, catalog: Catalog) -> Resource | None:
    """Return what a row is about if its address is here already, so that no title need tell."""
    identity = row.identity
    return catalog.by_key.get(identity.key) or catalog.by_guid.get(identity.guid_by_url)


def tell_apart(rows: list[Decision], catalog: Catalog, *, claimed: set[int]) -> None:
    """Number rows of one title anew: first by what they said the last time, then by their order.

    So a row that is taken out, put in or moved makes no other into what it was. `claimed` are
    resources that other rows are about, by their addresses.
    """
    if not rows:
        return
    title, left = rows[0].title, list(rows)
    numbers = range(1, catalog.highest_number(title) + 1)
    guids = {number: Identity(title, number, "").guid_by_title for number in numbers}
    resources = {
        number: catalog.by_guid[guid] for number, guid in guids.items() if guid in catalog.by_guid
    }
    taken = set(resources)
    free = {
        number: resource for number, resource in resources.items() if resource.pk not in claimed
    }

    def settle(is_same: Callable[[Decision, Resource], bool], *, is_own: bool) -> None:
        for row in list(left):
            for number in [row.identity.number] if is_own else list(free):
                if number in free and is_same(row, free[number]):
                    del free[number]
                    left.remove(row)
                    row.identity = replace(row.identity, number=number)
                    break

    for is_same in (is_unchanged, has_same_words):
        settle(is_same, is_own=True)
        settle(is_same, is_own=False)
    settle(may_be_same, is_own=True)
    # Those whose number nobody has keep it.
    for row in sorted(left, key=lambda row: row.identity.number in taken):
        number = row.identity.number
        if number in taken:
            number = next(other for other in count(1) if other not in taken)
            row.identity = replace(row.identity, number=number)
        taken.add(number)


def says_same(row: Decision, resource: Resource, name: str) -> bool:
    """Whether the row says, if anything, what it said when the resource came in."""
    value = row.values.get(name, resource.imported.get(name))
    return value == resource.imported.get(name, value)


def is_unchanged(row: Decision, resource: Resource) -> bool:
    # It may have got an address; of titles, the case makes no difference.
    names = row.values.keys() - ({"title", "url"} if row.identity.url else {"title"})
    return not row.errors and all(says_same(row, resource, name) for name in names)


def has_same_words(row: Decision, resource: Resource) -> bool:
    return bool(row.values.get("summary")) and all(
        says_same(row, resource, name) for name in ("format", "summary")
    )


def may_be_same(row: Decision, resource: Resource) -> bool:
    return any(says_same(row, resource, name) for name in ("format", "summary"))
