"""Trees: rows that each have a `parent`, such as topics. NoCycles keeps them trees."""

from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL
from django.utils import timezone

from content.models import Place, Topic
from content.trees_sql import ids_above_sql, ids_below_sql, totals_sql


def ids_below(node: Model) -> RawSQL:
    """Return a subquery for the ids of a node and of everything below it."""
    return RawSQL(ids_below_sql(type(node)), [node.pk])


def ids_above(node: Model) -> RawSQL:
    """Return a subquery for the ids of a node and of everything above it."""
    return RawSQL(ids_above_sql(type(node)), [node.pk])


def nest[Node: Model](nodes: Iterable[Node]) -> list[Node]:
    """Give each node its `branches`: those directly below it, in the order given.

    Return the top ones: those whose parent is not among the nodes.
    """
    by_pk = {node.pk: node for node in nodes}
    top = []
    for node in by_pk.values():
        node.branches = []
    for node in by_pk.values():
        parent = by_pk.get(node.parent_id)
        (parent.branches if parent else top).append(node)
    return top


def walk[Node: Model](branches: list[Node]) -> Iterator[Node]:
    """Yield nested nodes and everything below them, each after its parent."""
    for node in branches:
        yield node
        yield from walk(node.branches)


def read_tree[Term: (Topic, Place)](model: type[Term]) -> list[Term]:
    """Return the top topics or places, nested. Two queries.

    Each has `entry_count` and `changed_at`, of its own entries and of those of everything below it,
    and `below`: everything below it, each after its parent.
    """
    totals = read_totals(model)
    top = nest(model.objects.all())
    for term in walk(top):
        term.entry_count, term.changed_at = totals.get(term.pk, (0, None))
        term.below = list(walk(term.branches))
    return top


def read_totals(model: type[Topic] | type[Place]) -> dict[int, tuple]:
    """Return {id: (public entries, latest change)} for those that have any."""
    with connection.cursor() as cursor:
        cursor.execute(totals_sql(model), {"now": timezone.now()})
        return {pk: (count, changed) for pk, count, changed in cursor.fetchall()}
