"""Texts that break a parser, or keep it busy for minutes if an algorithm is quadratic.

The tests ask whether each gets the right answer; `benchmarks/hostile.py` asks how long it takes.
"""

import random

from events.webvtt import LONGEST as LONGEST_TRANSCRIPT

LONGEST = 400_000
CUE = "00:01.000 --> 00:02.000"


def shuffled(words: list[str], seed: int) -> str:
    return " ".join(random.Random(seed).sample(words, len(words)))


# Each is cut to the maximum length.
TRANSCRIPTS = [
    f"WEBVTT\n\n{CUE}\n{text}"[:LONGEST_TRANSCRIPT]
    for text in [
        "<" * 2_000_000,
        "<v " * 650_000,
        "<v x" * 500_000,
        "&" * 2_000_000,
        "-->" * 650_000,
        " " * 2_000_000,
        ". " * 1_000_000,
        "\n".join(["<v a"] * 400_000),
        "\n".join(["." * 9_000] * 200),
        "\n".join(["x: " * 3_000] * 200),
        "\n\n".join([f"{CUE}\n<v A>a", f"{CUE}\n<v B>b"] * 27_000),
    ]
]
# name: (base, theirs, mine)
MERGES = {
    "one line repeated": ("a\n" * (LONGEST // 2), "a\n" * (LONGEST // 2 - 9), "b\na\n" * 99_999),
    "two lines in turn": ("a\nb\n" * 99_999, "b\na\n" * 99_999, "a\na\nb\n" * 66_666),
    "one endless line": ("a b " * 99_999, "b a " * 99_999, "a a b " * 66_666),
    "words in another order": tuple(
        shuffled([f"word{number}" for number in range(40_000)], seed) for seed in range(3)
    ),
    "every other line": tuple(
        "".join(f"k{number}\n{letter}{number}\n" for number in range(30_000)) for letter in "bxy"
    ),
}
# name: a page of a MediaWiki wiki
WIKITEXTS = {
    "open links": "[[" * 2_500,
    "open templates": "{{" * 2_500,
    "open parameters": "{{{" * 1_750,
    "open tables": "{|\n" * 1_750,
    "open tags": "<b>" * 2_500,
    "open footnotes": "<ref>" * 2_500,
    "open comments": "<!--" * 2_500,
    "open nowiki": "<nowiki>" * 2_000,
    "open addresses": "[http://x " * 1_500,
    "open everything": "[[{{<b>{|\n" * 1_250,
    "attributes without an end": "<b a='" * 2_500,
    "open links in a template": "{{a" + "|b=[[c" * 2_250 + "}}",
    "templates in templates": "{{a|" * 1_250 + "}}" * 1_250,
    "pictures in pictures": "[[File:a|" * 1_250 + "]]" * 1_250,
    "tags in tags": "<b>" * 2_250 + "</b>" * 2_250,
    "tables in tables": "{|\n|\n" * 750 + "\n|}" * 750,
    "lists in lists": "*" * 15_000 + " a",
    "apostrophes": "'" * 15_000,
    "bold and italic": "''a'''b" * 2_250,
    "cells": "{|\n" + "|a||" * 1_200 + "\n|}",
    "colons": ";a:b" * 3_750,
    "headings": "== {{a|" * 2_000,
    "paragraphs": "<p>a" * 1_500,
    "ends": "]]}}|}</b>" * 1_500,
    "parameters": "{{a" + "|b=c" * 1_500 + "}}",
    "angle brackets": "<" * 15_000,
    "ampersands": "&" * 15_000,
    "crossed": "<b>[[a|</b>]]{{b|<i>}}</i>" * 625,
}
