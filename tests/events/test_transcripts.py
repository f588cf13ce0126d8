"""Transcripts as readable paragraphs."""

import re

import pytest

from events.exceptions import InvalidTranscript
from events.transcripts import TranscriptParagraph, read_transcript
from events.webvtt import EMPTY
from tests.support.transcripts import vtt

# YouTube’s automatic captions: each line is built word by word, appears alone for an instant, and
# then again above the next one.
AUTOMATIC = """WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:03.429 align:start position:0%
\x20
Last<00:00:00.960><c> year</c><00:00:01.520><c> we</c><00:00:02.159><c> did</c>

00:00:03.429 --> 00:00:03.439 align:start position:0%
Last year we did
\x20

00:00:03.439 --> 00:00:05.749 align:start position:0%
Last year we did
no<00:00:03.760><c> no</c>

00:00:05.749 --> 00:00:05.759 align:start position:0%
no no
\x20

00:00:05.759 --> 00:00:08.000 align:start position:0%
no no
&gt;&gt; no one<00:00:06.760><c> did</c>

00:00:08.000 --> 00:00:08.010 align:start position:0%
&gt;&gt; no one did
\x20

00:00:08.010 --> 00:00:10.000 align:start position:0%
&gt;&gt; no one did
[Music]
"""


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (["00:01.900 --> 00:02.000\nHello\nthere."], [TranscriptParagraph(1, "", "Hello there.")]),
        (
            [
                "00:01.000 --> 00:02.000\n<v Ana Díaz>Tell me &amp; us.",
                "00:02.000 --> 00:03.000\n<v.loud.first Ana Díaz>Please.",
                "00:03.000 --> 00:04.000\nNow.",
                "00:04.000 --> 00:05.000\n<v Ben>No.</v>",
                "00:05.000 --> 00:06.000\n<V   Ana Díaz >Oh.",
            ],
            [
                TranscriptParagraph(1, "Ana Díaz", "Tell me & us. Please. Now."),
                TranscriptParagraph(4, "Ben", "No."),
                TranscriptParagraph(5, "Ana Díaz", "Oh."),
            ],
        ),
        (
            # Two speakers in one cue, and on one line.
            [
                "00:01.000 --> 00:02.000\n<v Ana>Yes.</v>\n<v Ben>No.</v>",
                "00:02.000 --> 00:03.000\nSo: <v Ana>Yes</v> <v R&amp;D>Well.</v>",
            ],
            [
                TranscriptParagraph(1, "Ana", "Yes."),
                TranscriptParagraph(1, "Ben", "No. So:"),
                TranscriptParagraph(2, "Ana", "Yes"),
                TranscriptParagraph(2, "R&D", "Well."),
            ],
        ),
        (
            # A name before each cue, as meeting services write it.
            [
                "1\n00:01.000 --> 00:02.000\nAna Díaz (she/her): Good afternoon.",
                "2\n00:02.000 --> 00:03.000\nAna Díaz (she/her): One thing: it is late.",
                "3\n00:03.000 --> 00:04.000\nB.J. O’Neill: It is.",
                "4\n00:04.000 --> 00:05.000\nSo we begin.",
            ],
            [
                TranscriptParagraph(
                    1, "Ana Díaz (she/her)", "Good afternoon. One thing: it is late."
                ),
                TranscriptParagraph(3, "B.J. O’Neill", "It is. So we begin."),
            ],
        ),
        (
            # A colon alone doesn’t name a speaker.
            [
                "00:01.000 --> 00:02.000\nNote: it is late.",
                "00:02.000 --> 00:03.000\nWe say so.",
                "00:03.000 --> 00:04.000\nThey do too.",
            ],
            [TranscriptParagraph(1, "", "Note: it is late. We say so. They do too.")],
        ),
        (
            # Live captions.
            [
                "00:01.000 --> 00:02.000\n>> ANA: Welcome.",
                "00:02.000 --> 00:03.000\n>>Thank you.",
                "00:03.000 --> 00:04.000\n>>",
                "00:04.000 --> 00:05.000\n>>> Thanks.",
            ],
            [
                TranscriptParagraph(1, "ANA", "Welcome."),
                TranscriptParagraph(2, "", "Thank you."),
                TranscriptParagraph(4, "", "Thanks."),
            ],
        ),
        (
            # Rolling over three lines, without word timestamps.
            [
                "00:01.000 --> 00:02.000\none\ntwo\nthree",
                "00:02.000 --> 00:03.000\ntwo\nthree\nfour",
                "00:03.000 --> 00:03.010\nfour",
                "00:03.010 --> 00:04.000\nthree\nfour\nfive",
            ],
            [TranscriptParagraph(1, "", "one two three four five")],
        ),
        (
            ["00:01.000 --> 00:02.000\nYes.", "00:02.000 --> 00:03.000\nYes."],
            [TranscriptParagraph(1, "", "Yes. Yes.")],
        ),
        (
            ["00:01.000 --> 00:09.000\nAt length.", "00:02.000 --> 00:03.000\nOver it."],
            [TranscriptParagraph(1, "", "At length. Over it.")],
        ),
        (
            ["00:01.000 --> 00:02.000\n<script>alert(1)</script> &lt;b&gt; <b>bold</b>"],
            [TranscriptParagraph(1, "", "alert(1) <b> bold")],
        ),
        (
            [f"00:01.000 --> 00:02.000\n<v {'x' * 300}>Hi"],
            [TranscriptParagraph(1, "x" * 200, "Hi")],
        ),
    ],
)
def test_cues_become_paragraphs(cues, expected):
    assert read_transcript(vtt(*cues)) == expected


def test_automatic_captions_are_deduplicated():
    assert read_transcript(AUTOMATIC) == [
        TranscriptParagraph(0, "", "Last year we did no no"),
        TranscriptParagraph(5, "", "no one did [Music]"),
    ]


def test_paragraph_ends_at_sentence_after_enough_words_or_at_pause():
    sentence = "This is a sentence of exactly ten words, “is it?”"
    cues = [f"00:{second:02}.000 --> 00:{second + 1:02}.000\n{sentence}" for second in range(14)]
    cues.append(f"00:17.999 --> 00:18.900\n{sentence}")
    cues.append(f"00:22.900 --> 00:23.900\n{sentence}")

    paragraphs = read_transcript(vtt(*cues))

    assert [(each.second, len(each.text.split())) for each in paragraphs] == [
        (0, 60),
        (6, 60),
        (12, 30),
        (22, 10),
    ]


def test_pause_after_few_words_does_not_end_paragraph():
    cues = ["00:01.000 --> 00:02.000\nWell,", "00:30.000 --> 00:31.000\nlet us begin."]

    assert read_transcript(vtt(*cues)) == [TranscriptParagraph(1, "", "Well, let us begin.")]


def test_speech_without_periods_is_split():
    cues = [
        f"00:{second:02}.000 --> 00:{second:02}.900\nfive words of it each" for second in range(50)
    ]

    paragraphs = read_transcript(vtt(*cues))

    assert [len(each.text.split()) for each in paragraphs] == [110, 110, 30]


def test_hour_of_speech_keeps_every_word():
    sentences = [f"Word{number}." for number in range(3_600)]
    times = [f"{number // 60:02}:{number % 60:02}" for number in range(3_600)]
    cues = [
        f"{time}.000 --> {time}.999\n{words}" for time, words in zip(times, sentences, strict=True)
    ]

    paragraphs = read_transcript(vtt(*cues))

    assert " ".join(each.text for each in paragraphs).split() == sentences


def test_chapter_starts_a_new_paragraph():
    cues = [f"00:{second:02}.500 --> 00:{second:02}.900\nWords," for second in (1, 2, 3)]

    paragraphs = read_transcript(vtt(*cues), chapters=[0, 2, 50])

    assert paragraphs == [
        TranscriptParagraph(1, "", "Words,"),
        TranscriptParagraph(2, "", "Words, Words,"),
    ]


def test_captions_without_text_are_rejected():
    with pytest.raises(InvalidTranscript, match=re.escape(EMPTY)):
        read_transcript(vtt("00:01.000 --> 00:02.000\n>>"))
