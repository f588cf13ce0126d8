import math
import random

import pytest

from imports.front_matter import FrontMatterInvalid, read_front_matter, write_front_matter

ODD_TEXTS = [
    *"no yes null ~ 2020-01-02 12:30:45 1.10 007 1e5 0x1F --- ... True true .inf << = +5".split(),
    *"1_000 'q' \"q\" *a &a !a @ ` % [ { ? > | # : - , ] } 😀 é".split(),
    *["", "- a", "a: b", "2020-01-02 10:00:00 -0500", " lead", "trail ", "#c", "a\x85b", "\u2028"],
    *["\ufeff", "\x00", "\xa0", "\n", "a\n---\nb", "  two\nlines", "x\n\ny\n", "\tx\n", "\r\n"],
]


def test_front_matter_of_jekyll_and_hugo_is_read():
    text = """---
layout: post
title:  "Mastery: what it is"
date:   2019-03-04 15:20:00 -0500
tags: [mastery, "k-12"]
draft: false
weight: 10
authors:
  - name: Ann Lee
    url: https://example.org
empty:
---

# Text

---
"""

    values, body = read_front_matter(text)

    assert values == {
        "layout": "post",
        "title": "Mastery: what it is",
        "date": "2019-03-04 15:20:00 -0500",
        "tags": ["mastery", "k-12"],
        "draft": False,
        "weight": 10,
        "authors": [{"name": "Ann Lee", "url": "https://example.org"}],
        "empty": None,
    }
    assert body == "# Text\n\n---\n"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2019-03-04", "2019-03-04"),
        ("1.10", "1.10"),
        ("1.5", 1.5),
        ("007", "007"),
        ("7", 7),
        ("No", "No"),
        ("Null", "Null"),
        ("true", True),
        ("12:30:45", "12:30:45"),
        ("1e5", "1e5"),
        ("<<", "<<"),
    ],
)
def test_value_is_typed_only_if_nothing_is_lost(written, value):
    assert read_front_matter(f"---\nkey: {written}\n---\n") == ({"key": value}, "")


def test_key_is_always_a_text():
    assert read_front_matter("---\n2019: a\ntrue: b\n---\n") == ({"2019": "a", "true": "b"}, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Text\n",
        "---",
        "---\n",
        "---\n\nText\n",
        "---\n\nText\n\n---\n\nMore\n",
        "--- a\n",
        "+++\n",
    ],
)
def test_text_without_front_matter_is_all_text(text):
    assert read_front_matter(text) == ({}, text)


def test_windows_line_ends_and_byte_order_mark_are_read():
    text = "\ufeff---\r\ntitle: A\r\n---\r\n\r\nText\r\n"

    assert read_front_matter(text) == ({"title": "A"}, "Text\r\n")


def test_toml_is_read_with_dates_as_texts():
    text = '+++\ntitle = "A"\ndate = 2019-03-04T10:00:00-05:00\n[params]\nx = [1, 2.5]\n+++\nText\n'

    assert read_front_matter(text) == (
        {"title": "A", "date": "2019-03-04T10:00:00-05:00", "params": {"x": [1, 2.5]}},
        "Text\n",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "---\ntitle: a\ntags: [a\n---\n",
            "Line 4: expected ',' or ']', but got '<stream end>'. Correct it: put quotation marks "
            "around a text with a colon or another sign of YAML.",
        ),
        (
            "---\ntitle: Mastery: what it is\n---\n",
            "Line 2: mapping values are not allowed here. Correct it: put quotation marks around a "
            "text with a colon or another sign of YAML.",
        ),
        ("---\ntitle: a\ntitle: b\n---\n", "Line 3: “title” is here twice. Keep one of the two."),
        (
            "---\na: &a [x]\nb: [*a, *a]\n---\n",
            "Line 3: “*a” repeats another value. Write the value itself instead.",
        ),
        (
            "---\na: 1\nb: !!python/object/apply:os.system [ls]\n---\n",
            "Line 3: “!!python/object/apply:os.system” isn’t a type that front matter can have. "
            "Write the value without it.",
        ),
        ("---\na: " + "[" * 50_000 + "\n---\n", "Line 2: the values are nested too deeply."),
        ("---\na: b\nc: \x07\n---\n", "Line 3: the character U+0007 isn’t allowed. Remove it."),
        (
            "---\ntitle: a\n\nText\n",
            "Line 1: the front matter has no end. Add a line with --- below its last line.",
        ),
        (
            "+++\na = 1\nb = \n+++\n",
            "Line 3: this isn’t valid TOML: Invalid value (at line 2, column 5).",
        ),
        (
            "---\na: " + "x" * 1_000_000 + "\n---\n",
            "Line 1: the front matter is longer than 1,000,000 characters. Shorten it.",
        ),
    ],
)
def test_mistake_is_reported_with_its_line(text, message):
    with pytest.raises(FrontMatterInvalid) as caught:
        read_front_matter(text)

    assert str(caught.value) == message


def test_front_matter_is_written_as_people_write_it():
    values = {
        "title": "Mastery: what it is",
        "date": "2019-03-04",
        "draft": False,
        "tags": ["mastery", "no"],
        "summary": "Two\nlines.\n",
        "by": [{"name": "Zoë"}],
    }

    assert write_front_matter(values, "Text\n") == (
        "---\ntitle: 'Mastery: what it is'\ndate: 2019-03-04\ndraft: false\ntags:\n- mastery\n"
        "- 'no'\nsummary: |\n  Two\n  lines.\nby:\n- name: Zoë\n---\n\nText\n"
    )


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_is_read_the_same(seed):
    chosen = random.Random(seed)
    scalars = [*ODD_TEXTS, None, True, False, 0, -3, 10**30, 1.5, -2.25e-9, 1e20, math.inf]

    def any_value(depth: int = 0):
        match chosen.randrange(6) if depth < 4 else 5:
            case 0:
                return [any_value(depth + 1) for _ in range(chosen.randrange(4))]
            case 1:
                return any_mapping(depth + 1)
        return chosen.choice(scalars)

    def any_mapping(depth: int = 0):
        return {chosen.choice(ODD_TEXTS): any_value(depth) for _ in range(chosen.randrange(6))}

    files = [(any_mapping(), "".join(chosen.choices(ODD_TEXTS, k=3))) for _ in range(20)]

    assert [repr(read_front_matter(write_front_matter(*file))) for file in files] == [
        repr(file) for file in files
    ]


@pytest.mark.parametrize("value", [b"x", object, {1: "a"}, ("a",), {"a": {2}}])
def test_value_of_another_type_is_refused(value):
    with pytest.raises(TypeError):
        write_front_matter({"key": value}, "")
