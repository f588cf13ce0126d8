"""What two lists have in common, in order: the longest common subsequence, within bounds of time.

difflib compares pair by pair, which takes seconds for long texts of few words. Here a row of the
comparison is one whole number with a bit for each column, so that Python's own arithmetic compares
thousands of pairs at once. Its time depends on the lengths alone, and not on what the lists hold.

Heikki Hyyrö, Bit-parallel LCS-length computation revisited (2004).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

# Rows times columns of one comparison: half a megabyte of lines, a few milliseconds.
MOST_PAIRS = 4_000_000
# How often a comparison is divided. A text could be made to need as many times as it has words.
MOST_DIVISIONS = 12


class Block(NamedTuple):
    """before[old : old + size] == after[new : new + size]"""

    old: int
    new: int
    size: int


class Part(NamedTuple):
    """A part of both lists, from a position up to another."""

    old: int
    old_end: int
    new: int
    new_end: int
    depth: int


def matching_blocks(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Block]:
    """Return blocks that both lists have, in order; neighbors do not touch in both.

    As many items as possible are in them, unless the lists are too long and too much alike to tell.
    """
    blocks: list[Block] = []
    for old, new, size in runs(before, after):
        if blocks and (last := blocks[-1]).old + last.size == old and last.new + last.size == new:
            blocks[-1] = Block(last.old, last.new, last.size + size)
        else:
            blocks.append(Block(old, new, size))
    return blocks


def runs(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[Block]:
    waiting: list[Part | Block] = [Part(0, len(before), 0, len(after), 0)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Block):
            yield part
            continue
        # The end goes first, for a space then belongs to the word after it, as people type.
        beginning, part, end = without_ends(before, after, part)
        if beginning.size:
            yield beginning
        if end.size:
            waiting.append(end)
        rows, columns = part.old_end - part.old, part.new_end - part.new
        if not rows or not columns:
            continue
        if rows * columns <= MOST_PAIRS:
            yield from longest_common(before, after, part)
        elif part.depth < MOST_DIVISIONS:
            waiting.extend(reversed(divided(before, after, part)))


def without_ends(before, after, part: Part) -> tuple[Block, Part, Block]:
    """Return what a part has in common at its beginning, the rest, and what at its end."""
    old, old_end, new, new_end, depth = part
    most = min(old_end - old, new_end - new)
    size = 0
    while size < most and before[old_end - size - 1] == after[new_end - size - 1]:
        size += 1
    end = Block(old_end - size, new_end - size, size)
    most -= size
    size = 0
    while size < most and before[old + size] == after[new + size]:
        size += 1
    rest = Part(old + size, end.old, new + size, end.new, depth)
    return Block(old, new, size), rest, end


def divided(before, after, part: Part) -> list[Part | Block]:
    """Return the items that occur once on each side, in the same order, and the parts between.

    Without such items nothing is returned: what is left has nothing in common that can be found.
    """
    old_counts = Counter(before[part.old : part.old_end])
    new_counts = Counter(after[part.new : part.new_end])
    places = {
        after[index]: index
        for index in range(part.new, part.new_end)
        if new_counts[after[index]] == 1
    }
    pairs = [
        (index, places[before[index]])
        for index in range(part.old, part.old_end)
        if old_counts[before[index]] == 1 and before[index] in places
    ]
    found: list[Part | Block] = []
    old, new, depth = part.old, part.new, part.depth + 1
    for old_index, new_index in longest_rising(pairs):
        found += [
            Part(old, old_index, new, new_index, depth),
            Block(old_index, new_index, 1),
        ]
        old, new = old_index + 1, new_index + 1
    return [*found, Part(old, part.old_end, new, part.new_end, depth)] if found else []


def longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many of the pairs as possible whose second numbers rise; the first ones do."""
    ends: list[int] = []  # the least second number that a sequence of each length ends with
    holders: list[int] = []  # the pair that it belongs to
    previous: list[int] = []
    for index, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        previous.append(holders[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        holders[length : length + 1] = [index]
    rising = []
    index = holders[-1] if holders else -1
    while index >= 0:
        rising.append(pairs[index])
        index = previous[index]
    return rising[::-1]


def longest_common(before, after, part: Part) -> list[Block]:
    """Return the longest common subsequence of a part."""
    # What only one side has cannot be common.
    old_items = set(before[part.old : part.old_end])
    columns = [index for index in range(part.new, part.new_end) if after[index] in old_items]
    masks: dict[Hashable, int] = {}
    for column, index in enumerate(columns):
        masks[after[index]] = masks.get(after[index], 0) | 1 << column
    rows = [index for index in range(part.old, part.old_end) if before[index] in masks]

    # Bit j of a line is 0 where one more item is common with columns[: j + 1] than with
    # columns[:j].
    every = (1 << len(columns)) - 1
    line = every
    lines = [line]
    for index in rows:
        matches = line & masks[before[index]]
        line = (line + matches | line - matches) & every
        lines.append(line)

    blocks: list[Block] = []
    row, column, size = len(rows), len(columns), 0
    old = new = -1
    while row and column:
        bit = 1 << column - 1
        if lines[row] & bit:
            column -= 1
        elif not lines[row - 1] & bit:
            row -= 1
        else:
            row, column = row - 1, column - 1
            if size and rows[row] == old - 1 and columns[column] == new - 1:
                size += 1
            else:
                if size:
                    blocks.append(Block(old, new, size))
                size = 1
            old, new = rows[row], columns[column]
    if size:
        blocks.append(Block(old, new, size))
    return blocks[::-1]
