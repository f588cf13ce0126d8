"""Import categories as topics, tags as tags, and other taxonomies as `--as` says."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from taggit.models import Tag

from content.models import Place, Topic
from content.paths import detail_path
from imports.redirects import add_redirects_to_path
from imports.reports import ImportReport, Outcome
from imports.values import read_name, read_plain, read_slug, shorten
from imports.wordpress.export import Export, ExportItem, ExportTerm
from imports.wordpress.old_paths import site_path
from imports.wordpress.places import Places
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.slugs import find_by_slug

UNCATEGORIZED = "uncategorized"
NO_SLUG = "Skipped: tags and topics without a letter or digit in the name"
HIGHER_EDUCATION = "higher-education"
OTHER_TERMS = "Terms of other taxonomies"
NOT_IMPORTED = "Taxonomies that weren’t imported (--as NAME=places, topics, or tags does)"
TERM_ADDRESSES = "Redirects of topics, tags, and places"
TAG_DESCRIPTIONS = "Descriptions of tags, which have none here"
NAMES_SHOWN = 40
# Imported in another way, or of no use without the old site's design.
OTHER_USES = {
    "author": "authors, imported as people",
    "nav_menu": "menus",
    "post_format": "post formats",
    "wp_theme": "themes",
}
# Where WordPress shows the terms of its own taxonomies.
FOLDERS = {"category": "category", "post_tag": "tag"}


class Terms:
    """Finds the topics, tags, and places of an item. Adds those that are missing."""

    def __init__(self, report: ImportReport, choices: ImportChoices | None = None) -> None:
        self.report = report
        self.choices = choices or ImportChoices()
        # By taxonomy and slug.
        self.topics: dict[tuple[str, str], Topic] = {}
        self.tags: dict[tuple[str, str], Tag] = {}
        self.places = Places(report)
        self.by_number: dict[tuple[str, str], Topic] = {}
        self.seen: set[tuple[str, str]] = set()

    def add_all(self, exports: Sequence[Export]) -> None:
        """Add the terms of all files, of which any may be described in another file only."""
        sites: dict[str, Export] = {}
        for export in exports:
            whole = sites.setdefault(export.site.url, Export(export.path, export.site))
            whole.add(export)
        for whole in sites.values():
            self._add_all_of(whole)

    def _add_all_of(self, export: Export) -> None:
        used = [term for item in export.items if self.choices.kind_of(item) for term in item.terms]
        uses = Counter((term.taxonomy, term.slug) for term in used)
        described: dict[str, dict[str, ExportTerm]] = defaultdict(dict)
        for term in [*used, *export.terms]:
            described[term.taxonomy][term.slug] = term
        for taxonomy, terms in described.items():
            vocabulary = self.vocabulary_of(taxonomy)
            new = {slug: term for slug, term in terms.items() if self._is_new(term)}
            if vocabulary == "topics":
                self._add_topics(terms, new)
            elif vocabulary == "tags":
                self._add_tags(new)
            elif vocabulary == "places":
                self.report.in_file[self.places.kind] += len(new)
                self.places.add_all(terms, new)
            else:
                self._leave_out_taxonomy(taxonomy, new, uses)
            self._redirect(export, new)

    def vocabulary_of(self, taxonomy: str) -> str:
        own = {"category": "topics", "post_tag": "tags"}
        return self.choices.vocabularies.get(taxonomy) or own.get(taxonomy, "")

    def find_topics(self, item: ExportItem) -> list[Topic]:
        found = [self.topics.get((term.taxonomy, term.slug)) for term in item.terms]
        return list(dict.fromkeys(topic for topic in found if topic))

    def find_tags(self, item: ExportItem) -> list[Tag]:
        found = [self.tags.get((term.taxonomy, term.slug)) for term in item.terms]
        return list(dict.fromkeys(tag for tag in found if tag))

    def find_places(self, item: ExportItem) -> list[Place]:
        return self.places.find(item)

    def find_numbered_topic(self, site: str, number: str) -> Topic | None:
        """Return the topic of the category with this number on the old site."""
        return self.by_number.get((site, number))

    def _is_new(self, term: ExportTerm) -> bool:
        """Whether no earlier file of this import had the term."""
        key = (term.taxonomy, term.slug)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def _add_topics(self, terms: dict[str, ExportTerm], new: dict[str, ExportTerm]) -> None:
        self.report.in_file["Topics"] += len(new)
        kept = {slug: term for slug, term in terms.items() if not is_uncategorized(term)}
        for slug, term in new.items():
            if slug in kept:
                self._add_topic(term, kept, ancestors=())
            else:
                self.report.skip("Topics", "the category “Uncategorized”")

    def _add_topic(
        self, term: ExportTerm, terms: dict[str, ExportTerm], *, ancestors: tuple[str, ...]
    ) -> Topic | None:
        key = (term.taxonomy, term.slug)
        if key in self.topics:
            return self.topics[key]
        parent = terms.get(term.parent)
        parent_topic = None
        if parent is not None and parent.slug not in (*ancestors, term.slug):
            parent_topic = self._add_topic(parent, terms, ancestors=(*ancestors, term.slug))
            if key in self.topics:
                # A cycle of parents came back here.
                return self.topics[key]
        name = shorten(read_name(term.name) or term.slug, 200)
        slug = read_slug(term.slug, otherwise=name)
        if not slug:
            self._leave_out("Topics", name)
            return None
        topic = find_by_slug(Topic, slug)
        if topic is None:
            topic = Topic.objects.create(
                slug=slug,
                name=name,
                parent=parent_topic,
                description=read_plain(term.description),
            )
            self.report.count("Topics", Outcome.NEW)
        else:
            self.report.count("Topics", Outcome.UNCHANGED)
        self.topics[key] = topic
        return topic

    def _add_tags(self, new: dict[str, ExportTerm]) -> None:
        self.report.in_file["Tags"] += len(new)
        for term in new.values():
            self._add_tag(term)

    def _add_tag(self, term: ExportTerm) -> None:
        name = shorten(read_name(term.name) or term.slug, 100)
        slug = read_slug(term.slug, otherwise=name)[:100]
        if not slug:
            self._leave_out("Tags", name)
            return
        if term.description.strip():
            self.report.remark(TAG_DESCRIPTIONS, f"“{name}”: {read_plain(term.description)}")
        tag = Tag.objects.filter(slug=slug).first() or Tag.objects.filter(name__iexact=name).first()
        if tag is None:
            # Keep its own slug, so that its old address redirects here.
            tag = Tag.objects.create(name=name, slug=slug)
            self.report.count("Tags", Outcome.NEW)
        else:
            self.report.count("Tags", Outcome.UNCHANGED)
        self.tags[term.taxonomy, term.slug] = tag

    def _leave_out(self, kind: str, name: str) -> None:
        self.report.remark(NO_SLUG, f"“{name}”")
        self.report.count(kind, Outcome.SKIPPED)

    def _leave_out_taxonomy(
        self, taxonomy: str, new: dict[str, ExportTerm], uses: Counter[tuple[str, str]]
    ) -> None:
        """Report what isn't imported: the terms' names, and how often each was used."""
        self.report.in_file[OTHER_TERMS] += len(new)
        if not new:
            return
        why = OTHER_USES.get(taxonomy, f"terms of the taxonomy “{taxonomy}”")
        self.report.skip(OTHER_TERMS, why, len(new))
        if taxonomy in OTHER_USES:
            return
        terms = sorted(new.values(), key=lambda term: -uses[taxonomy, term.slug])
        names = [
            f"{read_name(term.name) or term.slug} ({uses[taxonomy, term.slug]})"
            for term in terms[:NAMES_SHOWN]
        ]
        if len(terms) > NAMES_SHOWN:
            names.append(f"and {len(terms) - NAMES_SHOWN} more")
        self.report.remark(NOT_IMPORTED, f"“{taxonomy}”: {', '.join(names)}")

    def _redirect(self, export: Export, new: dict[str, ExportTerm]) -> None:
        """Redirect what no route does: other taxonomies' pages, numbers, and changed slugs."""
        folder = site_path(export.site.url)
        for term in new.values():
            key = (term.taxonomy, term.slug)
            place = self.places.found.get(key)
            topic, tag = self.topics.get(key), self.tags.get(key)
            if tag:
                address = detail_path("content:tag-detail", tag.slug)
            elif topic:
                address = topic.get_absolute_url()
            elif place:
                address = place.get_absolute_url()
            else:
                continue
            old_paths = []
            below = FOLDERS.get(term.taxonomy)
            is_routed = below and not folder and address.endswith(f"/{term.slug}/")
            if not is_routed:
                old_paths.append(f"{folder}/{below or term.taxonomy}/{read_slug(term.slug)}/")
            if term.taxonomy == "category" and term.number:
                old_paths.append(f"{folder}/?cat={term.number}")
                if topic:
                    self.by_number[export.site.url, term.number] = topic
            add_redirects_to_path(
                new_path=address, old_paths=old_paths, report=self.report, kind=TERM_ADDRESSES
            )


def is_uncategorized(term: ExportTerm) -> bool:
    return UNCATEGORIZED in {read_slug(term.slug), read_name(term.name).casefold()}
