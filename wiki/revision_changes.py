"""What changed between two revisions of an article, for readers."""

from dataclasses import dataclass
from functools import cached_property

from content.editing.differences import Piece, compare, shorten
from content.editing.side_by_side import DiffRow, side_by_side

COMPARED = {"title": "Title", "summary": "Summary", "body": "Text"}
# The most that a page shows of each kind of piece, since anyone may compare any two revisions.
MAXIMUM_CHARACTERS = 35_000
MAXIMUM_LINES = 1_000
MAXIMUM_PIECES = 3_000
# Only this many unchanged lines are kept next to a change.
LINES_KEPT = 5


@dataclass(frozen=True)
class FieldChange:
    """The changes to one field, in pieces; a page shows the first, inline or side by side."""

    label: str
    pieces: list[Piece]

    @property
    def inline(self) -> list[Piece]:
        return self.beginning[0]

    @property
    def rows(self) -> list[DiffRow]:
        return side_by_side(self.aligned[0])

    @property
    def is_whole(self) -> bool:
        """Whether both views show all changes."""
        return self.beginning[1] and self.aligned[1]

    @cached_property
    def beginning(self) -> tuple[list[Piece], bool]:
        return truncate_pieces(shorten(self.pieces))

    @cached_property
    def aligned(self) -> tuple[list[Piece], bool]:
        return truncate_pieces([without_middle(piece) for piece in self.pieces])


def changes_between(before, after) -> list[FieldChange]:
    changes = []
    for name, label in COMPARED.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changes.append(FieldChange(label, compare(old, new)))
    return changes


def truncate_pieces(pieces: list[Piece]) -> tuple[list[Piece], bool]:
    """Return as many pieces as fit on a page, and whether these are all.

    Of what was replaced by something else, the prefixes of both are kept.
    """
    kinds = ("same", "removed", "added", "skipped")
    characters, lines = (
        dict.fromkeys(kinds, MAXIMUM_CHARACTERS),
        dict.fromkeys(kinds, MAXIMUM_LINES),
    )
    kept: list[Piece] = []
    is_whole = True
    for kind, text in pieces:
        if len(kept) == MAXIMUM_PIECES or not (is_whole or kind == "added"):
            return kept, False
        words = "\n".join(text[: characters[kind]].split("\n", lines[kind] + 1)[: lines[kind] + 1])
        kept.append(Piece(kind, words))
        if len(words) < len(text):
            is_whole = False
        if not is_whole and kind == "added":
            return kept, False
        characters[kind] -= len(words)
        lines[kind] -= words.count("\n")
    return kept, is_whole


def without_middle(piece: Piece) -> Piece:
    """Return a long unchanged piece without the lines that are far from any change."""
    if piece.kind != "same" or piece.text.count("\n") <= 3 * LINES_KEPT:
        return piece
    beginning = piece.text.split("\n", LINES_KEPT)[:LINES_KEPT]
    end = piece.text.rsplit("\n", LINES_KEPT)[1:]
    return Piece("same", "\n".join([*beginning, *end]))
