"""Merges what two people made of the same text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from merge3 import Merge3

from content.editing.differences import Block, matching_blocks, without_coincidences

# A line with the blank lines after it: blank lines alone don't count as common text.
LINE = re.compile(r"[^\n]+\n*|\n+")
# A word and the space after it, so that changes by two people to adjacent words are a conflict:
# merging them could change the meaning of both. The end of a line or sentence is a token of its
# own, so changes before and after it don't touch.
WORD = re.compile(r"\w+(?:[^\w\n.!?]|[.!?](?=\w))*|\n+|[^\w\n]+")
# Up to this many common words between two longer changes may be a coincidence. Another person's
# changes aren't merged there.
COINCIDENCE = 2
# No one reviews more conflicts than this. Beyond it, both texts are shown in full, one after the
# other.
MAX_CONFLICTS = 200

# Lines around what both have changed. Neither ordinary text nor Git has lines like these.
BEGIN = "<<<<<<< Yours"
MIDDLE = "======= {name}’s"
END = ">>>>>>> End of both"
MARK = re.compile(r"<<<<<<< Yours|======= .+’s|>>>>>>> End of both")


@dataclass(frozen=True)
class Merged:
    """A text with both versions of each conflict, between lines that say whose they are."""

    text: str
    conflicts: int = 0


@dataclass(frozen=True)
class TextConflict:
    mine: str
    theirs: str


class LineMatcher:
    """Tells Merge3 what two lists have in common. Takes no longer than they are long."""

    def __init__(self, _, before: list[str], after: list[str]) -> None:
        self.before, self.after = before, after
        self.end = Block(len(before), len(after), 0)

    def get_matching_blocks(self) -> list[Block]:
        """Return the blocks, and an empty one at the end."""
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

    Where they changed different words, both changes are in the result; where they changed the
    same words or neighboring ones, it is a conflict. Without a base, every difference is one.
    Takes at most two seconds. What can't be compared in that time becomes one conflict.
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
    # So that a last line equals the same line elsewhere.
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
    """Merge lines that both changed. Conflicts cover whole lines."""
    lines = MergedLines()
    bases, ours, others = (WORD.findall(text) for text in (base, mine, theirs))
    for original, our, their in align(bases, ours, others, WordMatcher):
        if original == our == their:
            for word in original:
                lines.add([word], [word], [word])
                if "\n" in word:
                    # All three begin a line here.
                    yield lines.end()
                    lines = MergedLines()
        else:
            lines.add(our, their, merge_value(original, our, their))
    yield lines.end()


class MergedLines:
    """Some lines in both versions; also merged, unless they conflict."""

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
    """Yield the stretches of three lists that belong to each other."""
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
    """Yield what both have, and as conflicts all that they do not."""
    a = b = 0
    for start, other_start, size in LineMatcher(None, mine, theirs).get_matching_blocks():
        if a < start or b < other_start:
            yield TextConflict("".join(mine[a:start]), "".join(theirs[b:other_start]))
        a, b = start + size, other_start + size
        yield "".join(mine[start:a])


def keep_both(mine: list[str], theirs: list[str]) -> list[str | TextConflict]:
    """Return what both begin with, and all that follows as one conflict."""
    pairs = zip(theirs, mine, strict=False)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return ["".join(mine[:head]), TextConflict("".join(mine[head:]), "".join(theirs[head:]))]


def mark(conflict: TextConflict, their_name: str) -> str:
    """Return both versions in lines of their own; as paragraphs, if they are paragraphs."""
    mine, theirs = conflict.mine, conflict.theirs
    gap = "\n\n" if "\n\n" in mine + theirs else "\n"
    middle = MIDDLE.format(name=" ".join(their_name.split()))
    rows = [BEGIN, mine.rstrip("\n"), middle, theirs.rstrip("\n"), END]
    return gap.join(row for row in rows if row) + gap


def find_marks(text: str) -> list[int]:
    """Return the numbers of the lines, from 1, with a mark that a merge has made."""
    lines = text.split("\n")
    return [number for number, line in enumerate(lines, 1) if MARK.fullmatch(line.rstrip())]
