"""SRT captions become WebVTT, and what is wrong with them is said with its line."""

import pytest

from events.exceptions import InvalidTranscript
from events.subrip import to_webvtt
from tests.factories import EventFactory
from tests.support.recording_forms import areas, errors, file, send
from tests.support.recordings import passages
from tests.support.signing_in import sign_in

SRT = (
    "1\n00:00:05,000 --> 00:00:09,5\n{\\an8}<i>Questions</i> & answers.\n\n"
    "2\n0:12:34,250 --> 0:12:40,000  X1:10\nWe moderated.\n  \n"
)
WEBVTT = (
    "WEBVTT\n\n1\n00:00:05.000 --> 00:00:09.500\n<i>Questions</i> &amp; answers.\n\n"
    "2\n00:12:34.250 --> 00:12:40.000\nWe moderated.\n"
)
EXAMPLE = "00:01:30,000 --> 00:01:34,500"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SRT, WEBVTT),
        ("\ufeff" + SRT.replace("\n", "\r\n"), WEBVTT),
        (WEBVTT, WEBVTT),
        ("0:00 Welcome", "0:00 Welcome"),
    ],
)
def test_subrip_becomes_webvtt_and_other_texts_stay(text, expected):
    assert to_webvtt(text) == expected


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            SRT.replace("0:12:34,250 -->", "0:12:34 -->"),
            "Line 6 is not a valid timing: “0:12:34 --> 0:12:40,000  X1:10”. In SRT, a timing "
            f"looks like {EXAMPLE}.",
        ),
        (
            SRT.replace("We moderated.", "We\n\nmoderated."),
            "Line 9 doesn’t belong to a caption: “moderated.”. Remove the empty line above it, or "
            f"give it a timing such as {EXAMPLE}.",
        ),
    ],
)
def test_broken_subrip_is_refused_with_its_line(text, error):
    with pytest.raises(InvalidTranscript) as caught:
        to_webvtt(text)

    assert str(caught.value) == error


@pytest.mark.django_db
def test_editor_uploads_srt_after_correcting_it(client):
    sign_in(client, "Editors")
    event = EventFactory(past=True)
    broken = SRT.replace("00:00:09,5", "nonsense")

    refused = send(client, event, transcript_file=file("talk.srt", broken))
    pasted = send(client, event, transcript=SRT, chapters_file=file("c.srt", SRT))

    assert (errors(refused), areas(refused)["transcript"]) == (
        {
            "transcript": "Line 2 is not a valid timing: “00:00:05,000 --> nonsense”. In SRT, a "
            f"timing looks like {EXAMPLE}."
        },
        broken.strip(),
    )
    assert (errors(pasted), areas(pasted)) == (
        {},
        {"chapters": WEBVTT.strip(), "transcript": WEBVTT.strip()},
    )
    assert [passage[3] for passage in passages()] == ["Questions & answers.", "We moderated."]
