from content.editing.differences import Piece, compare, shorten


def test_compare_marks_changed_words_in_sentence():
    before = "It asks for time. It asks for patience."
    after = "It asks for time. It asks for a little patience!"

    assert compare(before, after) == [
        Piece("same", "It asks for time. It asks for "),
        Piece("added", "a little "),
        Piece("same", "patience"),
        Piece("removed", "."),
        Piece("added", "!"),
    ]


def test_compare_keeps_every_character_of_both_texts():
    before = "# A\n\nOne, two.  Three\n\n\n- x\n"
    after = "# B\n\nOne, three.  Three!\n- x\n- y"

    pieces = compare(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_shorten_keeps_context_around_changes():
    pieces = [Piece("same", "word " * 400), Piece("added", "new"), Piece("same", " end")]

    short = shorten(pieces)

    assert [piece.kind for piece in short] == ["skipped", "same", "added", "same"]
    assert len(short[1].text) < 250
