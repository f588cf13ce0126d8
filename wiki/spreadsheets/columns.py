"""How people call the columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

# What a column is called in sentences, and what else people write above it.
LABELS = {
    "title": "Title",
    "url": "Address",
    "library_kind": "Kind",
    "made_by": "Made by",
    "year": "Year",
    "summary": "Summary",
    "body": "Annotation",
    "topics": "Topics",
    "tags": "Tags",
    "places": "Places",
    "sector": "Sector",
    "archived_url": "Archived copy",
}
ALIASES = {
    "title": "name, resource, resource title, heading",
    "url": "url, link, web address, website address, uri, web link, resource link",
    "library_kind": "type, format, library kind, resource type",
    "made_by": "author, authors, presenter, presenters, speaker, speakers, organisation, "
    "organisations, organization, organizations, publisher, publishers, creator, creators, "
    "by",
    "year": "date, published, publication date, publication year, year published, date published",
    "summary": "description, abstract, short description",
    "body": "notes, note, body, comment, comments, annotations, text, our note, our notes",
    "topics": "topic, category, categories, subject, subjects, issue, issues",
    "tags": "tag, keyword, keywords",
    "places": "place, state, states, location, locations",
    "sector": "sectors",
    "archived_url": "archived, archived url, archive, archive url, archived address, "
    "archived link, archive link",
}
FIELDS = {
    name.casefold(): key
    for key, label in LABELS.items()
    for name in (label, key.replace("_", " "), *ALIASES[key].split(", "))
}
# Several columns of these say together what one could.
JOINABLE = {"made_by": ", ", "topics": "; ", "tags": "; ", "places": "; "}


def field_of(heading: str) -> str | None:
    """Return the field that a column is for, whatever the case and marks of its heading."""
    return FIELDS.get(" ".join(re.findall(r"[^\W_]+", heading.casefold())))


@dataclass(slots=True)
class Columns:
    """`fields` are (position, field, heading) of the columns to read; `notices` are sentences."""

    fields: list[tuple[int, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    width: int = 0

    @property
    def has_titles(self) -> bool:
        return any(name == "title" for _, name, _ in self.fields)


def read_headings(headings: Sequence[str]) -> Columns:
    columns = Columns(width=len(headings))
    used: Counter[str] = Counter()
    for position, heading in enumerate(headings):
        name = field_of(heading)
        if not heading:
            columns.notices.append(
                f"Column {column_letters(position)} has no name in the first row and was left out."
            )
        elif name is None:
            columns.notices.append(f"The column “{heading[:100]}” is not known and was left out.")
        elif used[name] and name not in JOINABLE:
            columns.notices.append(
                f"Two columns are for the same, the {LABELS[name].lower()}: the second of them, "
                f"“{heading}”, was left out."
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
