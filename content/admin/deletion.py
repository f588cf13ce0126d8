"""What a confirmation page says about a deletion: what goes with it, or what prevents it."""

from collections import Counter
from collections.abc import Iterable

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Field, Model
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from content.models import Entry

# A person may be named by hundreds of entries.
MAX_SHOWN = 50


class PlainDeletion(admin.ModelAdmin):
    """Counts what goes with a deletion, and links to what prevents it.

    Django lists each row that the database deletes, including those that only link two others, and
    asks for a permission to delete what it merely refuses to delete.
    """

    def get_deleted_objects(self, objs, request) -> tuple:
        """Return links, numbers of rows, missing permissions, and what prevents the deletion."""
        objs = list(objs)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        collected: dict = collector.model_objs
        rows = {model: found for model, found in collected.items() if is_worth_listing(model, objs)}
        counts = Counter({model._meta.verbose_name_plural: len(rows[model]) for model in rows})
        lacking = {
            model._meta.verbose_name for model in rows if not self.may_delete(request, rows[model])
        }
        in_the_way = sorted(collector.protected, key=lambda row: (row._meta.label, row.pk))
        links = [link_to(self.page_of(row)) for row in in_the_way[:MAX_SHOWN]]
        return [link_to(each) for each in objs], counts, lacking, list(dict.fromkeys(links))

    def page_of(self, row: Model) -> Model:
        """Return what contains this row and has a page here, such as the entry of a byline."""
        while not self.admin_site.is_registered(type(row)):
            related = [getattr(row, field.name) for field in foreign_keys(row)]
            containing = [each for each in related if each and not isinstance(each, self.model)]
            if not containing:
                break
            row = containing[0]
        return row

    def may_delete(self, request, rows: Iterable[Model]) -> bool:
        """Whether the admin lets this user delete these rows, and those it doesn’t show."""
        return all(
            self.admin_site.get_model_admin(type(row)).has_delete_permission(request, row)
            for row in rows
            if self.admin_site.is_registered(type(row))
        )


def foreign_keys(row: Model) -> list[Field]:
    return [field for field in row._meta.concrete_fields if field.many_to_one or field.one_to_one]


def is_worth_listing(model: type[Model], deleted: list[Model]) -> bool:
    """Whether rows of this model mean something to the person who deletes these objects.

    What is in content, such as an entry’s links, goes with the entry’s text and comes back with it.
    """
    if any(type(each) is model for each in deleted):
        return True
    is_part_of_entry = model._meta.app_label == "content" and isinstance(deleted[0], Entry)
    return not (model._meta.auto_created or issubclass(model, Entry) or is_part_of_entry)


def link_to(row: Model, words: str = "") -> str:
    """Return a link to a row’s page in the admin, or the words alone if it has none."""
    words = words or f"{capfirst(row._meta.verbose_name)} “{row}”"
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    if isinstance(row, Entry):
        kind = row.registered_kind
        words, name = f"{kind.label} “{row}”", kind.admin_url_name("change")
    try:
        return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), words)
    except NoReverseMatch:
        return words
