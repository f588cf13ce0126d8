"""Import the old site's locations as places."""

from content.models import Place
from imports.reports import ImportReport, Outcome
from imports.values import read_plain, read_slug, shorten
from imports.wordpress.export import ExportItem, ExportTerm
from imports.wordpress.slugs import find_by_slug
from imports.wordpress.taxonomies import PlaceFacts, read_place

UNCERTAIN = "Places that may not be states: check their level"
DEEPEST = 10


class Places:
    """Finds the place of a location. Adds those that are missing."""

    kind = "Places"

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.found: dict[tuple[str, str], Place] = {}

    def find(self, item: ExportItem) -> list[Place]:
        places = [self.found.get((term.taxonomy, term.slug)) for term in item.terms]
        return list(dict.fromkeys(place for place in places if place))

    def add_all(self, terms: dict[str, ExportTerm], new: dict[str, ExportTerm]) -> None:
        """Add the places of one taxonomy. `terms` are all of its terms, `new` those to add."""
        for slug, term in new.items():
            if self._add(term, terms, depth=0) is None:
                self.report.skip(self.kind, "locations without a letter or digit in the name")
                self.report.remark(UNCERTAIN, f"“{term.name or slug}” was skipped.")

    def _add(self, term: ExportTerm, terms: dict[str, ExportTerm], *, depth: int) -> Place | None:
        key = (term.taxonomy, term.slug)
        if key in self.found:
            return self.found[key]
        facts = read_place(term, terms)
        name = shorten(facts.name, 200)
        slug = read_slug(term.slug, otherwise=name)
        if not slug:
            return None
        place = find_by_slug(Place, slug) or self._find_by_name(facts, name)
        if place is not None:
            self.report.count(self.kind, Outcome.UNCHANGED)
            self.found[key] = place
            return place
        parent = self._find_parent(facts, terms, depth)
        if key in self.found:
            # A cycle of parents came back here.
            return self.found[key]
        level, is_certain = facts.level, facts.is_certain
        if parent is None or level == "state":
            is_certain = is_certain and level == "state"
            parent, level = None, "state"
        elif parent.level == "school":
            # A school contains nothing: this is its neighbor.
            parent = parent.parent
        elif parent.level == "district":
            level = "school"
        place = Place(slug=slug, name=name, level=level, parent=parent)
        place.description = read_plain(term.description)
        place.save()
        self.report.count(self.kind, Outcome.NEW)
        if not is_certain:
            self.report.remark(UNCERTAIN, f"“{name}” ({place.get_absolute_url()})")
        self.found[key] = place
        return place

    def _find_parent(
        self, facts: PlaceFacts, terms: dict[str, ExportTerm], depth: int
    ) -> Place | None:
        if facts.state:
            slug = read_slug(facts.state)
            state = find_by_slug(Place, slug) or Place.objects.filter(name=facts.state).first()
            return state or Place.objects.create(slug=slug, name=facts.state, level="state")
        parent = terms.get(facts.parent_slug)
        if parent is None or depth > DEEPEST:
            return None
        return self._add(parent, terms, depth=depth + 1)

    def _find_by_name(self, facts: PlaceFacts, name: str) -> Place | None:
        level = "state" if facts.level == "state" else None
        named = Place.objects.filter(name__iexact=name)
        if level and facts.is_certain:
            named = named.filter(level=level)
        elif facts.level != "state":
            # A Lincoln is in many states.
            return None
        return named.order_by("pk").first()
