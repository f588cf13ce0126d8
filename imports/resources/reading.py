"""Read the cells of a row."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from content.phrases import join_list
from imports.reports import Outcome
from imports.resources.catalog import Catalog
from imports.resources.columns import LABELS
from imports.resources.rows import LISTS, ResourceRow
from imports.resources.values import read_format, read_maker, read_sector, read_year
from imports.spreadsheets import Cell, SheetRow
from imports.spreadsheets.plans import CellProblem
from imports.spreadsheets.values import (
    LeftOut,
    Noted,
    UnreadableValue,
    find_addresses,
    read_address_with_words,
    read_line,
)

LONGEST_TAG = 100
# An empty cell says nothing about these, since they cannot be empty.
SILENT_WHEN_EMPTY = ("format", "sector")
READ: dict[str, Callable[[str], Any]] = {
    "title": lambda text: read_line(text, at_most=300),
    "url": read_address_with_words,
    "format": read_format,
    "made_by": read_maker,
    "year": read_year,
    "summary": str,
    "body": str,
    "sector": read_sector,
    "archived_url": read_address_with_words,
}


def read_row(row: SheetRow, catalog: Catalog) -> ResourceRow:
    """Read the cells of a row. It has failed, or `decide_resource` says what becomes of it."""
    title = " ".join(row.cells["title"].text.split())
    plan = ResourceRow(number=row.number, title=title)
    plan.problems += [CellProblem(column, problem) for column, problem in row.problems]
    cells = with_address(row.cells, plan)
    for name, cell in cells.items():
        problem = cell.problem or read_cell(plan, name, cell, catalog)
        if problem:
            plan.problems.append(CellProblem(cell.column, problem))
    if plan.problems:
        plan.outcome = Outcome.FAILED
    return plan


def with_address(cells: dict[str, Cell], plan: ResourceRow) -> dict[str, Cell]:
    """Return the cells with an address from behind the text, behind the title, or from the DOI."""
    empty = Cell("", LABELS["url"])
    url, doi, title = (cells.get(name, empty) for name in ("url", "doi", "title"))
    if url.link and not find_addresses(url.text):
        if url.text != url.link:
            plan.notes.append(f"The address is the link behind “{url.text[:60]}”.")
        url = replace(url, text=url.link)
    elif not url.text and not url.problem and title.link:
        plan.notes.append("The address is the link behind the title.")
        url = replace(title, text=title.link, link="")
    elif not url.text and not url.problem and doi.text:
        url = doi
    found = {name: cell for name, cell in cells.items() if name != "doi"}
    if url.text or "url" in cells:
        found["url"] = url
    return found


def read_cell(plan: ResourceRow, name: str, cell: Cell, catalog: Catalog) -> str:
    """Add a cell's value to the plan; return what is wrong with it, or nothing."""
    text = cell.text
    if name == "title" and not plan.title:
        return "Every resource needs a title."
    if name == "tags":
        plan.values[name] = catalog.read_tags(text)
        if any(len(tag) > LONGEST_TAG for tag in plan.values[name]):
            return f"A tag has at most {LONGEST_TAG} characters. Separate tags with commas."
    elif name in LISTS:
        names = catalog.topics if name == "topics" else catalog.places
        plan.values[name], unknown = names.read(text)
        if unknown:
            plan.remarks.append(describe_unknown(name, unknown))
    elif text or name not in SILENT_WHEN_EMPTY:
        try:
            value = READ[name](text)
        except UnreadableValue as error:
            return str(error)
        match value:
            case LeftOut(note):
                plan.left_out[name] = CellProblem(cell.column, note)
                plan.remarks.append(f"{cell.column}: {note}")
            case Noted(value, note):
                plan.notes.append(f"{cell.column}: {note}")
                plan.values[name] = value
            case _:
                plan.values[name] = value
    return ""


def describe_unknown(name: str, unknown: list[str]) -> str:
    one, many = name[:-1], name
    listed = join_list([f"“{word[:60]}”" for word in unknown[:10]])
    return (
        f"This site has no {one} {listed}, so it was left out."
        if len(unknown) == 1
        else f"This site has no {many} {listed}, so they were left out."
    )
