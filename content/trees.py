"""Trees: rows that each have a `parent`, such as topics. NoCycles keeps them trees."""

from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.db.models.expressions import RawSQL

from content.trees_sql import ids_above_sql, ids_below_sql


def ids_below(*nodes: Model) -> RawSQL:
    """Return a subquery for the ids of these nodes, of one model, and of everything below them."""
    return RawSQL(ids_below_sql(type(nodes[0])), [[node.pk for node in nodes]])


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
