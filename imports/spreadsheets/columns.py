"""Recognize columns by their headings."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from content.phrases import join_list

# “Author(s)” is “Author,” and “Date (mm/dd/yyyy)” or “Title (required)” are “Date” and “Title.”
PLURAL = re.compile(r"\((?:e?s|ies)\)")
IN_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# More unknown columns than these are named in one sentence.
NAMED_APART = 5
SHOWN = 40


def normalize_heading(heading: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", PLURAL.sub("", heading).casefold()))


@dataclass(frozen=True)
class ColumnNames:
    """The columns that one kind of spreadsheet can have; each attribute is {field: …}.

    `labels` name the columns in messages. `aliases` are other headings, separated by commas.
    `joinable` columns may appear several times; its values are the separators that join the cells.
    A spreadsheet needs a column for each of `required`. `kind` says what the rows are. If a line of
    a file only says `section`, the table below it is read. `misleading` are headings that mean
    something else in another program's files: {a heading only that program writes: headings}.
    `matches` are {normalized heading: field}, as someone once matched them; "" leaves a column out.
    `not_needed` are headings of columns that programs write and no one misses, normalized.
    """

    labels: dict[str, str]
    aliases: dict[str, str]
    joinable: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ("title",)
    kind: str = "resources"
    section: str = ""
    misleading: dict[str, frozenset[str]] = field(default_factory=dict)
    matches: Mapping[str, str] = field(default_factory=dict)
    not_needed: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> dict[str, str]:
        known = {
            normalize_heading(name): key
            for key, label in self.labels.items()
            for name in (label, key.replace("_", " "), *self.aliases[key].split(", "))
        }
        return known | dict(self.matches)

    def field_of(self, heading: str) -> str | None:
        """Return the field that a heading names, ignoring case and punctuation.

        Without a match, what is in parentheses is ignored, too, and one of two words for the same
        field in “Type/Format.” "" means that someone chose to leave the column out.
        """
        found = self.fields.get(normalize_heading(heading))
        if found is None:
            found = self.fields.get(normalize_heading(IN_PARENTHESES.sub(" ", heading)))
        if found is None and "/" in heading:
            meant = {self.fields.get(normalize_heading(part)) for part in heading.split("/")}
            found = meant.pop() if len(meant) == 1 else None
        return found

    def known_in(self, headings: Sequence[str]) -> set[str]:
        """Return the fields that a row of headings names."""
        return {name for name in map(self.field_of, headings) if name}

    def with_matches(self, matches: Mapping[str, str]) -> Self:
        kept = {
            heading: name for heading, name in matches.items() if not name or name in self.labels
        }
        return replace(self, matches=kept)


@dataclass(slots=True)
class Columns:
    """`fields` are (position, field, heading) of the columns to read; `notices` are messages.

    `unknown` are the headings of columns that no one has matched to a field.
    """

    fields: list[tuple[int, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.headings)

    def lacks(self, names: ColumnNames) -> list[str]:
        found = {name for _, name, _ in self.fields}
        return [name for name in names.required if name not in found]


def read_headings(headings: Sequence[str], names: ColumnNames) -> Columns:
    columns = Columns(headings=list(headings))
    used: Counter[str] = Counter()
    misleading = find_misleading(headings, names)
    for position, heading in enumerate(headings):
        name = None if normalize_heading(heading) in misleading else names.field_of(heading)
        if not heading:
            columns.notices.append(
                f"Column {column_letters(position)} has no heading, so it was skipped."
            )
        elif name == "":
            columns.left_out.append(heading)
        elif name is None and normalize_heading(heading) in names.not_needed:
            continue
        elif name is None:
            columns.unknown.append(heading)
            columns.notices.append(
                f"The column “{heading[:100]}” isn’t recognized, so it was skipped."
            )
        elif used[name] and name not in names.joinable:
            columns.notices.append(
                f"More than one column holds the {names.labels[name].lower()}. “{heading}” was "
                "skipped."
            )
        else:
            used[name] += 1
            columns.fields.append((position, name, heading))
    if len(columns.notices) > NAMED_APART:
        columns.notices = [summarize_skipped(columns)]
    if columns.left_out:
        listed = join_list([f"“{heading[:60]}”" for heading in columns.left_out])
        columns.notices.append(f"Left out, as someone chose earlier: {listed}.")
    return columns


def find_misleading(headings: Sequence[str], names: ColumnNames) -> set[str]:
    present = {normalize_heading(heading) for heading in headings}
    return {
        heading
        for sign, others in names.misleading.items()
        if sign in present and names.matches.get(sign) is None
        for heading in others
        if heading not in names.matches
    }


def summarize_skipped(columns: Columns) -> str:
    """Return one sentence about many columns that aren’t read."""
    read = {position for position, _, _ in columns.fields}
    skipped = [
        f"“{heading[:60]}”" if heading else f"column {column_letters(position)} (no heading)"
        for position, heading in enumerate(columns.headings)
        if position not in read and heading not in columns.left_out
    ]
    listed = ", ".join(skipped[:SHOWN])
    more = f", and {len(skipped) - SHOWN} more" if len(skipped) > SHOWN else ""
    return (
        f"{len(skipped)} columns aren’t recognized or are there twice, so they were skipped: "
        f"{listed}{more}."
    )


def column_letters(position: int) -> str:
    """Return a column's name in spreadsheet programs: A, B, … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
