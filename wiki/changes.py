"""What differs between two revisions of an article, for its readers."""

from dataclasses import dataclass

from content.text_difference import Piece, Row, compare, shorten, side_by_side

COMPARED = {"title": "Title", "summary": "Summary", "body": "Text"}


@dataclass(frozen=True)
class Change:
    """What was and what is, in pieces; a page shows them in one of two ways."""

    label: str
    pieces: list[Piece]

    @property
    def in_one(self) -> list[Piece]:
        return shorten(self.pieces)

    @property
    def rows(self) -> list[Row]:
        return side_by_side(self.pieces)


def changes_between(before, after) -> list[Change]:
    changes = []
    for name, label in COMPARED.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changes.append(Change(label, compare(old, new)))
    return changes
