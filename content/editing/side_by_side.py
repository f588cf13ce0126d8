"""The changes between two texts, line by line and side by side."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby, starmap, zip_longest
from typing import NamedTuple

from content.editing.differences import Piece, add_piece

# How many unchanged lines are shown before and after a change.
CONTEXT_LINES = 2
Line = list[Piece]


class DiffRow(NamedTuple):
    """A line of the old text next to a line of the new one, without line breaks; None for no line.

    In a removed or added line, words that moved to another line are "same".
    """

    left: list[Piece] | None
    right: list[Piece] | None
    kind: str  # "same", "changed", "removed", "added" or "skipped"


def side_by_side(pieces: list[Piece], *, context: int = CONTEXT_LINES) -> list[DiffRow]:
    """Line up the lines of the old text with those of the new, from the pieces of `compare`.

    `context` unchanged lines are shown before and after each change; the others become "skipped"
    rows. Without changes there are no rows.
    """
    rows: list[DiffRow] = []
    lines = LinePairs()
    for kind, text in pieces:
        first, *others = text.split("\n")
        lines.write(kind, first)
        if others and kind == "same":
            # Both texts begin a line here, so nothing after it can match anything before it.
            rows += lines.as_rows()
            rows += (row(line, line) for line in whole_lines(kind, others[:-1]))
            lines = LinePairs()
            lines.write(kind, others[-1])
        elif others:
            (lines.left if kind == "removed" else lines.right).extend(whole_lines(kind, others))
    return folded([*rows, *lines.as_rows()], context)


def whole_lines(kind: str, lines: list[str]) -> Iterator[Line]:
    return ([Piece(kind, line)] if line else [] for line in lines)


class LinePairs:
    """The lines of both texts between two points where both begin a line."""

    def __init__(self) -> None:
        self.left: list[Line] = [[]]
        self.right: list[Line] = [[]]
        # {(left line, right line): the number of characters they have in common}
        self.shared: dict[tuple[int, int], int] = {}

    def write(self, kind: str, words: str) -> None:
        if kind != "added":
            add_piece(self.left[-1], kind, words)
        if kind != "removed":
            add_piece(self.right[-1], kind, words)
        if kind == "same" and words:
            pair = len(self.left) - 1, len(self.right) - 1
            self.shared[pair] = self.shared.get(pair, 0) + len(words)

    def as_rows(self) -> Iterator[DiffRow]:
        """Yield each line next to the one it has most in common with, and the rest in between."""
        if not self.left[-1] and not self.right[-1]:
            self.shared[len(self.left) - 1, len(self.right) - 1] = 1
        old = new = 0
        ends = len(self.left), len(self.right)
        for old_next, new_next in [*most_in_common(self.shared), ends]:
            yield from starmap(row, zip_longest(self.left[old:old_next], self.right[new:new_next]))
            if old_next < len(self.left):
                yield row(self.left[old_next], self.right[new_next])
            old, new = old_next + 1, new_next + 1


def most_in_common(shared: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the pairs that have the most in common in total, with no line in two of them.

    `shared` is in the order of both texts, so the pairs that can precede a given pair are all those
    up to some point.
    """
    pairs = list(shared)
    chains: list[tuple[int, int]] = []  # per pair: the total so far, and the previous pair
    best: list[int] = []  # the pair with the best chain so far
    before = -1  # the last pair that can precede this one
    for index, (old, new) in enumerate(pairs):
        while pairs[before + 1][0] < old and pairs[before + 1][1] < new:
            before += 1
        previous = best[before] if before >= 0 else -1
        length = shared[old, new] + (chains[previous][0] if previous >= 0 else 0)
        chains.append((length, previous))
        is_best = not best or length > chains[best[-1]][0]
        best.append(index if is_best else best[-1])
    chosen = []
    index = best[-1] if best else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = chains[index][1]
    return chosen[::-1]


def row(left: Line | None, right: Line | None) -> DiffRow:
    if left is None or right is None:
        return DiffRow(left, right, "added" if left is None else "removed")
    return DiffRow(left, right, "same" if left == right else "changed")


def folded(rows: list[DiffRow], context: int) -> list[DiffRow]:
    changes = [index for index, row in enumerate(rows) if row.kind != "same"]

    def is_in_context(numbered: tuple[int, DiffRow]) -> bool:
        following = bisect_left(changes, numbered[0] - context)
        return following < len(changes) and changes[following] <= numbered[0] + context

    short: list[DiffRow] = []
    for in_context, numbered_rows in groupby(enumerate(rows), key=is_in_context):
        group = [row for _, row in numbered_rows]
        # A row that says “one line skipped” would take as much room as the line.
        if in_context or len(group) == 1:
            short += group
        else:
            short.append(DiffRow(None, None, "skipped"))
    return short if changes else []
