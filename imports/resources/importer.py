"""Import a spreadsheet of resources, row by row, as planned.

Each row is decided again while its resource is locked, so that nothing is overwritten that someone
saved after the preview.
"""

from functools import partial

from django.utils import timezone

from content.editing.publishing import publish
from content.editing.relations import Relations
from content.editing.saving import save_entry
from content.editing.slugs import propose_slug
from content.models import Place, Status, Topic, User
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
    at_most: int | None = None,
    on_progress: OnProgress = ignore_progress,
) -> ImportPlan:
    """Import what `plan_import` plans for each row, and return what became of it.

    `by` is None for a command. New resources are published, or drafts; existing ones keep their
    status. See `carry_out` for `previewed` and `at_most`. Raises ImportRunning.
    """
    catalog = Catalog(by)
    plan = plan_with(catalog, sheet)
    taken = {row.entry.pk: row.number for row in plan.rows if row.entry and not row.same_as_row}
    return carry_out(
        plan,
        partial(write_row, catalog=catalog, taken=taken, is_published=is_published),
        previewed=previewed,
        at_most=at_most,
        on_progress=on_progress,
    )


def write_row(
    row: ResourceRow, *, catalog: Catalog, taken: dict[int, int], is_published: bool
) -> None:
    """Decide again while the resource is locked, and do it."""
    catalog.find([row.identity], lock=True)
    decide_resource(row, catalog, taken=taken)
    if row.outcome == Outcome.NEW:
        data = row.data_to_record
        row.entry = create(row, by=catalog.by, is_published=is_published)
        taken[row.entry.pk] = row.number
        record(row, data)
    elif row.outcome == Outcome.UPDATED:
        update(row, by=catalog.by)
        record(row, row.data_to_record)
    elif row.needs_writing:
        record(row, row.data_to_record)


def record(row: ResourceRow, data: dict) -> None:
    guid = row.entry.guid
    SourceRecord.objects.record(source=SOURCE, key=guid, entry=row.entry, data=data)


def create(row: ResourceRow, *, by: User | None, is_published: bool) -> Resource:
    values = row.data_to_record
    lacking = [] if values["url"] else [NO_ADDRESS]
    resource = Resource(
        **{name: value for name, value in values.items() if name not in LISTS},
        guid=row.identity.guid,
        slug=propose_slug(row.title, model=Resource),
        attention="\n".join(lacking + row.remarks),
    )
    resource.clean_fields()
    relations = read_relations({name: values[name] for name in LISTS if values[name]})
    if is_published and by is not None:
        publish(entry=resource, by=by, reason=REASON, relations=relations)
        return resource
    if is_published:
        # A command may publish, and has no account.
        resource.status = Status.PUBLISHED
        resource.published_at = timezone.now().replace(second=0, microsecond=0)
    save_entry(entry=resource, by=by, reason=REASON, relations=relations)
    return resource


def update(row: ResourceRow, *, by: User | None) -> None:
    resource = row.entry
    for name in row.changed_fields:
        if name not in LISTS:
            setattr(resource, name, row.values[name])
    if resource.url:
        lacking = resource.attention.split("\n")
        resource.attention = "\n".join(line for line in lacking if line != NO_ADDRESS)
    resource.clean_fields()
    lists = {name: row.values[name] for name in row.changed_fields if name in LISTS}
    save_entry(entry=resource, by=by, reason=REASON, relations=read_relations(lists))


def read_relations(lists: dict[str, list[str]]) -> Relations:
    """Return the topics and places with these slugs, and the names of tags."""
    relations: Relations = {}
    if "topics" in lists:
        relations["topics"] = list(Topic.objects.filter(slug__in=lists["topics"]))
    if "places" in lists:
        relations["places"] = list(Place.objects.filter(slug__in=lists["places"]))
    if "tags" in lists:
        relations["tags"] = lists["tags"]
    return relations
