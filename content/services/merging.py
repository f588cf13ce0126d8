"""What two people made of the same text, the same value or the same list, put together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from merge3 import Merge3

from content.matching import Block, matching_blocks
from content.text_difference import without_coincidences

# A line, and the empty lines behind it: those alone are nothing that two texts have in common.
LINE = re.compile(r"[^\n]+\n*|\n+")
# A word, and what stands between it and the next, so that two words side by side are never merged
# from two people, who would have changed each other's meaning. The end of a line or of a sentence
# stands by itself: what is before and behind it does not touch.
WORD = re.compile(r"\w+(?:[^\w\n.!?]|[.!?](?=\w))*|\W+")

# So many words in common between two longer changes of one person may be a coincidence, and then
# are no place for a change of the other.
COINCIDENCE = 2
# Nobody looks more of them through; beyond, the texts are shown whole, one after the other.
MOST_CONFLICTS = 200

# Lines around what both have changed. No text has them by itself, nor does Git make such lines.
BEGIN = "<<<<<<< Yours"
MIDDLE = "======= {name}’s"
END = ">>>>>>> End of both"
MARK = re.compile(r"<<<<<<< Yours|======= .+’s|>>>>>>> End of both")


@dataclass(frozen=True)
class Merged:
    """A text; at each conflict it has both versions, complete, between lines that say whose."""

    text: str
    conflicts: int = 0


@dataclass(frozen=True)
class Conflict:
    mine: str
    theirs: str


@dataclass(frozen=True)
class MergedValue:
    """A value; at a conflict it is mine."""

    value: object
    is_conflict: bool = False


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
        return [*without_coincidences(blocks, end, COINCIDENCE), end]


def merge_texts(*, base: str | None, theirs: str, mine: str, their_name: str) -> Merged:
    """Put together what two people made of a text, `base`, that both began with.

    Where they changed different words, both changes are in the result; where they changed the
    same words or neighbouring ones, it is a conflict. Without a base, every difference is one.
    Takes two seconds at most: what cannot be compared in that time is one conflict.
    """
    base, theirs, mine = (text and text.replace("\r\n", "\n") for text in (base, theirs, mine))
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    texts = [None if text is None else list_lines(text) for text in (base, theirs, mine)]
    parts, conflicts = [], 0
    for part in merge_lines(*texts):
        parts.append(part)
        conflicts += isinstance(part, Conflict)
        if conflicts > MOST_CONFLICTS:
            parts, conflicts = keep_both(*texts[1:]), 1
            break
    text = "".join(mark(part, their_name) if isinstance(part, Conflict) else part for part in parts)
    ending = mine[len(mine.rstrip("\n")) :]
    return Merged(text.rstrip("\n") + ending, conflicts)


def list_lines(text: str) -> list[str]:
    # A last line is to be like the same line before another.
    return LINE.findall(text.rstrip("\n") + "\n\n") if text else []


def merge_lines(
    base: list[str] | None, theirs: list[str], mine: list[str]
) -> Iterator[str | Conflict]:
    merger = Merge3(base or [], mine, theirs, sequence_matcher=LineMatcher)
    regions = merger.merge_regions()
    if base is None:
        # All is one conflict then; this takes out of it what both have.
        regions = merger.reprocess_merge_regions(regions)
    for kind, *places in regions:
        if kind == "conflict":
            in_base, in_mine, in_theirs = places[:2], places[2:4], places[4:]
            our, their = "".join(mine[slice(*in_mine)]), "".join(theirs[slice(*in_theirs)])
            original = None if base is None else "".join(base[slice(*in_base)])
            merged = merge_words(original, their, our)
            yield Conflict(mine=our, theirs=their) if merged is None else merged
        else:
            source = {"unchanged": base, "b": theirs}.get(kind, mine)
            yield "".join(source[slice(*places)])


def merge_words(base: str | None, theirs: str, mine: str) -> str | None:
    """Return the merge of two versions of some lines, or None where it is a conflict."""
    # Where one of them has nothing at all, somebody took out what somebody else changed.
    if not (base and theirs and mine):
        return None
    words = [WORD.findall(text) for text in (base, mine, theirs)]
    groups = list(Merge3(*words, sequence_matcher=WordMatcher).merge_groups())
    if any(kind == "conflict" for kind, *_ in groups):
        return None
    return "".join(word for _, group in groups for word in group)


def keep_both(theirs: list[str], mine: list[str]) -> list[str | Conflict]:
    """Return what both begin with, and all that follows as one conflict."""
    pairs = zip(theirs, mine, strict=False)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return ["".join(mine[:head]), Conflict("".join(mine[head:]), "".join(theirs[head:]))]


def mark(conflict: Conflict, their_name: str) -> str:
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


def merge_values(*, base: object, theirs: object, mine: object) -> MergedValue:
    """Choose between two values; `base` is None where nobody knows what both began with."""
    if mine == theirs or theirs == base:
        return MergedValue(mine)
    if mine == base:
        return MergedValue(theirs)
    return MergedValue(mine, is_conflict=True)


def merge_sets(*, base: Iterable[str], theirs: Iterable[str], mine: Iterable[str]) -> list[str]:
    """Return theirs with what I added and without what I took out, whatever the case of letters."""
    base_keys, mine_keys = fold(base), fold(mine)
    their_keys = fold(theirs)
    kept = [name for name in theirs if name.casefold() not in base_keys - mine_keys]
    return kept + [name for name in mine if name.casefold() not in base_keys | their_keys]


def fold(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}
