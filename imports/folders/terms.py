"""Find the tags, topics, and people that a page names. Adds those that are missing."""

from django.db.models import Model
from taggit.models import Tag

from content.models import Person, Topic
from imports.folders.headings import PEOPLE, TAGS, TOPICS
from imports.reports import ImportReport, Outcome
from imports.values import read_slug, shorten

LENGTHS = {Tag: 100, Topic: 200, Person: 200}
KINDS = {Tag: TAGS, Topic: TOPICS, Person: PEOPLE}


def find_all[Named: Model](
    model: type[Named], names: list[str], report: ImportReport
) -> list[Named]:
    """Return the rows with these names, each once. A row is recognized by its name or its slug."""
    found = [find_one(model, name, report) for name in names]
    return list({row.pk: row for row in found if row is not None}.values())


def find_one[Named: Model](model: type[Named], name: str, report: ImportReport) -> Named | None:
    name = shorten(" ".join(name.split()), LENGTHS[model])
    slug = read_slug(name)[: LENGTHS[model] - 10]
    rows = model._default_manager
    row = rows.filter(name__iexact=name).order_by("pk").first() or rows.filter(slug=slug).first()
    if row is not None:
        return row
    if not slug:
        report.skip(KINDS[model], "names without a letter or digit")
        return None
    report.count(KINDS[model], Outcome.NEW)
    return rows.create(name=name, slug=slug)
