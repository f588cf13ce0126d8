"""How people call the columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class ColumnNames:
    """How people call the columns of a kind of list: {field: …} of each.

    `labels` name them in sentences, `aliases` are what else stands above them, divided by commas;
    several columns of the `joinable` ones say together what one could, joined by what stands there.
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
        """Return the field that a column is for, whatever the case and marks of its heading."""
        return self.fields.get(" ".join(re.findall(r"[^\W_]+", heading.casefold())))


@dataclass(slots=True)
class Columns:
    """`fields` are (position, field, heading) of the columns to read; `notices` are sentences."""

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
                f"Column {column_letters(position)} has no name in the first row and was left out."
            )
        elif name is None:
            columns.notices.append(f"The column “{heading[:100]}” is not known and was left out.")
        elif used[name] and name not in names.joinable:
            columns.notices.append(
                f"Two columns are for the same, the {names.labels[name].lower()}: the second of "
                f"them, “{heading}”, was left out."
            )
        else:
            used[name] += 1
            columns.fields.append((position, name, heading))
    return columns


def column_letters(position: int) -> str:
    """Return what spreadsheet programs call a column: A, B, … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
