"""WebVTT as people, programs, and attackers write it."""

from contextlib import suppress

import pytest

from events.exceptions import InvalidTranscript
from events.transcripts import read_transcript
from events.webvtt import (
    EMPTY,
    LONGEST,
    LONGEST_LINE,
    TOO_LARGE,
    plain,
    read_cues,
    read_text,
    starts_at,
    tidy,
)
from tests.support.hostile_texts import TRANSCRIPTS
from tests.support.transcripts import HINT, vtt

CUE = "00:01.000 --> 00:02.000"


def read(text: str) -> list[tuple[int, str]]:
    return [(starts_at(cue), plain(cue.raw_text)) for cue in read_cues(text)]


@pytest.mark.parametrize(
    "text",
    [
        vtt(f"{CUE}\nHello"),
        f"\ufeffWEBVTT\n\n{CUE}\nHello",
        f"WEBVTT\r\n\r\n{CUE}\r\nHello\r\n",
        f"WEBVTT\r\r{CUE}\rHello\r",
        f"\n \nWEBVTT\n\n{CUE}\nHello",
        f"WEBVTT - a title\n\n{CUE}\nHello",
        f"WEBVTT\tX\n\n{CUE}\nHello",
        f"WEBVTT\nKind: captions\nLanguage: en\n\n{CUE}\nHello",
        f"WEBVTT\n{CUE}\nHello",
        f"WEBVTT\n\n\n\n\n{CUE}\nHello\n\n\n",
        f"WEBVTT\n\nNOTE\nSpoken by many,\nchecked by one.\n\n{CUE}\nHello\n\nNOTE the end",
        f"WEBVTT\n\nSTYLE\n::cue(v) {{ color: red }}\n\nREGION\nid:one\nlines:3\n\n{CUE}\nHello",
        vtt(f"1\n{CUE}\nHello"),
        vtt(f"00000000-0000-4000-8000-000000000000/7-0\n{CUE}\nHello"),
        vtt(f"{CUE} align:start position:0% line:-1\nHello"),
        vtt("00:00:01.000 --> 00:00:02.000\nHello"),
        vtt("0:00:01.000 --> 0:00:02.000\nHello"),
        vtt("00:01.000-->00:02.000\nHello"),
        vtt("00:01.000\t-->\t00:02.000\nHello"),
        vtt("  00:01.000 --> 00:02.000  \nHello"),
        # Backward: only the end is wrong.
        vtt("00:01.000 --> 00:00.500\nHello"),
        vtt(f"{CUE}\nHello", f"{CUE}\nHello"),
        vtt(f"{CUE}\nHello", "3"),
        vtt("00:00.100 --> 00:00.900\n<v Ana></v> \n", f"{CUE}\nHello"),
        vtt(f"{CUE}\nHel\0lo"),
    ],
)
def test_equivalent_files_are_read_the_same(text):
    assert read(text) == [(1000, "Hello")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<v Ana>Tell &amp; show</v>", "Tell & show"),
        ("<c.loud.yellow>Tell</c> <i><b>and</b></i> <lang en-GB>show</lang>", "Tell and show"),
        ("Tell<00:00:01.500><c> and</c><01:00:02.000><c> show</c>", "Tell and show"),
        ("<ruby>Tell<rt>tell</rt></ruby>", "Telltell"),
        ("Tell<br>and<BR />show", "Tell and show"),
        ('<font color="red">Tell</font>', "Tell"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=alert(1)>Tell", "Tell"),
        # Anything that isn’t a tag is text and is escaped when shown.
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("3 < 4 and 5 > 4, I <3 it", "3 < 4 and 5 > 4, I <3 it"),
        ("<v Ana", "<v Ana"),
        ("<<b>b>x", "<b>x"),
        ("Sorry&nbsp;&mdash; &#x41;&#0;&#1; &unknown;", "Sorry — A� &unknown;"),
        ("one\ttwo\u2028three\x0bfour\x07\x1b five", "one two three four five"),
        ("שלום עליכם, 你好, 👋🏽", "שלום עליכם, 你好, 👋🏽"),
        ("&lrm;&rlm;", "\u200e\u200f"),
    ],
)
def test_tags_are_removed_from_text(raw, words):
    assert plain(raw) == words


def test_cues_are_sorted_by_time():
    text = vtt(
        "00:05.000 --> 00:06.000\nSecond",
        "00:01.000 --> 00:09.000\nFirst",
        "00:05.000 --> 00:05.500\nAt once",
        "01:00:00.000 --> 01:00:01.000\nLast",
    )

    assert read(text) == [
        (1_000, "First"),
        (5_000, "Second"),
        (5_000, "At once"),
        (3_600_000, "Last"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", EMPTY),
        (" \n\n", EMPTY),
        ("WEBVTT", EMPTY),
        (vtt(f"{CUE}\n<v Ana></v>"), EMPTY),
        ("Hello", InvalidTranscript.message),
        ("WEBVTTX\n\n" + CUE, InvalidTranscript.message),
        ("webvtt\n\n" + CUE, InvalidTranscript.message),
        ("<!doctype html><p>Not found", InvalidTranscript.message),
        ('{"captions": []}', InvalidTranscript.message),
        ("0:00:01.000,0:00:02.000\nHello", InvalidTranscript.message),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi\n", InvalidTranscript.message),
        ("\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n", InvalidTranscript.message),
        ("WEBVTT\n\n" + "x" * LONGEST, TOO_LARGE),
        (
            vtt("00:00:01,000 --> 00:00:02,000\nHi"),
            f"Line 3 is not a valid timing: “00:00:01,000 --> 00:00:02,000”. {HINT}",
        ),
        (
            vtt("00:01 --> 00:02\nHello"),
            f"Line 3 is not a valid timing: “00:01 --> 00:02”. {HINT}",
        ),
        (
            vtt(f"{CUE}\nA", "00:99.000 --> 00:02.000\nB"),
            f"Line 6 is not a valid timing: “00:99.000 --> 00:02.000”. {HINT}",
        ),
        (
            vtt(f"{CUE}\nA --> B"),
            f"Line 4 is not a valid timing: “A --> B”. {HINT}",
        ),
        (
            # More seconds than the database can store.
            vtt("99999999999:00:01.000 --> 99999999999:00:02.000\nHello"),
            "Line 3 is not a valid timing: “99999999999:00:01.000 --> 99999999999:00:02.000”. "
            + HINT,
        ),
        (
            vtt(f"{CUE}\nHello", "and more", f"{CUE}\nof it"),
            "Line 6 doesn’t belong to a cue: “and more”. Remove the empty line above it, or give "
            "it "
            "a timing.",
        ),
        (
            vtt(f"Hello\nintro\n{CUE}\nand more"),
            "Line 3 doesn’t belong to a cue: “Hello”. Remove the empty line above it, or give it a "
            "timing.",
        ),
        (
            vtt(f"{CUE}\n" + "x" * (LONGEST_LINE + 1)),
            "Line 4 has more than 10,000 characters. Split it into cues.",
        ),
    ],
)
def test_invalid_file_is_rejected_with_line_number(text, message):
    with pytest.raises(InvalidTranscript) as refused:
        read_cues(text)

    assert str(refused.value) == message


@pytest.mark.parametrize("hostile", TRANSCRIPTS, ids=lambda hostile: f"{hostile[34:42]!r}")
def test_hostile_file_is_read_or_rejected(hostile):
    with suppress(InvalidTranscript):
        # A benchmark measures the time for full length.
        read_transcript(hostile[:100_000])


@pytest.mark.parametrize(
    "content",
    ["WEBVTT\n\nÄ".encode("latin-1"), "WEBVTT\n\nÄ".encode("utf-16"), b"PK\x03\x04\xff\xfe"],
)
def test_file_in_another_encoding_is_rejected(content):
    with pytest.raises(InvalidTranscript) as refused:
        read_text(content)

    assert str(refused.value) == (
        "This file is not UTF-8 text. Save it in UTF-8 and upload it again."
    )


def test_too_large_file_is_rejected_before_it_is_read():
    with pytest.raises(InvalidTranscript, match=TOO_LARGE):
        read_text(b"\xff" * (LONGEST + 1))


def test_line_endings_are_normalized():
    assert tidy("\ufeffWEBVTT\r\n\r\nA\rB\0\n") == "WEBVTT\n\nA\nB\n"
