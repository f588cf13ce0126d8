"""Merging two people's changes to one text."""

import random
import re

import pytest

from content.editing.merging import (
    Merged,
    find_marks,
    merge_texts,
    merge_value,
)
from tests.support.hostile_texts import MERGES

BASE = (
    "# Mastery\n\n"
    "It asks for time. It asks for patience, every day. No one has both at once.\n\n"
    "- One\n- Two\n- Three\n\n"
    "The end of it."
)


def merge(theirs: str, mine: str, base: str | None = BASE) -> Merged:
    return merge_texts(base=base, theirs=theirs, mine=mine, their_name="Ruth Okonjo-Lind")


# Changes that merge


def test_changes_in_different_paragraphs_are_merged():
    theirs = BASE.replace("The end of it.", "That is all.")
    mine = BASE.replace("# Mastery", "# What mastery asks")

    assert merge(theirs, mine) == Merged(
        BASE.replace("The end of it.", "That is all.").replace("# Mastery", "# What mastery asks")
    )


def test_changes_to_different_words_in_paragraph_are_merged():
    theirs = BASE.replace("for time", "for much time").replace("No one has", "None of us has")
    mine = BASE.replace("every day", "each week")

    assert merge(theirs, mine) == Merged(
        BASE.replace("for time", "for much time")
        .replace("every day", "each week")
        .replace("No one has", "None of us has")
    )


def test_changes_to_adjacent_lines_are_merged():
    theirs, mine = BASE.replace("- Two", "- Two apples"), BASE.replace("- Three", "- Three pears")

    assert merge(theirs, mine) == Merged(
        BASE.replace("- Two\n- Three", "- Two apples\n- Three pears")
    )


def test_same_change_by_both_is_applied_once():
    both = BASE.replace("# Mastery", "# What mastery asks")

    assert merge(both + "\n\nMore.", both) == Merged(both + "\n\nMore.")


def test_paragraph_removed_by_one_stays_removed():
    theirs = BASE.replace("- One\n- Two\n- Three\n\n", "")
    mine = BASE.replace("time", "hours")

    assert merge(theirs, mine) == Merged(theirs.replace("time", "hours"))


def test_paragraph_added_after_changed_one_is_merged():
    theirs, mine = f"{BASE}\n\nRuth’s addition.", BASE.replace("The end", "The very end")

    assert merge(theirs, mine) == Merged(f"{mine}\n\nRuth’s addition.")


def test_browser_line_endings_are_ignored():
    assert merge(BASE.replace("\n", "\r\n"), BASE + "!") == Merged(BASE + "!")


# Conflicts


def test_same_words_changed_by_both_are_conflict():
    theirs, mine = BASE.replace("patience", "calm"), BASE.replace("patience", "endurance")

    assert merge(theirs, mine) == Merged(
        "# Mastery\n\n"
        "<<<<<<< Yours\n\n"
        "It asks for time. It asks for endurance, every day. No one has both at once.\n\n"
        "======= Ruth Okonjo-Lind’s\n\n"
        "It asks for time. It asks for calm, every day. No one has both at once.\n\n"
        ">>>>>>> End of both\n\n"
        "- One\n- Two\n- Three\n\n"
        "The end of it.",
        conflicts=1,
    )


def test_adjacent_words_changed_by_both_are_conflict():
    merged = merge("It is very good.", "It is not bad.", base="It is not good.")

    assert merged == Merged(
        "<<<<<<< Yours\n\nIt is not bad.\n\n======= Ruth Okonjo-Lind’s\n\nIt is very good.\n\n"
        ">>>>>>> End of both",
        conflicts=1,
    )


def test_word_added_to_rewritten_sentence_is_conflict():
    merged = merge(
        base="Every student chose a book in the library on Monday.",
        theirs="No one knew what was in the box.",
        mine="Every student chose a book in all the library on Monday.",
    )

    assert merged.conflicts == 1


def test_conflict_in_list_adds_no_empty_lines():
    theirs, mine = BASE.replace("Two", "Zwei"), BASE.replace("Two", "Deux")

    assert merge(theirs, mine).text == BASE.replace(
        "- Two\n",
        "<<<<<<< Yours\n- Deux\n======= Ruth Okonjo-Lind’s\n- Zwei\n>>>>>>> End of both\n",
    )


def test_conflict_leaves_adjacent_paragraphs_merged():
    theirs = "One hers.\n\nTwo hers.\n\nThree."
    mine = "One.\n\nTwo mine.\n\nThree mine."

    merged = merge(theirs, mine, base="One.\n\nTwo.\n\nThree.")

    assert merged == Merged(
        "One hers.\n\n<<<<<<< Yours\n\nTwo mine.\n\n======= Ruth Okonjo-Lind’s\n\nTwo hers.\n\n"
        ">>>>>>> End of both\n\nThree mine.",
        conflicts=1,
    )


def test_text_removed_by_one_and_changed_by_other_is_conflict():
    theirs = BASE.replace("\n\nThe end of it.", "")
    mine = BASE.replace("The end of it.", "The end of all of it.")

    merged = merge(theirs, mine)

    assert merged == Merged(
        theirs + "\n\n<<<<<<< Yours\n\nThe end of all of it.\n\n======= Ruth Okonjo-Lind’s\n\n"
        ">>>>>>> End of both",
        conflicts=1,
    )


def test_only_paragraphs_added_by_both_at_end_conflict():
    merged = merge(BASE + "\n\nRuth’s.", BASE + "\n\nMine.")

    assert merged == Merged(
        BASE + "\n\n<<<<<<< Yours\n\nMine.\n\n======= Ruth Okonjo-Lind’s\n\nRuth’s.\n\n"
        ">>>>>>> End of both",
        conflicts=1,
    )


def test_every_difference_without_base_is_conflict():
    theirs = BASE.replace("Mastery", "Proficiency").replace("The end", "An end")

    merged = merge(theirs, BASE, base=None)

    assert merged.conflicts == 2
    assert strip_marks(merged.text) == (
        "# Mastery # Proficiency It asks for time. It asks for patience, every day. No one has "
        "both at once. - One - Two - Three The end of it. An end of it."
    )


def test_text_emptied_by_one_keeps_change_by_other():
    merged = merge("", BASE + "!")

    assert (merged.conflicts, strip_marks(merged.text)) == (1, " ".join((BASE + "!").split()))


def strip_marks(text: str) -> str:
    lines, numbers = text.split("\n"), find_marks(text)
    kept = [line for number, line in enumerate(lines, 1) if number not in numbers]
    return " ".join(" ".join(kept).split())


def test_only_own_conflict_marks_are_found():
    text = merge("a\n\nb", "c\n\nd", base=None).text
    others = "<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> main\n\nA heading\n=======\n\n> Yours"

    assert find_marks(text) == [1, 7, 13]
    assert find_marks(others) == []


# Nothing is lost


@pytest.mark.parametrize("seed", range(60))
def test_merge_loses_no_word(seed):
    """Every word is in the merge, unless exactly one of the two removed it from the base."""
    rng = random.Random(seed)
    base = [f"w{number}" for number in range(rng.randrange(1, 120))]
    theirs, mine = change(base, "t", rng), change(base, "m", rng)

    texts = [lay_out(words) for words in (base, theirs, mine)]
    merged = merge_texts(base=texts[0], theirs=texts[1], mine=texts[2], their_name="Ruth")

    taken_out = set(base) - (set(theirs) & set(mine))
    kept = set(re.findall(r"\b[wtm]\d+\b", merged.text))
    assert (set(theirs) | set(mine)) - kept <= taken_out
    assert {word for word in {*theirs, *mine} if word[0] != "w"} <= kept
    if not merged.conflicts:
        assert not kept & taken_out


def change(words: list[str], prefix: str, rng: random.Random) -> list[str]:
    """Return the words with some removed and some new ones added."""
    changed = list(words)
    for number in range(rng.randrange(6)):
        place = rng.randrange(len(changed) + 1)
        end = place + rng.choice([0, 0, 1, 3, 10])
        changed[place:end] = [f"{prefix}{number}{count}" for count in range(rng.randrange(4))]
    return changed


def lay_out(words: list[str]) -> str:
    """Return the words as lines and paragraphs, broken where a word says so."""
    ends = {0: ".\n\n", 5: "\n", 8: ". "}
    return "".join(word + ends.get(int(word[1:]) % 13, " ") for word in words).strip()


@pytest.mark.parametrize("seed", range(30))
def test_distant_changes_never_conflict(seed):
    rng = random.Random(seed)
    base = [f"w{number}" for number in range(200)]
    theirs, mine = list(base), list(base)
    for place in range(4, 200, 10):
        chosen = rng.choice([theirs, mine])
        chosen[base.index(f"w{place}")] = f"{'t' if chosen is theirs else 'm'}{place}"

    texts = [lay_out(words) for words in (base, theirs, mine)]
    merged = merge_texts(base=texts[0], theirs=texts[1], mine=texts[2], their_name="Ruth")

    expected = [
        their if their != word else my for word, their, my in zip(base, theirs, mine, strict=True)
    ]
    assert merged == Merged(lay_out(expected))


# Long and hostile texts


@pytest.mark.parametrize("case", MERGES)
def test_merge_of_longest_hostile_texts_loses_nothing(case):
    base, theirs, mine = MERGES[case]

    merged = merge_texts(base=base, theirs=theirs, mine=mine, their_name="Ruth")

    assert merged.conflicts == 1


def test_small_changes_to_long_text_are_merged():
    paragraphs = [f"Paragraph {number} says the same again." for number in range(9_000)]
    theirs, mine = list(paragraphs), list(paragraphs)
    for number in range(0, 9_000, 90):
        theirs[number] = f"Ruth’s own {number}."
        mine[number + 45] = f"My own {number}."

    merged = merge_texts(
        base="\n\n".join(paragraphs),
        theirs="\n\n".join(theirs),
        mine="\n\n".join(mine),
        their_name="Ruth",
    )

    assert (merged.conflicts, merged.text.count("own")) == (0, 200)


# Values and lists


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "expected"),
    [
        ("a", "b", "a", "b"),
        ("a", "a", "c", "c"),
        ("a", "d", "d", "d"),
        ("a", "b", "c", None),
        (None, "b", "b", "b"),
        (None, "b", "c", None),
        (["1"], ["1", "2"], ["1"], ["1", "2"]),
        (["1"], ["1", "2"], [], None),
    ],
)
def test_value_changed_by_one_is_merged(base, theirs, mine, expected):
    assert merge_value(base, mine, theirs) == expected
