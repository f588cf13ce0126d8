"""Import a spreadsheet of resources, as planned.

Each row is decided again while its resource is locked, so that nothing is overwritten that someone
saved after the preview.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from taggit.models import Tag

from content import kinds
from content.editing.bulk_saving import NewEntry, save_new_entries
from content.editing.permissions import may_publish, who_can_publish
from content.editing.relations import Relations
from content.editing.saving import save_entry
from content.editing.slugs import make_slug, propose_slug
from content.exceptions import NotAllowedToPublish
from content.markdown import Rendered
from content.models import Entry, Place, Status, Topic, User
from content.rendering import render_text
from content.texts import clean_line, clean_text
from imports.models import SourceRecord
from imports.reports import Outcome
from imports.resources.catalog import SOURCE, Catalog
from imports.resources.planning import NO_ADDRESS, decide_resource, plan_with
from imports.resources.rows import LISTS, ResourceRow
from imports.running import OnProgress, ignore_progress
from imports.spreadsheets import Sheet
from imports.spreadsheets.plans import ImportPlan, carry_out
from wiki.models import Resource

REASON = "Imported from a spreadsheet"


def import_resources(
    *,
    sheet: Sheet,
    by: User | None = None,
    is_published: bool = True,
    previewed: list[Outcome] | None = None,
    on_progress: OnProgress = ignore_progress,
) -> ImportPlan:
    """Import what `plan_import` plans for each row, and return what became of it.

    `by` is None for a command. New resources are published, or drafts; existing ones keep their
    status. See `carry_out` for `previewed`. Raises ImportRunning.
    """
    catalog = Catalog(by)
    plan = plan_with(catalog, sheet)
    writer = RowWriter(catalog, plan, is_published=is_published)
    return carry_out(plan, writer.write_rows, previewed=previewed, on_progress=on_progress)


class RowWriter:
    """Writes rows as they are decided while their resources are locked."""

    def __init__(self, catalog: Catalog, plan: ImportPlan, *, is_published: bool) -> None:
        self.catalog, self.by, self.is_published = catalog, catalog.by, is_published
        # Which row each resource belongs to.
        self.taken = {
            row.entry.pk: row.number for row in plan.rows if row.entry and not row.same_as_row
        }
        # If someone takes another one meanwhile, the rows are written one by one.
        space = kinds.for_model(Resource).address_space
        slugs = Entry.objects.filter(address_space=space).values_list("slug", flat=True)
        self.slugs = set(slugs)

    def write_rows(self, rows: Sequence[ResourceRow]) -> None:
        self.catalog.find([row.identity for row in rows], lock=True)
        for row in rows:
            decide_resource(row, self.catalog, taken=self.taken)
        self.write_new([row for row in rows if row.outcome == Outcome.NEW])
        self.update([row for row in rows if row.outcome == Outcome.UPDATED])
        SourceRecord.objects.record_all(
            source=SOURCE,
            said=[(row.entry, row.data_to_record) for row in rows if row.needs_writing],
        )

    def write_new(self, new: Sequence[ResourceRow]) -> None:
        related = NamedRows([row.data_to_record for row in new])
        slugs = self.choose_slugs([row.title for row in new])
        rendered: dict[str, Rendered] = {}
        entries = []
        for row, slug in zip(new, slugs, strict=True):
            resource = self.build(row, slug=slug)
            text = clean_text(resource.body)
            if text not in rendered:
                rendered[text] = render_text(text)
            relations = related.of(row.data_to_record)
            entries.append(NewEntry(resource, rendered[text], relations))
        save_new_entries(entries, reason=REASON, by=self.by)
        for row, each in zip(new, entries, strict=True):
            row.entry = each.entry
            self.taken[each.entry.pk] = row.number

    def choose_slugs(self, titles: Sequence[str]) -> list[str]:
        if len(titles) == 1:
            return [propose_slug(titles[0], model=Resource)]
        slugs = []
        for title in titles:
            slugs.append(make_slug(title, model=Resource, taken=self.slugs))
            self.slugs.add(slugs[-1])
        return slugs

    def update(self, changed: Sequence[ResourceRow]) -> None:
        lists = [
            {name: row.values[name] for name in row.changed_fields if name in LISTS}
            for row in changed
        ]
        related = NamedRows(lists)
        for row, own_lists in zip(changed, lists, strict=True):
            set_fields(row.entry, row)
            save_entry(entry=row.entry, by=self.by, reason=REASON, relations=related.of(own_lists))

    def build(self, row: ResourceRow, *, slug: str) -> Resource:
        """Return the unsaved resource of a row. Raises NotAllowedToPublish."""
        values = row.data_to_record
        lacking = [] if values["url"] else [NO_ADDRESS]
        now = timezone.now()
        resource = Resource(
            **{name: value for name, value in values.items() if name not in LISTS},
            guid=row.identity.guid,
            slug=slug,
            attention="\n".join(lacking + row.remarks),
            modified_at=now,
        )
        if self.is_published:
            # A command may publish, and has no account.
            if self.by is not None and not may_publish(self.by):
                raise NotAllowedToPublish(who_can_publish(Resource))
            resource.status = Status.PUBLISHED
            resource.published_at = now.replace(second=0, microsecond=0)
        resource.clean_fields()
        return resource


class NamedRows:
    """The topics, places, and tags that some rows name, in a few queries. New tags are added."""

    def __init__(self, data: Sequence[dict[str, Any]]) -> None:
        names = {name: {word for each in data for word in each.get(name, [])} for name in LISTS}
        self.rows: dict[str, dict[str, Any]] = {
            "topics": {row.slug: row for row in Topic.objects.filter(slug__in=names["topics"])},
            "places": {row.slug: row for row in Place.objects.filter(slug__in=names["places"])},
            "tags": {row.name: row for row in Tag.objects.filter(name__in=names["tags"])},
        }
        for name in sorted(names["tags"] - self.rows["tags"].keys()):
            self.rows["tags"][name] = Tag.objects.create(name=clean_line(name))

    def of(self, values: dict[str, Any]) -> Relations:
        return {
            name: [self.rows[name][word] for word in values[name] if word in self.rows[name]]
            for name in LISTS
            if name in values
        }


def set_fields(resource: Resource, row: ResourceRow) -> None:
    for name in row.changed_fields:
        if name not in LISTS:
            setattr(resource, name, row.values[name])
    if resource.url:
        lacking = resource.attention.split("\n")
        resource.attention = "\n".join(line for line in lacking if line != NO_ADDRESS)
    resource.clean_fields()
