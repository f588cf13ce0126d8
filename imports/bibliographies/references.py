"""One reference of a bibliography, whatever format it came in."""

from collections import Counter
from dataclasses import dataclass, field

from content.phrases import join_list
from imports.exceptions import UnreadableFile
from imports.spreadsheets import Cell, Sheet, SheetRow, messages
from imports.spreadsheets.sheets import MAX_ROWS, clean

# What a reference says of itself under other names than a spreadsheet’s columns.
FIELDS = ("title", "url", "format", "made_by", "year", "summary", "tags", "doi")
HEADINGS = {
    "title": "title",
    "url": "address",
    "format": "type",
    "made_by": "authors",
    "year": "date",
    "summary": "abstract",
    "tags": "keywords",
    "doi": "DOI",
}
NUMBERED = "The row numbers count the references in the file."
NO_REFERENCES = "This file has no references. Export it again, and choose the new file."
MAX_NAMED = 40


@dataclass(slots=True)
class Reference:
    """`values` are texts of FIELDS; `left_out` are names of fields that have no place here.

    `problem` says why the reference can’t be read.
    """

    values: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    problem: str = ""


def to_sheet(references: list[Reference]) -> Sheet:
    """Return references as the rows of a spreadsheet. Raises UnreadableFile."""
    if not references:
        raise UnreadableFile(NO_REFERENCES)
    if len(references) > MAX_ROWS:
        raise UnreadableFile(messages.TOO_LONG)
    left_out = Counter(name for reference in references for name in reference.left_out)
    sheet = Sheet(notices=[NUMBERED], is_bibliography=True)
    if left_out:
        named = [f"{name[:40]} ({count})" for name, count in left_out.most_common(MAX_NAMED)]
        more = len(left_out) - len(named)
        if more:
            named.append(f"{more} more")
        sheet.notices.append(
            f"Resources have no place for these fields, so they were left out: {join_list(named)}."
        )
    for number, reference in enumerate(references, start=1):
        cells = {
            name: Cell(clean(reference.values.get(name, "")), HEADINGS[name])
            for name in FIELDS
            if name == "title" or reference.values.get(name)
        }
        if reference.problem:
            cells = {"title": Cell("", "", reference.problem)}
        sheet.rows.append(SheetRow(number, cells))
    return sheet
