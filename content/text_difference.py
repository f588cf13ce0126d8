"""What changed between two texts, by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+|$)")
WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Two blocks with more pairs of words than that are shown whole: all out, all in.
MOST_PAIRS = 4_000_000
# Of an unchanged stretch, this many letters are left before and after a change.
CONTEXT = 240


class Piece(NamedTuple):
    kind: str  # "same", "removed", "added" or "skipped"
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; neighbours never have the same kind.

    Sentences are compared first and words only within changed ones, so that a long text takes
    no longer than its changes are many.
    """
    pieces: list[Piece] = []
    for old, new in differing_blocks(SENTENCE.findall(before), SENTENCE.findall(after)):
        if old == new:
            add(pieces, "same", "".join(old))
        else:
            for piece in compare_words("".join(old), "".join(new)):
                add(pieces, *piece)
    return pieces


def compare_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        yield Piece("removed", before)
        yield Piece("added", after)
        return
    for removed, added in differing_blocks(old, new):
        if removed == added:
            yield Piece("same", "".join(removed))
        else:
            yield Piece("removed", "".join(removed))
            yield Piece("added", "".join(added))


def differing_blocks(before: list[str], after: list[str]) -> Iterator[tuple[list, list]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        yield before[start:end], after[new_start:new_end]


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
