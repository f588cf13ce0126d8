"""A recording’s chapters, in WebVTT or as people write them below a video."""

import pytest

from events.chapters import TOO_MANY, Chapter, read_chapters
from events.exceptions import InvalidTranscript
from events.webvtt import EMPTY, LONGEST, TOO_LARGE
from tests.support.transcripts import HINT, vtt

ANY_LIST = "A chapter looks like 12:34 Questions and answers."


def test_webvtt_chapters_have_start_end_and_title():
    chapters = read_chapters(
        vtt(
            "01:30.000 --> 10:00.000\n<b>What</b> we did\nand why",
            "00:00.000 --> 01:30.000\nWelcome &amp; rules",
        )
    )

    assert chapters == [
        Chapter(0, 90, "Welcome & rules"),
        Chapter(90, 600, "What we did and why"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0:00 Welcome\n12:34 Moderation\n1:02:03 Questions",
        "\ufeff00:00 - Welcome\r\n12:34 – Moderation\r\n\r\n01:02:03 — Questions\r\n",
        "(0:00) Welcome\n[12:34] Moderation\n  * 1:02:03: Questions",
        "12:34 Moderation\n62:03 Questions\n0:00 Welcome",
        "- 0:00  Welcome\n- 12:34.  <i>Moderation</i>\n- 1:02:03 Questions",
    ],
)
def test_listed_chapter_ends_where_next_begins(text):
    assert read_chapters(text) == [
        Chapter(0, 754, "Welcome"),
        Chapter(754, 3723, "Moderation"),
        Chapter(3723, None, "Questions"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", EMPTY),
        ("\n", EMPTY),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi\n", InvalidTranscript.message),
        ("x" * (LONGEST + 1), TOO_LARGE),
        ("\n".join(["0:01 A"] * 201), TOO_MANY),
        (
            vtt(*(f"00:0{n % 10}.000 --> 00:10.000\nLine {n}" for n in range(201))),
            TOO_MANY,
        ),
        (
            "0:00 A\n\nQuestions",
            f"Line 3 is not a chapter: “Questions”. {ANY_LIST}",
        ),
        ("0:61 A", f"Line 1 is not a chapter: “0:61 A”. {ANY_LIST}"),
        ("0:00", f"Line 1 is not a chapter: “0:00”. {ANY_LIST}"),
        ("0:00A", f"Line 1 is not a chapter: “0:00A”. {ANY_LIST}"),
        (
            vtt("00:01 --> 00:02\nA"),
            f"Line 3 is not a valid timing: “00:01 --> 00:02”. {HINT}",
        ),
        (
            f"0:00 {'x' * 201}",
            f"A chapter title can have at most 200 characters. This one has 201: “{'x' * 60}…”.",
        ),
    ],
)
def test_invalid_chapters_are_rejected_with_line_number(text, message):
    with pytest.raises(InvalidTranscript) as refused:
        read_chapters(text)

    assert str(refused.value) == message
