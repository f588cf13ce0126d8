"""WebVTT as people and programs write it."""

import pytest

from events.exceptions import (
    TranscriptBroken,
    TranscriptEmpty,
    TranscriptIsSubRip,
    TranscriptRefused,
    TranscriptTooLarge,
)
from events.webvtt import LONGEST, Chapter, Paragraph, read_chapters, read_text, read_transcript


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            vtt("00:01.000 --> 00:02.000\nHello."),
            [Paragraph(1, "", "Hello.")],
        ),
        (
            "\ufeffWEBVTT - A title\r\n\r\nNOTE not said\r\n\r\nSTYLE\r\n::cue {}\r\n\r\n"
            "intro\r\n01:00:01.500 --> 01:00:02.000 align:start\r\nHello\r\nthere.\r\n",
            [Paragraph(3601, "", "Hello there.")],
        ),
        (
            vtt(
                "00:01.000 --> 00:02.000\n<v Ana Díaz>Tell me &amp; us.",
                "00:02.000 --> 00:03.000\n<v.loud Ana Díaz>Please.",
                "00:03.000 --> 00:04.000\n<v Ben>No.</v>",
            ),
            [Paragraph(1, "Ana Díaz", "Tell me & us. Please."), Paragraph(3, "Ben", "No.")],
        ),
        (
            # As automatic captions roll: each repeats the line before it.
            vtt(
                "00:01.000 --> 00:02.000\none <00:00:01.500><c>two</c>",
                "00:02.000 --> 00:03.000\none two\nthree four",
                "00:03.000 --> 00:04.000\nthree four\nfive",
            ),
            [Paragraph(1, "", "one two three four five")],
        ),
        (
            vtt("00:01.000 --> 00:02.000\nYes.", "00:02.000 --> 00:03.000\nYes."),
            [Paragraph(1, "", "Yes. Yes.")],
        ),
        (
            # Unordered.
            vtt("00:05.000 --> 00:06.000\nSecond.", "00:01.000 --> 00:02.000\nFirst."),
            [Paragraph(1, "", "First. Second.")],
        ),
        (
            vtt("00:01.000 --> 00:02.000\n<script>alert(1)</script> &lt;b&gt; <b>bold</b>"),
            [Paragraph(1, "", "alert(1) <b> bold")],
        ),
    ],
)
def test_transcript_is_read_in_paragraphs(text, expected):
    assert read_transcript(text) == expected


def test_paragraph_ends_with_a_sentence_after_enough_words_and_at_a_pause():
    sentence = "This is a sentence of exactly ten words, is it."
    cues = [f"00:{second:02}.000 --> 00:{second + 1:02}.000\n{sentence}" for second in range(14)]
    cues.append(f"00:40.000 --> 00:41.000\n{sentence}")

    paragraphs = read_transcript(vtt(*cues))

    assert [(each.second, len(each.text.split())) for each in paragraphs] == [
        (0, 60),
        (6, 60),
        (12, 20),
        (40, 10),
    ]


def test_speech_without_a_full_stop_is_cut_all_the_same():
    cues = [f"00:{n % 60:02}.000 --> 00:{n % 60:02}.900\nword{n}" for n in range(50)]
    text = vtt(*[cue.replace("word", "five words of it word") for cue in cues])

    paragraphs = read_transcript(text)

    assert [len(each.text.split()) for each in paragraphs] == [110, 110, 30]


def test_chapters_have_a_beginning_an_end_and_a_title():
    chapters = read_chapters(
        vtt("00:00.000 --> 01:30.000\nWelcome", "01:30.000 --> 10:00.000\n<b>What</b> we did")
    )

    assert chapters == [Chapter(0, 90, "Welcome"), Chapter(90, 600, "What we did")]


@pytest.mark.parametrize(
    ("text", "refusal", "words"),
    [
        ("", TranscriptEmpty, "no word"),
        ("WEBVTT\n", TranscriptEmpty, "no word"),
        ("Hello", TranscriptRefused, "WEBVTT"),
        ("<html><body>No</body></html>", TranscriptRefused, "WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi\n", TranscriptIsSubRip, "SubRip"),
        (vtt("00:01 --> 00:02\nHello"), TranscriptBroken, "Line 3 is no time of a cue"),
        (
            vtt("00:01.000 --> 00:02.000\nA", "00:99.000 --> 00:02.000\nB"),
            TranscriptBroken,
            "Line 6 is no time of a cue: “00:99.000 --> 00:02.000”",
        ),
        ("WEBVTT\n\n" + "x" * LONGEST, TranscriptTooLarge, "too large"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text, refusal, words):
    with pytest.raises(refusal) as refused:
        read_transcript(text)

    assert words in str(refused.value)


def test_file_in_another_encoding_is_refused():
    with pytest.raises(TranscriptRefused, match="UTF-8"):
        read_text("WEBVTT\n\nÄ".encode("latin-1"))
