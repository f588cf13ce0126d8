"""What changed between two texts, by word."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate, groupby, starmap, zip_longest
from typing import NamedTuple

from rapidfuzz.distance import LCSseq


class Block(NamedTuple):
    """before[old : old + size] == after[new : new + size]"""

    old: int
    new: int
    size: int


class Level(NamedTuple):
    part: re.Pattern
    # This many characters in common between two longer changes may be a coincidence.
    coincidence: int


# From the largest parts to the smallest: only in changed ones do smaller ones matter. Ideographs
# have no spaces between them and count as words.
LEVELS = (
    Level(re.compile(r"[^\n]*\n|[^\n]+"), coincidence=5),
    Level(re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+|$)"), coincidence=10),
    Level(re.compile(r"\s+|[^\W\u2e80-\u9fff]+|."), coincidence=20),
)
# Of longer lists only the beginnings and ends are compared: this many pairs take 25 megabytes, and
# 50 ms on a slow machine.
MAX_PAIRS = 200_000_000
# In texts with more characters, or more lines, only whole lines are compared; in texts with more of
# both, only their beginnings and ends.
MAX_CHARACTERS = 120_000
MAX_LINES = 20_000
# Of an unchanged stretch, this many characters are left before and after a change,
CONTEXT = 240
# or this many lines, side by side.
CONTEXT_LINES = 2


class Piece(NamedTuple):
    kind: str  # "same", "removed", "added" or "skipped"
    text: str


class DiffRow(NamedTuple):
    """A line of the old text next to one of the new, without line breaks; None if there is none.

    Words that moved to another line are “same” in a line that is removed or added.
    """

    left: list[Piece] | None
    right: list[Piece] | None
    kind: str  # "same", "changed", "removed", "added" or "skipped"


Line = list[Piece]


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; neighbors never have the same kind.

    Very long texts are compared less finely: by whole lines, or only by their beginnings and ends.
    """
    pieces: list[Piece] = []
    levels = levels_for(before, after)
    for old, new in stretches(before, after, levels) if levels else by_ends(before, after):
        if old == new:
            add(pieces, "same", old)
        else:
            add(pieces, "removed", old)
            add(pieces, "added", new)
    return pieces


def levels_for(before: str, after: str) -> Sequence[Level]:
    is_long = max(len(before), len(after)) > MAX_CHARACTERS
    is_shredded = max(before.count("\n"), after.count("\n")) > MAX_LINES
    if is_long and is_shredded:
        return ()
    return LEVELS[:1] if is_long or is_shredded else LEVELS


def stretches(before: str, after: str, levels: Sequence[Level]) -> Iterator[tuple[str, str]]:
    """Yield the stretches that make up both texts in pairs, each pair equal or different."""
    if not (before and after and levels):
        yield before, after
        return
    old = new = 0
    for block in [*common_blocks(before, after, levels[0]), Block(len(before), len(after), 0)]:
        if old < block.old or new < block.new:
            yield from stretches(before[old : block.old], after[new : block.new], levels[1:])
        old, new = block.old + block.size, block.new + block.size
        if block.size:
            yield before[block.old : old], after[block.new : new]


def by_ends(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the common beginning, the different middle, and the common end, in whole lines."""
    start = before.rfind("\n", 0, common_length(before, after)) + 1
    old, new = before[start:], after[start:]
    size = common_length(old[::-1], new[::-1])
    size = max(old[len(old) - size :][::-1].rfind("\n"), 0)
    yield before[:start], after[:start]
    yield old[: len(old) - size], new[: len(new) - size]
    yield old[len(old) - size :], new[len(new) - size :]


def common_length(before: Sequence, after: Sequence) -> int:
    """Return how many items at the beginning both have in common."""
    pairs = enumerate(zip(before, after, strict=False))
    differing = (index for index, (old, new) in pairs if old != new)
    return next(differing, min(len(before), len(after)))


def common_blocks(before: str, after: str, level: Level) -> list[Block]:
    """Return what both texts have in common; positions and sizes are in characters."""
    old_parts, new_parts = level.part.findall(before), level.part.findall(after)
    old_starts = list(accumulate(map(len, old_parts), initial=0))
    new_starts = list(accumulate(map(len, new_parts), initial=0))
    blocks = []
    for old, new, size in matching_blocks(old_parts, new_parts):
        start = old_starts[old]
        blocks.append(Block(start, new_starts[new], old_starts[old + size] - start))
    return without_coincidences(blocks, Block(len(before), len(after), 0), level.coincidence)


def matching_blocks(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Block]:
    """Return the blocks of the longest common subsequence of two lists, in order."""
    # Numbers, because the library compares hashes, and different texts could share one.
    numbers: dict[Hashable, int] = {}
    old = [numbers.setdefault(each, len(numbers)) for each in before]
    new = [numbers.setdefault(each, len(numbers)) for each in after]
    # The end goes first: of “one ” and “one longer ”, it is “longer ” that was added, and not
    # “ longer”, as people type.
    end = common_length(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    start = common_length(old, new)
    old_middle, new_middle = old[start:], new[start:]
    blocks = [Block(0, 0, start)]
    if len(old_middle) * len(new_middle) <= MAX_PAIRS:
        for block in LCSseq.opcodes(old_middle, new_middle).as_matching_blocks():
            blocks.append(Block(start + block.a, start + block.b, block.size))
    blocks.append(Block(len(old), len(new), end))
    return joined([block for block in blocks if block.size])


def joined(blocks: list[Block]) -> list[Block]:
    """Return the blocks, with those that touch in both lists made one."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if last and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            whole[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            whole.append(block)
    return whole


def without_coincidences(blocks: list[Block], end: Block, most: int) -> list[Block]:
    """Leave out what is short, and shorter than the changes on both sides.

    Any two texts have an empty line, a “the”, and a space in common. Showing them would shred what
    was replaced.
    """
    kept: list[Block] = []
    gaps: list[int] = []  # how many characters are changed before each of the kept
    for block in [*blocks, end]:
        gap = characters_between(kept[-1] if kept else Block(0, 0, 0), block)
        while kept and kept[-1].size <= min(gaps[-1], gap, most):
            kept.pop()
            gaps.pop()
            gap = characters_between(kept[-1] if kept else Block(0, 0, 0), block)
        kept.append(block)
        gaps.append(gap)
    return kept[:-1]


def characters_between(block: Block, following: Block) -> int:
    return max(following.old - block.old, following.new - block.new) - block.size


def add(pieces: list[Piece], kind: str, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))


def shorten(pieces: list[Piece]) -> list[Piece]:
    """Leave out the middle of long unchanged stretches."""
    short: list[Piece] = []
    for index, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.text) <= 3 * CONTEXT:
            short.append(piece)
            continue
        if index:
            short.append(Piece("same", piece.text[:CONTEXT].rsplit(" ", 1)[0]))
        short.append(Piece("skipped", "…"))
        if index < len(pieces) - 1:
            short.append(Piece("same", piece.text[-CONTEXT:].split(" ", 1)[-1]))
    return short


def side_by_side(pieces: list[Piece], *, context: int = CONTEXT_LINES) -> list[DiffRow]:
    """Line up the lines of the old text with those of the new, from the pieces of `compare`.

    `context` unchanged lines are shown before and after each change; the others are folded into
    "skipped" rows. Without a change there are no rows.
    """
    rows: list[DiffRow] = []
    lines = LinePairs()
    for kind, text in pieces:
        first, *others = text.split("\n")
        lines.write(kind, first)
        if others and kind == "same":
            # Both texts begin a line here: nothing after it belongs to anything before it.
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
    """The lines of both texts between two places where both begin a line."""

    def __init__(self) -> None:
        self.left: list[Line] = [[]]
        self.right: list[Line] = [[]]
        # How many characters a line on the left has in common with one on the right.
        self.shared: dict[tuple[int, int], int] = {}

    def write(self, kind: str, words: str) -> None:
        if kind != "added":
            add(self.left[-1], kind, words)
        if kind != "removed":
            add(self.right[-1], kind, words)
        if kind == "same" and words:
            pair = len(self.left) - 1, len(self.right) - 1
            self.shared[pair] = self.shared.get(pair, 0) + len(words)

    def as_rows(self) -> Iterator[DiffRow]:
        """Yield lines next to those they have most in common with, and the others in between."""
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
    """Return the pairs that have most in common in total; no line is in two of them.

    Both line numbers increase from one pair to the next, so the pairs that can precede a given one
    are all those up to some other.
    """
    pairs = list(shared)
    chains: list[tuple[int, int]] = []  # per pair: characters in common so far, the pair before
    best: list[int] = []  # the pair with the best chain so far
    before = -1  # the last pair that may come before
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

    def is_near(numbered: tuple[int, DiffRow]) -> bool:
        following = bisect_left(changes, numbered[0] - context)
        return following < len(changes) and changes[following] <= numbered[0] + context

    short: list[DiffRow] = []
    for near, stretch in groupby(enumerate(rows), key=is_near):
        stretch_rows = [row for _, row in stretch]
        # A row that says “one line is left out” would take as much room as the line.
        if near or len(stretch_rows) == 1:
            short += stretch_rows
        else:
            short.append(DiffRow(None, None, "skipped"))
    return short if changes else []
