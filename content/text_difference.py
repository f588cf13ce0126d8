"""What changed between two texts, by word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.text_matching import Effort, Matcher, TooDifferent

SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+|$)")
WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Of an unchanged stretch, this many letters are left before and after a change.
CONTEXT = 240


class Piece(NamedTuple):
    kind: str  # "same", "removed", "added" or "skipped"
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; neighbours never have the same kind.

    Sentences are compared first and words only within changed ones, so that a long text takes
    no longer than its changes are many. What would take too long is shown whole: all out, all in.
    """
    pieces: list[Piece] = []
    effort = Effort()
    for old, new in differing_blocks(SENTENCE.findall(before), SENTENCE.findall(after), effort):
        if old == new:
            add(pieces, "same", "".join(old))
        else:
            for piece in compare_words("".join(old), "".join(new), effort):
                add(pieces, *piece)
    return pieces


def compare_words(before: str, after: str, effort: Effort) -> Iterator[Piece]:
    for removed, added in differing_blocks(WORD.findall(before), WORD.findall(after), effort):
        if removed == added:
            yield Piece("same", "".join(removed))
        else:
            yield Piece("removed", "".join(removed))
            yield Piece("added", "".join(added))


def differing_blocks(
    before: list[str], after: list[str], effort: Effort
) -> Iterator[tuple[list, list]]:
    """Yield what stands in both at the same place: the same, or something else."""
    try:
        blocks = Matcher(None, before, after, effort=effort).get_matching_blocks()
    except TooDifferent:
        yield before, after
        return
    end, other_end = 0, 0
    for start, other_start, size in blocks:
        if start > end or other_start > other_end:
            yield before[end:start], after[other_end:other_start]
        end, other_end = start + size, other_start + size
        if size:
            yield before[start:end], after[other_start:other_end]


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
