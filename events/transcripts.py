"""Turning the cues of a WebVTT file into a transcript with readable paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import webvtt

from events.exceptions import InvalidTranscript
from events.webvtt import EMPTY, ends_at, plain, read_cues, starts_at

VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>", re.IGNORECASE)
TIMED_WORD = re.compile(r"<(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}>")
# Live captions mark a new speaker with >>; meeting services begin each cue with a name.
NEW_SPEAKER = re.compile(r">>+\s*")
NAME = re.compile(r"([^\W\d_][\w .,'’()&/-]{0,60}):\s+(?=\S)")
NAMED_AT_LEAST, NAMED_CUES_AT_LEAST = 0.75, 3
SENTENCE_END = re.compile(r"[.?!…][\"”’)]*$")
# A paragraph ends with a sentence after enough words, without one after too many, or after a pause.
ENOUGH_WORDS, MAX_WORDS, FEW_WORDS = 60, 110, 12
PAUSE, FLASH = 4_000, 100  # milliseconds
# Cues have two or three lines. More are compared only so far, or a file could take hours.
MOST_REPEATED = 50


@dataclass(frozen=True)
class CaptionLine:
    start: int  # milliseconds
    end: int
    speaker: str
    text: str
    starts_paragraph: bool = False


@dataclass(frozen=True)
class TranscriptParagraph:
    second: int
    speaker: str
    text: str


def read_transcript(text: str, *, chapters: Sequence[int] = ()) -> list[TranscriptParagraph]:
    """Return a transcript in paragraphs, with a new one at the start of each chapter.

    `chapters` are the seconds they start at. Raises InvalidTranscript.
    """
    paragraphs: list[TranscriptParagraph] = []
    collected: list[CaptionLine] = []
    for line in read_lines(text):
        if collected and (
            starts_paragraph(collected, line) or starts_chapter(chapters, collected, line)
        ):
            paragraphs.append(join_lines(collected))
            collected = []
        collected.append(line)
    if collected:
        paragraphs.append(join_lines(collected))
    spoken = [paragraph for paragraph in paragraphs if paragraph.text]
    if not spoken:
        raise InvalidTranscript(EMPTY)
    return spoken


def read_lines(text: str) -> Iterator[CaptionLine]:
    """Yield what was said, line by line, without the repetitions of roll-up captions."""
    cues = read_cues(text)
    rolls, has_names = bool(TIMED_WORD.search(text)), have_names(cues)
    before: list[tuple[str, str]] = []
    for cue in cues:
        shown = voices(cue)
        repeated = count_repeated(cue, shown, before, rolls=rolls)
        for number, (speaker, words) in enumerate(shown):
            if number >= repeated:
                yield line_of(cue, speaker, words, has_names=has_names and number == 0)
        # A line shown alone again does not replace the lines that were shown with it.
        before = before if repeated == len(shown) else shown


def have_names(cues: list[webvtt.Caption]) -> bool:
    """Whether cues begin with the speaker’s name, as in “Ana Díaz: Good afternoon.”"""
    if len(cues) < NAMED_CUES_AT_LEAST or any(VOICE.search(cue.raw_text) for cue in cues):
        return False
    return sum(bool(NAME.match(plain(cue.raw_text))) for cue in cues) >= NAMED_AT_LEAST * len(cues)


def voices(cue: webvtt.Caption) -> list[tuple[str, str]]:
    """Return (speaker, words) for each line, and for each voice in a line."""
    found, speaker = [], ""
    for line in cue.raw_text.split("\n"):
        first, *others = VOICE.split(line)
        parts = [(speaker, first), *zip(map(plain, others[::2]), others[1::2], strict=True)]
        found += [(name, words) for name, raw in parts if (words := plain(raw))]
        speaker = parts[-1][0]
    return found


def count_repeated(cue: webvtt.Caption, shown: list, before: list, *, rolls: bool) -> int:
    """Return how many of a cue's lines were already in the cue before it.

    Roll-up captions show a line again above the next one, or alone for an instant. When people say
    the same thing twice, both stay.
    """
    for count in range(min(len(shown), len(before), MOST_REPEATED), 0, -1):
        if shown[:count] == before[-count:]:
            is_whole_cue = count == cue.raw_text.count("\n") + 1
            rolled = rolls or not is_whole_cue or ends_at(cue) - starts_at(cue) < FLASH
            return count if rolled else 0
    return 0


def line_of(cue: webvtt.Caption, speaker: str, words: str, *, has_names: bool) -> CaptionLine:
    mark = NEW_SPEAKER.match(words)
    if mark:
        words = words[mark.end() :]
    name = NAME.match(words) if has_names or mark else None
    if name:
        speaker, words = name[1].strip(), words[name.end() :]
    return CaptionLine(starts_at(cue), ends_at(cue), speaker, words, starts_paragraph=bool(mark))


def starts_paragraph(collected: list[CaptionLine], line: CaptionLine) -> bool:
    last = collected[-1]
    if line.starts_paragraph or (line.speaker and line.speaker != speaker_of(collected)):
        return True
    words = sum(len(each.text.split()) for each in collected)
    if words > FEW_WORDS and line.start - last.end >= PAUSE:
        return True
    return words >= MAX_WORDS or (words >= ENOUGH_WORDS and bool(SENTENCE_END.search(last.text)))


def starts_chapter(
    chapters: Sequence[int], collected: list[CaptionLine], line: CaptionLine
) -> bool:
    last = collected[-1]
    return any(last.start < 1_000 * second <= line.start for second in chapters)


def speaker_of(lines: list[CaptionLine]) -> str:
    return next((line.speaker for line in reversed(lines) if line.speaker), "")


def join_lines(lines: list[CaptionLine]) -> TranscriptParagraph:
    return TranscriptParagraph(
        second=lines[0].start // 1_000,
        speaker=speaker_of(lines)[:200],
        text=" ".join(line.text for line in lines if line.text),
    )
