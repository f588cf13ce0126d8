"""Recognize columns by their headings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class ColumnNames:
    """The columns that one kind of spreadsheet can have; each attribute is {field: …}.

    `labels` name the columns in messages. `aliases` are other headings, separated by commas.
    `joinable` columns may appear several times; its values are the separators that join the cells.
    """

    labels: dict[str, str]
    aliases: dict[str, str]
    joinable: dict[str, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> dict[str, str]:
        return {
            name.casefold(): key
            for key, label in self.labels.items()
            for name in (label, key.replace("_", " "), *self.aliases[key].split(", "))
        }

    def field_of(self, heading: str) -> str | None:
        """Return the field that a heading names, ignoring case and punctuation."""
        return self.fields.get(" ".join(re.findall(r"[^\W_]+", heading.casefold())))


@dataclass(slots=True)
class Columns:
    """`fields` are (position, field, heading) of the columns to read; `notices` are messages."""

    fields: list[tuple[int, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    width: int = 0

    @property
    def has_titles(self) -> bool:
        return any(name == "title" for _, name, _ in self.fields)


def read_headings(headings: Sequence[str], names: ColumnNames) -> Columns:
    columns = Columns(width=len(headings))
    used: Counter[str] = Counter()
    for position, heading in enumerate(headings):
        name = names.field_of(heading)
        if not heading:
            columns.notices.append(
                f"Column {column_letters(position)} has no heading, so it was skipped."
            )
        elif name is None:
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
    return columns


def column_letters(position: int) -> str:
    """Return a column's name in spreadsheet programs: A, B, … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
