"""How many public entries a topic, tag, person, or place has, for lists of terms.

Counting stops at a hundred ("100+"), so a list costs the same with 100,000 entries as with 500.
"""

from itertools import chain

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Lower
from taggit.models import Tag

from content.models import Contribution, EntryTag, Person, Place, Topic
from content.querysets import published
from content.section_counts_sql import count_sections_sql
from content.trees import nest, walk

COUNTED = 100
# To tell that there are more. To know only which terms have entries, counting to 1 is enough.
ONE_MORE = COUNTED + 1


def first_entries(links: QuerySet, number: int, *, to_entry: str) -> ArraySubquery:
    """Return the ids of some public entries that `links` lead to, each once."""
    public = links.filter(published(f"{to_entry}__"))
    return ArraySubquery(public.order_by(to_entry).values(to_entry).distinct()[:number])


def count_label(number: int) -> str:
    """Return the number to show: "7", "100+", or "" for none."""
    return f"{COUNTED}+" if number > COUNTED else str(number or "")


def count_sections(entries: QuerySet) -> dict[str, str]:
    """Return {key of a section: its number of these entries, as shown}, "" being all. One query."""
    query, parameters = entries.order_by().values("pk", "kind", "format").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(count_sections_sql(query, limit=ONE_MORE), parameters)
        return {key: count_label(number) for key, number in cursor.fetchall()}


def read_tags(*, to: int = ONE_MORE) -> list[Tag]:
    """Return the tags that have public entries, with `entry_count`."""
    links = EntryTag.objects.filter(tag=OuterRef("pk"))
    tags = Tag.objects.exclude(slug="").order_by(Lower("name"))
    return with_entries(
        tags.annotate(entry_ids=first_entries(links, to, to_entry="content_object"))
    )


def read_people(*, to: int = ONE_MORE) -> list[Person]:
    """Return the people who have public entries, with `entry_count` and portrait."""
    links = Contribution.objects.filter(person=OuterRef("pk"))
    ids = first_entries(links, to, to_entry="entry")
    return with_entries(Person.objects.select_related("portrait").annotate(entry_ids=ids))


def with_entries[Term: (Tag, Person)](terms: QuerySet[Term]) -> list[Term]:
    for term in terms:
        term.entry_count = count_label(len(term.entry_ids))
    return [term for term in terms if term.entry_count]


def read_tree(model: type[Topic] | type[Place], *, to: int = ONE_MORE) -> list:
    """Return the top topics or places, nested.

    Each has `entry_count`, of its own entries and of those of everything below it, and `below`:
    everything below it, each after its parent.
    """
    links = model._meta.get_field("entries").through.objects.filter(
        **{model._meta.model_name: OuterRef("pk")}
    )
    terms = model.objects.annotate(entry_ids=first_entries(links, to, to_entry="entry"))
    top = nest(terms)
    for term in walk(top):
        term.below = list(walk(term.branches))
        ids = [each.entry_ids for each in [term, *term.below]]
        term.entry_count = count_label(len(set(chain.from_iterable(ids))))
    return top
