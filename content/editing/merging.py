"""Merges the changes that two people made to the same text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from merge3 import Merge3

from content.editing.differences import Block, matching_blocks, without_coincidences

# A line and the blank lines after it, because blank lines alone don't count as common text.
LINE = re.compile(r"[^\n]+\n*|\n+")
# A word and the space after it, so that changes by two people to adjacent words conflict: merging
# them could change the meaning of both. The end of a line or sentence is a token of its own, so
# changes before it and after it aren't adjacent.
WORD = re.compile(r"\w+(?:[^\w\n.!?]|[.!?](?=\w))*|\n+|[^\w\n]+")
# Up to this many common words between two longer changes may be a coincidence, so no one else's
# changes are merged there.
COINCIDENCE = 2
# No one reviews more conflicts than this. Beyond it, both texts are shown in full, one after the
# other.
MAX_CONFLICTS = 200

# The lines around a conflict. Neither ordinary text nor Git has lines like these.
BEGIN = "<<<<<<< Yours"
MIDDLE = "======= {name}’s"
END = ">>>>>>> End of both"
MARK = re.compile(r"<<<<<<< Yours|======= .+’s|>>>>>>> End of both")


@dataclass(frozen=True)
class Merged:
    """A text with both versions of each conflict, between markers that say whose they are."""

    text: str
    conflicts: int = 0


@dataclass(frozen=True)
class TextConflict:
    mine: str
    theirs: str


class LineMatcher:
    """Tells Merge3 what two lists have in common, in a limited time."""

    def __init__(self, _, before: list[str], after: list[str]) -> None:
        self.before, self.after = before, after
        self.end = Block(len(before), len(after), 0)

    def get_matching_blocks(self) -> list[Block]:
        """Return the common blocks, and an empty one at the end, as Merge3 expects."""
        return [*matching_blocks(self.before, self.after), self.end]


class WordMatcher(LineMatcher):
    def get_matching_blocks(self) -> list[Block]:
        *blocks, end = super().get_matching_blocks()
        telling = set(without_coincidences(blocks, end, COINCIDENCE))
        return [*(b for b in blocks if b in telling or self.ends_line(b)), end]

    def ends_line(self, block: Block) -> bool:
        return any("\n" in word for word in self.before[block.old : block.old + block.size])


def merge_texts(*, base: str | None, theirs: str, mine: str, their_name: str) -> Merged:
    """Combine two people's changes to `base`, the text that both started from.

    If they changed different words, the result has both changes; if they changed the same words or
    adjacent ones, that is a conflict. Without a base, every difference is a conflict. Takes at most
    two seconds: texts that would take longer become one conflict.
    """
    base, theirs, mine = (text and text.replace("\r\n", "\n") for text in (base, theirs, mine))
    result = merge_value(base, mine, theirs)
    if result is not None:
        return Merged(result)
    lines = [list_lines(text) for text in (mine, theirs)]
    parts, conflicts = [], 0
    merged = split_without_base(*lines) if base is None else merge_lines(list_lines(base), *lines)
    for part in merged:
        parts.append(part)
        conflicts += isinstance(part, TextConflict)
        if conflicts > MAX_CONFLICTS:
            parts, conflicts = keep_both(*lines), 1
            break
    text = "".join(part if isinstance(part, str) else mark(part, their_name) for part in parts)
    ending = mine[len(mine.rstrip("\n")) :]
    return Merged(text.rstrip("\n") + ending, conflicts)


def list_lines(text: str) -> list[str]:
    # So that the last line can match the same line elsewhere.
    return LINE.findall(text.rstrip("\n") + "\n\n") if text else []


def merge_lines(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[str | TextConflict]:
    for original, our, their in align(base, mine, theirs, LineMatcher):
        merged = merge_value(original, our, their)
        if merged is None:
            yield from merge_words("".join(original), "".join(our), "".join(their))
        else:
            yield "".join(merged)


def merge_words(base: str, mine: str, theirs: str) -> Iterator[str | TextConflict]:
    """Merge lines that both people changed. Conflicts cover whole lines."""
    lines = MergedLines()
    bases, ours, others = (WORD.findall(text) for text in (base, mine, theirs))
    for original, our, their in align(bases, ours, others, WordMatcher):
        if original == our == their:
            for word in original:
                lines.add([word], [word], [word])
                if "\n" in word:
                    # All three texts begin a line here.
                    yield lines.end()
                    lines = MergedLines()
        else:
            lines.add(our, their, merge_value(original, our, their))
    yield lines.end()


class MergedLines:
    """The same lines in both versions, and merged unless they conflict."""

    def __init__(self) -> None:
        self.mine: list[str] = []
        self.theirs: list[str] = []
        self.merged: list[str] = []
        self.is_conflict = False

    def add(self, mine: list[str], theirs: list[str], merged: list[str] | None) -> None:
        self.mine += mine
        self.theirs += theirs
        self.merged += merged or []
        self.is_conflict |= merged is None

    def end(self) -> str | TextConflict:
        if self.is_conflict:
            return TextConflict("".join(self.mine), "".join(self.theirs))
        return "".join(self.merged)


def align(
    base: list[str], mine: list[str], theirs: list[str], matcher: type
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Yield the corresponding segments of three lists."""
    z = a = b = 0
    for z_start, z_end, a_start, a_end, b_start, b_end in Merge3(
        base, mine, theirs, sequence_matcher=matcher
    ).find_sync_regions():
        yield base[z:z_start], mine[a:a_start], theirs[b:b_start]
        yield base[z_start:z_end], mine[a_start:a_end], theirs[b_start:b_end]
        z, a, b = z_end, a_end, b_end


def merge_value(base, mine, theirs):
    """Return the changed value if at most one person changed the base, or None if it conflicts."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None


def split_without_base(mine: list[str], theirs: list[str]) -> Iterator[str | TextConflict]:
    """Yield what both texts have in common, and everything else as conflicts."""
    a = b = 0
    for start, other_start, size in LineMatcher(None, mine, theirs).get_matching_blocks():
        if a < start or b < other_start:
            yield TextConflict("".join(mine[a:start]), "".join(theirs[b:other_start]))
        a, b = start + size, other_start + size
        yield "".join(mine[start:a])


def keep_both(mine: list[str], theirs: list[str]) -> list[str | TextConflict]:
    """Return the beginning that both texts share, and the rest as one conflict."""
    pairs = zip(theirs, mine, strict=False)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return ["".join(mine[:head]), TextConflict("".join(mine[head:]), "".join(theirs[head:]))]


def mark(conflict: TextConflict, their_name: str) -> str:
    """Return both versions between markers, on their own lines or in their own paragraphs."""
    mine, theirs = conflict.mine, conflict.theirs
    gap = "\n\n" if "\n\n" in mine + theirs else "\n"
    middle = MIDDLE.format(name=" ".join(their_name.split()))
    rows = [BEGIN, mine.rstrip("\n"), middle, theirs.rstrip("\n"), END]
    return gap.join(row for row in rows if row) + gap


def find_marks(text: str) -> list[int]:
    """Return the numbers, from 1, of the lines that are markers of a merge."""
    lines = text.split("\n")
    return [number for number, line in enumerate(lines, 1) if MARK.fullmatch(line.rstrip())]
