"""Which parts of two sequences are the same, in bounded time."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate, takewhile

# About one second.
STEPS = 10_000_000


class TooDifferent(Exception):
    """These two are too long, and repeat themselves too often, to be compared in time."""


class Effort:
    """How much work comparing may still be, shared by all that one task compares."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Raises TooDifferent, and leaves the rest to what takes fewer."""
        if steps > self.left:
            raise TooDifferent
        self.left -= steps


class Matcher:
    """Finds the same blocks as difflib, and raises TooDifferent before it takes too long.

    What both begin and end with is set aside first: a small change to a text that repeats itself
    without end costs nothing.
    """

    def __init__(self, _, before: Sequence[str], after: Sequence[str], *, effort: Effort) -> None:
        self.before, self.after, self.effort = before, after, effort

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """Return (start, start in the other, length) of each block; the last one is empty."""
        before, after = self.before, self.after
        head = count_same(before, after)
        tail = count_same(reversed(before[head:]), reversed(after[head:]))
        middle = CountingMatcher(
            before[head : len(before) - tail], after[head : len(after) - tail], self.effort
        )
        blocks = [(head + i, head + j, size) for i, j, size in middle.get_matching_blocks()[:-1]]
        ends = [(len(before) - tail, len(after) - tail, tail), (len(before), len(after), 0)]
        return [block for block in [(0, 0, head), *blocks, ends[0]] if block[2]] + ends[1:]


class CountingMatcher(SequenceMatcher):
    def __init__(self, before: Sequence[str], after: Sequence[str], effort: Effort) -> None:
        super().__init__(None, before, after, autojunk=False)
        self.effort = effort
        # How many pairs of the same stand before each place: what a search from there looks at.
        self.pairs = list(accumulate((len(self.b2j.get(x, ())) for x in before), initial=0))

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        rows = (len(self.a) if ahi is None else ahi) - alo
        columns = (len(self.b) if bhi is None else bhi) - blo
        pairs = self.pairs[alo + rows] - self.pairs[alo]
        # As measured: a row takes as long as four pairs, and a pair outside of these columns is
        # passed over in an eighth of the time.
        self.effort.spend(4 * rows + min(pairs, rows * columns) + pairs // 8)
        return super().find_longest_match(alo, ahi, blo, bhi)


def count_same(before, after) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    return sum(1 for _ in same)
