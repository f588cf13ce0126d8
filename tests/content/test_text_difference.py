"""Comparing texts word by word."""

from itertools import pairwise
from random import Random

import pytest

from content.editing import differences
from content.editing.differences import Block, Piece, compare, matching_blocks
from tests.support.compared_texts import (
    PARAGRAPHS,
    changed_word,
    joined,
    long_text,
    pairs_of_texts,
)


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
