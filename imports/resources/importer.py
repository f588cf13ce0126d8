"""Spreadsheets of resources are brought in row by row; what each row brings, its plan has said.

Each row comes in whole or not at all, in a transaction of its own, and is decided on again in it:
whoever saved something since the preview is not overwritten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from content.editing.publishing import publish
from content.editing.saving import save_entry
from content.editing.slugs import propose_slug
from content.locks import take_lock
from content.models import Place, Status, Topic, User
from imports.models import ResourceUpload
from imports.resources.catalog import Catalog
from imports.resources.planning import (
    LISTS,
    NO_ADDRESS,
    CellError,
    Decision,
    Fate,
    Plan,
    decide,
    plan_with,
)
from imports.running import describe_failure
from imports.spreadsheets import Sheet
from wiki.models import Resource

REASON = "From a spreadsheet"
KEPT_FOR = timedelta(days=1)
WRITTEN = {Fate.NEW, Fate.CHANGED, Fate.SAME}

# Told after each row: how many are done, of how many.
OnProgress = Callable[[int, int], None]


@dataclass(slots=True)
class Report(Plan):
    """What became of each row; `surprises` are sentences on what a preview had said otherwise."""

    surprises: list[str] = field(default_factory=list)

    @property
    def resource_ids(self) -> list[int]:
        """The resources that rows are about, or have become."""
        return [decision.resource.pk for decision in self.decisions if decision.resource]


def carry_out(
    *,
    sheet: Sheet,
    by: User | None = None,
    is_published: bool = True,
    foretold: list[Fate] | None = None,
    at_most: int | None = None,
    on_progress: OnProgress = lambda done, total: None,
) -> Report:
    """Bring in what `plan_import` says of each row, and tell what became of it.

    `by` None is whoever runs commands. New ones are published, or drafts; what was here already
    stays which it is. `foretold` are the fates that a preview has shown, row by row. After
    `at_most` rows that bring something the others wait, to be carried out another time.
    """
    catalog = Catalog(by)
    plan = plan_with(catalog, sheet)
    report = Report(plan.decisions, plan.notices)
    before = foretold or [decision.fate for decision in plan.decisions]
    taken = {
        decision.resource.pk: decision.number
        for decision in plan.decisions
        if decision.resource and not decision.same_as_row
    }
    brought = 0
    for done, decision in enumerate(plan.decisions, start=1):
        if decision.brings_something and brought == at_most:
            decision.fate = Fate.WAITING
        elif decision.fate in WRITTEN and not is_settled(decision):
            brought += decision.brings_something
            bring_in_safely(decision, catalog, taken=taken, is_published=is_published)
        on_progress(done, len(plan.decisions))
    for decision, fate in zip(plan.decisions, before, strict=False):
        if decision.fate not in (fate, Fate.ERROR, Fate.WAITING):
            report.surprises.append(
                f"Row {decision.number}, “{decision.title}”, was “{fate}” in the preview and came "
                f"out as “{decision.fate}”."
            )
    return report


def is_settled(decision: Decision) -> bool:
    """Whether there is nothing to write, not even that the spreadsheet says the same by now."""
    return decision.fate == Fate.SAME and (
        decision.resource.imported == decision.values_to_remember
    )


def bring_in_safely(decision: Decision, catalog: Catalog, **options) -> None:
    try:
        with transaction.atomic():
            resource = bring_in(decision, catalog, **options)
    except Exception as error:
        decision.fate = Fate.ERROR
        decision.errors.append(
            CellError("", describe_failure(error, item=f"row {decision.number}"))
        )
    else:
        decision.resource = resource


def bring_in(
    decision: Decision, catalog: Catalog, *, taken: dict[int, int], is_published: bool
) -> Resource | None:
    """Decide once more, with nobody able to change what that rests on, and do it."""
    take_lock("resources from a spreadsheet")
    catalog.find([decision.identity], lock=True)
    decide(decision, catalog, taken=taken)
    if decision.fate == Fate.NEW:
        resource = create(decision, by=catalog.by, is_published=is_published)
        taken[resource.pk] = decision.number
        return resource
    if decision.fate == Fate.CHANGED:
        change(decision, by=catalog.by)
    elif decision.fate == Fate.SAME:
        remembered = Resource.objects.filter(pk=decision.resource.pk)
        remembered.update(imported=decision.values_to_remember)
    return decision.resource


def create(decision: Decision, *, by: User | None, is_published: bool) -> Resource:
    values = decision.values_to_remember
    fields = {name: value for name, value in values.items() if name not in LISTS}
    lacking = [] if values["url"] else [NO_ADDRESS]
    resource = Resource(
        **fields,
        guid=decision.identity.guid,
        slug=propose_slug(decision.title, model=Resource),
        attention="\n".join(lacking + decision.remarks),
        imported=values,
    )
    resource.clean_fields()
    if not is_published:
        save_entry(entry=resource, by=by, reason=REASON)
    elif by is not None:
        publish(entry=resource, by=by, reason=REASON)
    else:
        # Whoever runs commands may do everything, and has no account.
        resource.status = Status.PUBLISHED
        resource.published_at = timezone.now().replace(second=0, microsecond=0)
        save_entry(entry=resource, by=by, reason=REASON)
    set_lists(resource, {name: values[name] for name in LISTS if values[name]})
    return resource


def change(decision: Decision, *, by: User | None) -> None:
    resource = decision.resource
    resource.imported = decision.values_to_remember
    names = [change.field for change in decision.changes]
    for name in names:
        if name not in LISTS:
            setattr(resource, name, decision.values[name])
    if resource.url:
        lacking = resource.attention.split("\n")
        resource.attention = "\n".join(line for line in lacking if line != NO_ADDRESS)
    resource.clean_fields()
    save_entry(entry=resource, by=by, reason=REASON)
    set_lists(resource, {name: decision.values[name] for name in names if name in LISTS})


def set_lists(resource: Resource, lists: dict[str, list[str]]) -> None:
    if "topics" in lists:
        resource.topics.set(Topic.objects.filter(slug__in=lists["topics"]))
    if "places" in lists:
        resource.places.set(Place.objects.filter(slug__in=lists["places"]))
    if "tags" in lists:
        resource.tags.set(lists["tags"])


def forget_uploads() -> None:
    """Remove the spreadsheets that were looked at for a day and not brought in."""
    ResourceUpload.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
