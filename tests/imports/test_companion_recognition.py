"""Which entries a text presents, announces, or is based on."""

import pytest

from imports.proposals.companions import (
    ProposedCompanion,
    TitledEntry,
    Titles,
    find_companions,
)
from tests.support.proposal_texts import text_of_post

TITLES = Titles(
    [
        TitledEntry(1, "Designing for Equity: A Guide to Fair Schools", "publication"),
        TitledEntry(2, "Designing for Equity: A Guide to Fair Schools", "event"),
        TitledEntry(3, "Meeting Students Where They Are", "event"),
        TitledEntry(4, "Charting the Course for K-12 Schools of Tomorrow", "resource"),
        TitledEntry(5, "Big Ideas", "publication"),
    ]
)


def keys_in(words: str, *, title: str = "Another title", key: int = 99, kind: str = "post"):
    text = text_of_post(words, title=title, key=key, kind=kind)
    return [companion.key for companion in find_companions(text, TITLES)]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (
            "In a recent report titled, Designing for Equity: A Guide to Fair Schools, we ask.",
            [1, 2],
        ),
        ("In a recent report titled, Designing for Equity: A Guide to Fair […]", [1, 2]),
        ("Join our webinar Meeting Students Where They Are on May 3.", [3]),
        ("The report Charting the Course for Schools of Tomorrow is out.", [4]),
        ("This session is about meeting students where they are.", []),
        ("The report Designing for Equity is out.", []),
        ("I like Designing for Equity: A Guide to Fair Schools.", []),
        ("Our report is full of Big Ideas.", []),
    ],
)
def test_sentence_names_companions(words, keys):
    assert keys_in(words) == keys


def test_title_that_contains_another_names_its_companion():
    text = text_of_post("x", title="Nov 7 Webinar on Meeting Students Where They Are", key=9)

    found = find_companions(text, TITLES)

    assert found == [ProposedCompanion("Nov 7 Webinar on Meeting Students Where They Are", 3)]


def test_entry_is_no_companion_of_itself():
    title = "Designing for Equity: A Guide to Fair Schools"

    assert keys_in("x", title=title, key=1, kind="publication") == [2]
