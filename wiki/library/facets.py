"""The facets of the library as a page shows them: each value with what choosing it would give."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypedDict

from django.db.models import Q
from django.db.models.expressions import RawSQL
from taggit.models import Tag

from content.models import Entry, Format, Place, Sector, Topic
from content.paths import library_path
from wiki.library.choices import FACETS, Choices, choose, leave_out
from wiki.library.shelf import Shelf, read_shelf

UNKNOWN_YEAR = "unknown"
SECTORS = {sector.value: sector.label for sector in (Sector.K12, Sector.HIGHER_EDUCATION)}
SOURCES = {"ours": "Ours", "field": "From the field"}
# Some more are shown where nothing would be gained by folding them away.
SHOWN_AT_ONCE, WORTH_FOLDING = 12, 3
# Numbers are given anew so seldom that twice while a page is made means that something is wrong.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Value:
    """What readers can choose in a facet."""

    value: str
    label: str
    keys: frozenset[str]  # what the shelf has it under: itself, and whatever lies inside it
    depth: int = 0  # how many wider topics or places it lies in


class Link(TypedDict):
    """A value's address in the library, and how many entries are there.

    A dictionary, because that is what templates look things up in first: a page has a hundred of
    these, and it halves the time that they take.
    """

    label: str
    depth: int
    url: str  # of what is chosen: the address without it
    count: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Some other choices."""

    url: str
    count: int

    @property
    def words(self) -> str:
        return entries_in_words(self.count)


@dataclass(frozen=True, slots=True)
class Chip:
    """What is chosen in a facet; the entries that there are without it, and of it alone."""

    facet: str
    label: str
    without: Way
    alone: Way


@dataclass(frozen=True)
class Facet:
    name: str
    links: list[Link]

    @property
    def label(self) -> str:
        return FACETS[self.name]

    @cached_property
    def fold(self) -> int:
        """How many of the links are shown at once; no tree is cut in two."""
        if len(self.links) < SHOWN_AT_ONCE + WORTH_FOLDING:
            return len(self.links)
        tops = [place for place, link in enumerate(self.links) if not link["depth"]]
        return next((place for place in tops if place >= SHOWN_AT_ONCE), len(self.links))

    @property
    def shown(self) -> list[Link]:
        return self.links[: self.fold]

    @property
    def folded(self) -> list[Link]:
        return self.links[self.fold :]

    @property
    def is_open(self) -> bool:
        """Whether what is folded away has to be seen, as it is chosen."""
        return any(link["is_chosen"] for link in self.folded)


class Facets:
    """What a reader has chosen, what that gives, and what else there is to choose."""

    def __init__(self, choices: Choices, *, key: tuple[datetime, int] | None = None) -> None:
        """Read them for a page that begins at a key (see content.paging), or with the newest."""
        self.choices = choices
        self.tags = read_tags(choices["tag"]) if "tag" in choices else []
        self.topics, self.places = read_tree(Topic), read_tree(Place)
        for _ in range(ATTEMPTS):
            self.look_at(read_shelf(tags=[key for tag in self.tags for key in tag.keys], key=key))
            candidates = self.shelf.candidates(self.found)
            if candidates is not None:
                break
        # One parameter, however many there are: so it is always the same query, whose plan is kept.
        chosen = RawSQL("SELECT unnest(%s::bigint[])", [candidates or []])
        entries = Entry.objects.published().in_library().filter(pk__in=chosen)
        self.entries = entries if candidates else entries.none()

    def look_at(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.values: dict[str, list[Value]] = {
            "kind": plain_values(dict(Format.choices)),
            "topic": self.topics,
            "sector": plain_values(SECTORS),
            "place": self.places,
            "year": plain_values(name_years(shelf.members.get("year", {}))),
            "from": plain_values(SOURCES),
            "tag": self.tags,
        }
        self.chosen = {facet: self.find(facet, value) for facet, value in self.choices.items()}
        self.bitmaps = {
            facet: shelf.having(facet, value.keys) for facet, value in self.chosen.items()
        }
        self.found = self.all_but()
        self.total = self.found.bit_count()

    def find(self, facet: str, value: str) -> Value:
        """Return a value of a facet; for one that does not exist, one that nothing has."""
        nothing = Value(value, value, frozenset())
        return next((found for found in self.values[facet] if found.value == value), nothing)

    def all_but(self, left_out: str = "") -> int:
        """Return what has all that is chosen, apart from what is chosen in this facet."""
        found = self.shelf.everything
        for facet, bitmap in self.bitmaps.items():
            if facet != left_out:
                found &= bitmap
        return found

    @cached_property
    def lists(self) -> list[Facet]:
        """The facets, with those values that something has or that are chosen."""
        facets = [self.facet(name) for name in FACETS if name != "tag"]
        return [facet for facet in facets if facet.links]

    def facet(self, name: str) -> Facet:
        others, links = self.all_but(name), []
        for value in self.values[name]:
            count = (self.shelf.having(name, value.keys) & others).bit_count()
            is_chosen = self.choices.get(name) == value.value
            if count or is_chosen:
                choices = (
                    leave_out(self.choices, name)
                    if is_chosen
                    else choose(self.choices, name, value.value)
                )
                links.append(
                    Link(
                        label=value.label,
                        depth=value.depth,
                        url=library_path(**choices),
                        count=f"{count:,}",
                        is_chosen=is_chosen,
                    )
                )
        return Facet(name, links)

    @cached_property
    def chips(self) -> list[Chip]:
        return [self.chip(facet, value) for facet, value in self.chosen.items()]

    def chip(self, facet: str, value: Value) -> Chip:
        alone = self.shelf.everything & self.bitmaps[facet]
        without = library_path(**leave_out(self.choices, facet))
        return Chip(
            FACETS[facet],
            value.label,
            without=Way(without, self.all_but(facet).bit_count()),
            alone=Way(library_path(**{facet: value.value}), alone.bit_count()),
        )

    @property
    def relaxing(self) -> list[Chip]:
        """What is chosen and keeps everything else from being found."""
        return [chip for chip in self.chips if chip.without.count]

    @property
    def is_library_empty(self) -> bool:
        return not self.shelf.everything

    @property
    def words(self) -> str:
        return entries_in_words(self.total)


def entries_in_words(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def plain_values(labels: dict[str, str]) -> list[Value]:
    return [Value(value, label, frozenset({value})) for value, label in labels.items()]


def name_years(years: dict[str, int]) -> dict[str, str]:
    newest_first = sorted((year for year in years if year.isdecimal()), key=int, reverse=True)
    return {year: year for year in newest_first} | {UNKNOWN_YEAR: "Year not known"}


def read_tree(model: type[Topic] | type[Place]) -> list[Value]:
    """Return all topics or places, each followed by what lies inside it."""
    children: dict[int | None, list[tuple]] = {}
    for parent, *term in model.objects.values_list("parent_id", "pk", "slug", "name"):
        children.setdefault(parent, []).append(term)

    def below(parent: int | None, depth: int) -> list[Value]:
        values = []
        for pk, slug, name in children.get(parent, []):
            inside = below(pk, depth + 1)
            keys = frozenset({str(pk)}).union(*(value.keys for value in inside))
            values += [Value(slug, name, keys, depth), *inside]
        return values

    return below(None, 0)


def read_tags(word: str) -> list[Value]:
    """Return the tag that has this address or this name, if there is one."""
    if "\0" in word:
        return []
    tags = Tag.objects.filter(Q(slug=word) | Q(name__iexact=word)).order_by("pk")
    found = list(tags.values_list("pk", "name"))
    keys = frozenset(str(pk) for pk, _ in found)
    return [Value(word, found[0][1], keys)] if found else []
