"""What changed between two texts, by word."""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple


class Block(NamedTuple):
    """before[old : old + size] == after[new : new + size]"""

    old: int
    new: int
    size: int


class TextLevel(NamedTuple):
    part: re.Pattern
    # This many characters in common between two longer changes may be a coincidence.
    coincidence: int


# Lines, sentences, and words: only changed parts are compared by the next level. Ideographs have no
# spaces between them, so each counts as a word.
LEVELS = (
    TextLevel(re.compile(r"[^\n]*\n|[^\n]+"), coincidence=5),
    TextLevel(re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+|$)"), coincidence=10),
    TextLevel(re.compile(r"\s+|[^\W\u2e80-\u9fff]+|."), coincidence=20),
)
# Of longer lists, only the beginnings and ends are compared. This many pairs take 25 MB, and 50 ms
# on a slow machine.
MAX_PAIRS = 200_000_000
# Texts with more characters or more lines are compared by whole lines only. If they have more of
# both, only their beginnings and ends are compared.
MAX_CHARACTERS = 120_000
MAX_LINES = 20_000
# How many unchanged characters are shown before and after a change.
CONTEXT = 240


class Piece(NamedTuple):
    kind: str  # "same", "removed", "added" or "skipped"
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; neighbors never have the same kind.

    Very long texts are compared less finely: by whole lines, or only by their beginnings and ends.
    """
    pieces: list[Piece] = []
    levels = levels_for(before, after)
    for old, new in segments(before, after, levels) if levels else by_ends(before, after):
        if old == new:
            add_piece(pieces, "same", old)
        else:
            add_piece(pieces, "removed", old)
            add_piece(pieces, "added", new)
    return pieces


def levels_for(before: str, after: str) -> Sequence[TextLevel]:
    is_long = max(len(before), len(after)) > MAX_CHARACTERS
    is_shredded = max(before.count("\n"), after.count("\n")) > MAX_LINES
    if is_long and is_shredded:
        return ()
    return LEVELS[:1] if is_long or is_shredded else LEVELS


def segments(before: str, after: str, levels: Sequence[TextLevel]) -> Iterator[tuple[str, str]]:
    """Yield both texts as pairs of segments, each pair equal or different."""
    if not (before and after and levels):
        yield before, after
        return
    old = new = 0
    for block in [*common_blocks(before, after, levels[0]), Block(len(before), len(after), 0)]:
        if old < block.old or new < block.new:
            yield from segments(before[old : block.old], after[new : block.new], levels[1:])
        old, new = block.old + block.size, block.new + block.size
        if block.size:
            yield before[block.old : old], after[block.new : new]


def by_ends(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the common beginning, the changed middle, and the common end, in whole lines."""
    start = before.rfind("\n", 0, common_length(before, after)) + 1
    old, new = before[start:], after[start:]
    size = common_length(old[::-1], new[::-1])
    size = max(old[len(old) - size :][::-1].rfind("\n"), 0)
    yield before[:start], after[:start]
    yield old[: len(old) - size], new[: len(new) - size]
    yield old[len(old) - size :], new[len(new) - size :]


def common_length(before: Sequence, after: Sequence) -> int:
    """Return the length of the common prefix."""
    pairs = enumerate(zip(before, after, strict=False))
    differing = (index for index, (old, new) in pairs if old != new)
    return next(differing, min(len(before), len(after)))


def common_blocks(before: str, after: str, level: TextLevel) -> list[Block]:
    """Return what both texts have in common. Positions and sizes are in characters."""
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
    # Use numbers: the library compares hashes, which two different texts could share.
    numbers: dict[Hashable, int] = {}
    old = [numbers.setdefault(each, len(numbers)) for each in before]
    new = [numbers.setdefault(each, len(numbers)) for each in after]
    # Match the end first: from “one ” to “one longer ”, people add “longer ”, not “ longer”.
    end = common_length(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    start = common_length(old, new)
    old_middle, new_middle = old[start:], new[start:]
    blocks = [Block(0, 0, start)]
    if len(old_middle) * len(new_middle) <= MAX_PAIRS:
        # Few requests compare texts, and rapidfuzz takes 3 MB.
        from rapidfuzz.distance import LCSseq

        for block in LCSseq.opcodes(old_middle, new_middle).as_matching_blocks():
            blocks.append(Block(start + block.a, start + block.b, block.size))
    blocks.append(Block(len(old), len(new), end))
    return joined([block for block in blocks if block.size])


def joined(blocks: list[Block]) -> list[Block]:
    """Return the blocks, joining those that are adjacent in both lists."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if last and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            whole[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            whole.append(block)
    return whole


def without_coincidences(blocks: list[Block], end: Block, most: int) -> list[Block]:
    """Leave out blocks that are short, and shorter than the changes on both sides.

    Any two texts have an empty line, a “the,” and a space in common. Keeping those would break what
    was replaced into pieces.
    """
    kept: list[Block] = []
    gaps: list[int] = []  # how many changed characters come before each kept block
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


def add_piece(pieces: list[Piece], kind: str, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))


def shorten(pieces: list[Piece]) -> list[Piece]:
    """Leave out the middle of long unchanged segments."""
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
