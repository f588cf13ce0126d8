"""Comparing texts line by line, side by side."""

from content.editing.differences import Piece, compare
from content.editing.side_by_side import DiffRow, side_by_side
from tests.support.compared_texts import PARAGRAPHS, changed_word, joined, pairs_of_texts


def rows_of(before: str, after: str, **options) -> list[DiffRow]:
    return side_by_side(compare(before, after), **options)


def same(text: str) -> DiffRow:
    line = [Piece("same", text)] if text else []
    return DiffRow(line, line, "same")


SKIPPED = DiffRow(None, None, "skipped")


def test_side_by_side_marks_words_in_changed_line():
    assert rows_of("Title\nIt takes time.\nEnd", "Title\nIt takes a time.\nEnd") == [
        same("Title"),
        DiffRow(
            [Piece("same", "It takes time.")],
            [Piece("same", "It takes"), Piece("added", " a"), Piece("same", " time.")],
            "changed",
        ),
        same("End"),
    ]


def test_side_by_side_leaves_gap_next_to_added_or_removed_line():
    before = "One is here.\nTwo goes away.\nThree is here."
    after = "Zero is new.\n\nOne is here.\nThree is here."

    assert rows_of(before, after) == [
        DiffRow(None, [Piece("added", "Zero is new.")], "added"),
        DiffRow(None, [], "added"),
        same("One is here."),
        DiffRow([Piece("removed", "Two goes away.")], None, "removed"),
        same("Three is here."),
    ]


def test_side_by_side_aligns_changed_lines_by_similarity():
    before = "Readers want a story.\nWriters need a long afternoon."
    after = "Editors are patient people.\nReaders want the story.\nWriters need a long night."

    assert rows_of(before, after) == [
        DiffRow(None, [Piece("added", "Editors are patient people.")], "added"),
        DiffRow(
            [Piece("same", "Readers want "), Piece("removed", "a"), Piece("same", " story.")],
            [Piece("same", "Readers want "), Piece("added", "the"), Piece("same", " story.")],
            "changed",
        ),
        DiffRow(
            [
                Piece("same", "Writers need a long "),
                Piece("removed", "afternoon"),
                Piece("same", "."),
            ],
            [Piece("same", "Writers need a long "), Piece("added", "night"), Piece("same", ".")],
            "changed",
        ),
    ]


def test_side_by_side_shows_split_line_next_to_longer_half():
    assert rows_of("Short. The longer half of it.", "Short.\nThe longer half of it.") == [
        DiffRow(None, [Piece("same", "Short.")], "added"),
        DiffRow(
            [
                Piece("same", "Short."),
                Piece("removed", " "),
                Piece("same", "The longer half of it."),
            ],
            [Piece("same", "The longer half of it.")],
            "changed",
        ),
    ]


def test_side_by_side_shows_joined_lines_next_to_longer_half():
    assert rows_of("The longer half of it.\nShort.", "The longer half of it. Short.") == [
        DiffRow(
            [Piece("same", "The longer half of it.")],
            [
                Piece("same", "The longer half of it."),
                Piece("added", " "),
                Piece("same", "Short."),
            ],
            "changed",
        ),
        DiffRow([Piece("same", "Short.")], None, "removed"),
    ]


def test_side_by_side_aligns_empty_lines():
    assert rows_of("First.\nA line goes.\n\nLast.", "First.\n\nLast.") == [
        same("First."),
        DiffRow([Piece("removed", "A line goes.")], None, "removed"),
        same(""),
        same("Last."),
    ]


def test_side_by_side_replaces_line_in_place():
    assert rows_of("A.\nRed old barns.\nZ.", "A.\nBlue tall ships!\nZ.") == [
        same("A."),
        DiffRow(
            [Piece("removed", "Red old barns.")], [Piece("added", "Blue tall ships!")], "changed"
        ),
        same("Z."),
    ]


def test_side_by_side_folds_lines_far_from_changes():
    lines = [f"Line {number}." for number in range(12)]
    changed = [*lines[:5], "Another.", *lines[5:]]

    assert rows_of("\n".join(lines), "\n".join(changed), context=2) == [
        SKIPPED,
        same("Line 3."),
        same("Line 4."),
        DiffRow(None, [Piece("added", "Another.")], "added"),
        same("Line 5."),
        same("Line 6."),
        SKIPPED,
    ]


def test_side_by_side_does_not_fold_single_line():
    assert rows_of("a\nb\nc", "a\nb\nd", context=1) == [
        same("a"),
        same("b"),
        DiffRow([Piece("removed", "c")], [Piece("added", "d")], "changed"),
    ]


def test_side_by_side_of_same_text_is_empty():
    assert rows_of("One.\nTwo.\nThree.", "One.\nTwo.\nThree.") == []


def side(lines: list[list[Piece] | None]) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lines if line is not None)


def test_rows_are_exactly_both_texts():
    for before, after in pairs_of_texts(600, most=60):
        rows = rows_of(before, after, context=10_000)

        if before == after:
            assert rows == []
        else:
            assert side([row.left for row in rows]) == before
            assert side([row.right for row in rows]) == after
            assert (None, None) not in [row[:2] for row in rows]


def test_side_by_side_of_100_kilobytes_pairs_paragraphs():
    before = joined(PARAGRAPHS)
    pieces = compare(before, joined(map(changed_word, PARAGRAPHS)))

    rows = side_by_side(pieces)

    assert [row.kind for row in rows] == ["changed", "same"] * (len(PARAGRAPHS) - 1) + ["changed"]
