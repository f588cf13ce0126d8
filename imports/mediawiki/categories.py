"""Import categories as tags."""

from taggit.models import Tag

from imports.mediawiki.headings import NO_SLUG, TAGS
from imports.reports import ImportReport, Outcome
from imports.values import read_slug, shorten


def find_tags(names: list[str], report: ImportReport) -> list[Tag]:
    """Return the tags with these names. Adds those that are missing."""
    tags = [find_tag(name, report) for name in names]
    return list(dict.fromkeys(tag for tag in tags if tag))


def find_tag(name: str, report: ImportReport) -> Tag | None:
    name = shorten(name, 100)
    slug = read_slug(name)[:100]
    if not slug:
        report.remark(NO_SLUG, f"“{name}”")
        report.count(TAGS, Outcome.SKIPPED)
        return None
    tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.filter(slug=slug).first()
    if tag is None:
        report.count(TAGS, Outcome.NEW)
        tag = Tag.objects.create(name=name, slug=slug)
    return tag
