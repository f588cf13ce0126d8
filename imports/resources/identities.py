"""Matches rows of a spreadsheet to resources by title."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from imports.resources.catalog import Catalog
from imports.resources.rows import Identity, ResourceRow
from wiki.models import Resource
from wiki.normalized_urls import normalize_url


def identify(rows: list[ResourceRow], catalog: Catalog) -> None:
    """Give each row its identity, rows with problems included: fixing one changes no other."""
    titles: Counter[str] = Counter()
    groups: dict[str, list[ResourceRow]] = defaultdict(list)
    for row in rows:
        title = row.title.casefold()
        titles[title] += 1
        row.identity = Identity(row.title, titles[title], row.values.get("url", ""))
        groups[title].append(row)
    catalog.find_all(row.identity for row in rows)
    keys = {row.identity.key for row in rows}
    for title, group in groups.items():
        known = {row.number: find_by_address(row, catalog) for row in group}
        claimed = {resource.pk for resource in known.values() if resource}
        unknown = [row for row in group if not known[row.number]]
        number_by_title(unknown, catalog, claimed=claimed)
        namesake = find_namesake(title, catalog, keys=keys)
        for row in group:
            if namesake and "url" in row.left_out and len(group) == 1:
                # Only its address can’t be read, so it is still about the same resource.
                row.identity = replace(row.identity, url=namesake.url)
            else:
                row.namesake = namesake if row.identity.url else None


def find_by_address(row: ResourceRow, catalog: Catalog) -> Resource | None:
    identity = row.identity
    return catalog.by_key.get(identity.key) or catalog.by_guid.get(identity.guid_by_url)


def find_namesake(title: str, catalog: Catalog, *, keys: set[str | None]) -> Resource | None:
    """Return a resource with this title from an earlier import, whose address no row has."""
    for resource in catalog.namesakes[title]:
        imported_url = catalog.recorded_data(resource).get("url") or resource.url
        is_elsewhere = not {resource.normalized_url, normalize_url(imported_url)} & keys
        if resource.url and resource.pk in catalog.seen and is_elsewhere:
            return resource
    return None


def number_by_title(rows: list[ResourceRow], catalog: Catalog, *, claimed: set[int]) -> None:
    """Number rows that share a title: by what they said last time, then by their order.

    So adding, removing, or moving one row does not turn another into something else. `claimed`
    are resources that other rows are about, by address.
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

    def match_rows(is_same: Callable[[ResourceRow, dict], bool], *, keeps_number: bool) -> None:
        for row in list(left):
            for number in [row.identity.number] if keeps_number else list(free):
                if number in free and is_same(row, catalog.recorded_data(free[number])):
                    del free[number]
                    left.remove(row)
                    row.identity = replace(row.identity, number=number)
                    break

    for is_same in (is_unchanged, has_same_summary):
        match_rows(is_same, keeps_number=True)
        match_rows(is_same, keeps_number=False)
    match_rows(may_be_same, keeps_number=True)
    # A row whose number is free keeps it.
    for row in sorted(left, key=lambda row: row.identity.number in taken):
        number = row.identity.number
        if number in taken:
            number = next(other for other in count(1) if other not in taken)
            row.identity = replace(row.identity, number=number)
        taken.add(number)


def matches_previous(row: ResourceRow, previous: dict, name: str) -> bool:
    """Whether the row says, if anything, what was said at the last import."""
    value = row.values.get(name, previous.get(name))
    return value == previous.get(name, value)


def is_unchanged(row: ResourceRow, previous: dict) -> bool:
    # An address may have been added. In titles, case makes no difference.
    names = row.values.keys() - ({"title", "url"} if row.identity.url else {"title"})
    return not row.problems and all(matches_previous(row, previous, name) for name in names)


def has_same_summary(row: ResourceRow, previous: dict) -> bool:
    return bool(row.values.get("summary")) and all(
        matches_previous(row, previous, name) for name in ("format", "summary")
    )


def may_be_same(row: ResourceRow, previous: dict) -> bool:
    return any(matches_previous(row, previous, name) for name in ("format", "summary"))
