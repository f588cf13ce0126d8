"""Import categories as topics, and tags as tags."""

from taggit.models import Tag

from content.models import Topic
from imports.reports import ImportReport, Outcome
from imports.values import read_name, read_plain, read_slug, shorten
from imports.wordpress.export import Export, ExportItem, ExportTerm
from imports.wordpress.slugs import find_by_slug

UNCATEGORIZED = "uncategorized"
NO_SLUG = "Skipped: tags and topics without a letter or digit in the name"
HIGHER_EDUCATION = "higher-education"
# Read elsewhere, or not used here.
OTHER_USES = {"category", "post_tag", "author", "nav_menu"}


class Terms:
    """Finds the topics and tags of an item. Adds those that are missing."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.topics: dict[str, Topic] = {}
        self.tags: dict[str, Tag] = {}

    def add_all(self, export: Export) -> None:
        used = [
            term
            for item in export.items
            if item.post_type in {"post", "page"}
            for term in item.terms
        ]
        described = {(term.taxonomy, term.slug): term for term in [*used, *export.terms]}
        categories = {
            slug: term
            for (taxonomy, slug), term in described.items()
            if taxonomy == "category" and not is_uncategorized(term)
        }
        for term in categories.values():
            self._add_topic(term, categories, ancestors=())
        for (taxonomy, _), term in described.items():
            if taxonomy == "post_tag":
                self._add_tag(term)
        for term in used:
            if term.taxonomy not in OTHER_USES:
                self.report.not_imported[f"uses of the taxonomy “{term.taxonomy}”"] += 1

    def find_topics(self, item: ExportItem) -> list[Topic]:
        found = [self.topics.get(term.slug) for term in item.terms if term.taxonomy == "category"]
        return list(dict.fromkeys(topic for topic in found if topic))

    def find_tags(self, item: ExportItem) -> list[Tag]:
        found = [self.tags.get(term.slug) for term in item.terms if term.taxonomy == "post_tag"]
        return list(dict.fromkeys(tag for tag in found if tag))

    def _add_topic(
        self, term: ExportTerm, terms: dict[str, ExportTerm], *, ancestors: tuple[str, ...]
    ) -> Topic | None:
        if term.slug in self.topics:
            return self.topics[term.slug]
        parent = terms.get(term.parent)
        parent_topic = None
        if parent is not None and parent.slug not in ancestors:
            parent_topic = self._add_topic(parent, terms, ancestors=(*ancestors, term.slug))
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
        self.topics[term.slug] = topic
        return topic

    def _add_tag(self, term: ExportTerm) -> None:
        name = shorten(read_name(term.name) or term.slug, 100)
        slug = read_slug(term.slug, otherwise=name)[:100]
        if not slug:
            self._leave_out("Tags", name)
            return
        tag = Tag.objects.filter(slug=slug).first() or Tag.objects.filter(name__iexact=name).first()
        if tag is None:
            # Keep its own slug, so that its old address redirects here.
            tag = Tag.objects.create(name=name, slug=slug)
            self.report.count("Tags", Outcome.NEW)
        else:
            self.report.count("Tags", Outcome.UNCHANGED)
        self.tags[term.slug] = tag

    def _leave_out(self, kind: str, name: str) -> None:
        self.report.remark(NO_SLUG, f"“{name}”")
        self.report.count(kind, Outcome.SKIPPED)


def is_uncategorized(term: ExportTerm) -> bool:
    return UNCATEGORIZED in {read_slug(term.slug), read_name(term.name).casefold()}
