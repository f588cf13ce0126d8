"""What a page of the library says, and what it should say, counted entry by entry."""

from collections import Counter

from lxml import html

from content.models import Entry, Format, Place, Topic

HEADINGS = {
    "format": "Format",
    "topic": "Topic",
    "sector": "Sector",
    "place": "Place",
    "year": "Year",
    "from": "Source",
}
SECTORS = {"k-12": "K-12", "higher-education": "Higher education"}


def read_page(client, path: str, **choices: str):
    response = client.get(path, choices)
    assert response.status_code == 200, (path, choices)
    return html.fromstring(response.content.decode())


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def titles_on(page) -> list[str]:
    return [text_of(link) for link in page.xpath("//article//h2/a")]


def facets_on(page) -> dict[str, dict[str, int]]:
    """Return {facet: {value: count}}, including collapsed ones."""
    facets = {}
    for section in page.find_class("facet"):
        words = [text_of(link).removeprefix("Remove ") for link in section.xpath(".//li/a")]
        facets[section.findtext("h2")] = {
            label: int(count) for label, _, count in (word.rpartition(" ") for word in words)
        }
    return facets


def values_of(entry: Entry) -> dict[str, set[str]]:
    """Return the labels under which each facet lists an entry, as {facet: labels}."""
    return {
        "format": {entry.get_format_display()},
        "topic": names_with_ancestors(entry.topics.all()),
        "sector": {label for sector, label in SECTORS.items() if entry.sector in (sector, "both")},
        "place": names_with_ancestors(entry.places.all()),
        "year": {str(entry.year or "Year not known")},
        "from": {"Ours" if entry.kind in ("publication", "event") else "From the field"},
    }


def names_with_ancestors(terms) -> set[str]:
    names = set()
    for term in terms:
        while term:
            names.add(term.name)
            term = term.parent
    return names


def expected_facets(chosen: dict[str, str]) -> dict[str, dict[str, int]]:
    """Return the facets that a page should show for these choices, as facets_on() does."""
    public = Entry.objects.published().in_library()
    # One query for each level, not for each entry's terms.
    public = public.prefetch_related("topics__parent", "places__parent__parent")
    entries = [values_of(entry) for entry in public]
    facets = {}
    for facet, heading in HEADINGS.items():
        counts = Counter(
            label
            for entry in entries
            if all(chosen[other] in entry[other] for other in chosen if other != facet)
            for label in entry[facet]
        )
        if facet in chosen:
            counts.setdefault(chosen[facet], 0)
        if counts:
            facets[heading] = dict(counts)
    return facets


def query_value(facet: str, label: str) -> str:
    """Return the value that a query string uses for a label."""
    by_label = {
        "format": {label: value for value, label in Format.choices},
        "sector": {label: value for value, label in SECTORS.items()},
        "from": {"Ours": "ours", "From the field": "field"},
        "year": {"Year not known": "unknown"},
        "topic": dict(Topic.objects.values_list("name", "slug")),
        "place": dict(Place.objects.values_list("name", "slug")),
    }
    return by_label[facet].get(label, label)
