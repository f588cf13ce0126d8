"""Comparing texts word by word, and line by line side by side."""

from itertools import pairwise
from random import Random

import pytest

from content.editing import differences
from content.editing.differences import Block, Piece, compare, matching_blocks
from content.editing.side_by_side import DiffRow, side_by_side

WORDS = ["a", "the", "of", "school", "mastery", "time", "é", "学校", "x_1", "#", "**"]
ENDS = [" ", " ", " ", ", ", ". ", "? ", ".", "\n", "\n\n", "\r\n", "\t"]


def text_of(random: Random, most: int) -> str:
    return "".join(
        random.choice(WORDS) + random.choice(ENDS) for _ in range(random.randint(0, most))
    )


def edited(random: Random, text: str) -> str:
    """Return the text with some stretches removed, replaced, and moved."""
    for _ in range(random.randint(0, 4)):
        start, end = sorted(random.choices(range(len(text) + 1), k=2))
        end = min(end, start + 30)
        text = random.choice(
            [
                text[:start] + text[end:],
                text[:start] + text_of(random, 4) + text[end:],
                text[end:] + text[start:end] + text[:start],
            ]
        )
    return text


def pairs_of_texts(count: int, most: int) -> list[tuple[str, str]]:
    random = Random(7)
    pairs = []
    for number in range(count):
        before = text_of(random, most)
        after = edited(random, before) if number % 3 else text_of(random, most)
        pairs.append((before, after))
    return pairs


def kept(pieces: list[Piece], without: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != without)


def assert_exact(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert (kept(pieces, "added"), kept(pieces, "removed")) == (before, after)
    kinds = [piece.kind for piece in pieces]
    assert all(one != following for one, following in pairwise(kinds))
    assert "" not in [piece.text for piece in pieces]


def test_pieces_are_exactly_both_texts():
    for before, after in pairs_of_texts(600, most=60):
        assert_exact(before, after)


def test_pieces_are_exact_when_limits_are_reached(monkeypatch):
    monkeypatch.setattr(differences, "MAX_PAIRS", 6)

    for before, after in pairs_of_texts(600, most=60):
        assert_exact(before, after)


def common_length(before: list, after: list) -> int:
    """Compute the longest common subsequence as in a textbook, pair by pair."""
    line = [0] * (len(after) + 1)
    for old in before:
        diagonal = 0
        for column, new in enumerate(after, start=1):
            longest = diagonal + 1 if old == new else max(line[column], line[column - 1])
            diagonal, line[column] = line[column], longest
    return line[-1]


def test_matching_blocks_are_longest_possible():
    random = Random(3)
    for _ in range(500):
        alphabet = range(random.randint(1, 6))
        before = random.choices(alphabet, k=random.randint(0, 15))
        after = random.choices(alphabet, k=random.randint(0, 15))

        blocks = matching_blocks(before, after)

        assert sum(block.size for block in blocks) == common_length(before, after)
        for old, new, size in blocks:
            assert before[old : old + size] == after[new : new + size]


def test_matching_blocks_of_very_long_lists_are_prefix_and_suffix(monkeypatch):
    monkeypatch.setattr(differences, "MAX_PAIRS", 10)

    blocks = matching_blocks([*"startaabbXaabbend"], [*"startbbaaXbbaaend"])

    assert blocks == [Block(0, 0, 5), Block(14, 14, 3)]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Same.", "Same.", [("same", "Same.")]),
        ("", "New.", [("added", "New.")]),
        ("Old.", "", [("removed", "Old.")]),
        (
            "One sentence.",
            "One longer sentence.",
            [("same", "One"), ("added", " longer"), ("same", " sentence.")],
        ),
        (
            "The cat sat in the house of Mary.",
            "The dog ran by the barns and lakes.",
            [
                ("same", "The "),
                ("removed", "cat sat in the house of Mary"),
                ("added", "dog ran by the barns and lakes"),
                ("same", "."),
            ],
        ),
        (
            "One paragraph. And more.\n",
            "One paragraph.\n\nAnd more.\n",
            [
                ("same", "One paragraph."),
                ("removed", " "),
                ("added", "\n\n"),
                ("same", "And more.\n"),
            ],
        ),
        (
            "我们在学校学习。",
            "我们在家学习。",
            [("same", "我们在"), ("removed", "学校"), ("added", "家"), ("same", "学习。")],
        ),
        (
            "A first line stays here.\nB\n",
            "B\nA first line stays here.\n",
            [
                ("added", "B\n"),
                ("same", "A first line stays here.\n"),
                ("removed", "B\n"),
            ],
        ),
    ],
)
def test_compare(before, after, pieces):
    assert compare(before, after) == [Piece(*piece) for piece in pieces]


def long_text(seed: int) -> list[str]:
    """Return paragraphs of 100,000 characters in total."""
    random = Random(seed)
    words = ["".join(random.choices("etaoinshrdlu", k=random.randint(2, 9))) for _ in range(2000)]
    often = [1 / (place + 1) for place in range(2000)]
    paragraphs, size = [], 0
    while size < 100_000:
        sentences = (random.choices(words, often, k=random.randint(6, 25)) for _ in range(5))
        paragraphs.append(" ".join(f"{' '.join(sentence)}." for sentence in sentences))
        size += len(paragraphs[-1]) + 2
    return paragraphs


def changed_word(paragraph: str) -> str:
    words = paragraph.split(" ")
    words[len(words) // 2] = "changed"
    return " ".join(words)


def joined(paragraphs) -> str:
    return "\n\n".join(paragraphs)


PARAGRAPHS = long_text(1)
RANDOM = Random(2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            joined(PARAGRAPHS), joined(map(changed_word, PARAGRAPHS)), id="a word in each paragraph"
        ),
        pytest.param(
            joined(PARAGRAPHS), joined(PARAGRAPHS[50:] + PARAGRAPHS[:50]), id="one part moved"
        ),
        pytest.param(joined(PARAGRAPHS), joined(long_text(9)), id="everything different"),
        pytest.param("same\n" * 20_000, "same\n" * 19_000 + "other\n", id="all lines equal"),
        pytest.param("a" * 100_000, "a" * 99_999 + "b", id="one word"),
        pytest.param("a b " * 25_000, "b a " * 24_000, id="two alternating words"),
        pytest.param(
            "\n".join(RANDOM.choices("ab", k=50_000)),
            "\n".join(RANDOM.choices("ab", k=50_000)),
            id="two random lines",
        ),
        pytest.param(
            "".join(RANDOM.choices(".,;:", k=100_000)),
            "".join(RANDOM.choices(".,;:", k=100_000)),
            id="random punctuation",
        ),
    ],
)
def test_compare_of_100_kilobytes_is_exact(before, after):
    pieces = compare(before, after)

    assert (kept(pieces, "added"), kept(pieces, "removed")) == (before, after)


def test_compare_finds_changed_word_in_each_paragraph():
    pieces = compare(joined(PARAGRAPHS), joined(map(changed_word, PARAGRAPHS)))

    added = [piece.text for piece in pieces if piece.kind == "added"]
    assert added == ["changed"] * len(PARAGRAPHS)


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


def test_compare_of_longer_texts_is_exact():
    random = Random(1)
    for alphabet, size in (("ab .\n", 100_000), ("ab .\n", 400_000), ("a" * 30 + "b\n", 400_000)):
        before, after = ("".join(random.choices(alphabet, k=size)) for _ in range(2))
        pieces = compare(f"Same.\n{before}\nEnd.", f"Same.\n{after}\nEnd.")

        assert without(pieces, "added") == f"Same.\n{before}\nEnd."
        assert without(pieces, "removed") == f"Same.\n{after}\nEnd."
        assert (pieces[0].text[:6], pieces[-1].text[-4:]) == ("Same.\n", "End.")


def without(pieces: list[Piece], left_out: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != left_out)
