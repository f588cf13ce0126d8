"""Read the cells of a row."""

import re
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
from imports.spreadsheets.dates import quote
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
NO_TITLE = "Every resource needs a title."
# How deep a title's italics and the like are within each other.
MAX_MARKUP = 5
# How Zotero writes italics and the like in titles: those that have no others within them, so that
# no end is looked for beyond the next tag.
ZOTERO_TAG = "i|b|sub|sup|sc|span"
ZOTERO_MARKUP = re.compile(
    rf"<(?P<name>{ZOTERO_TAG})(?: (?:class|style)=\"[^\"<>]*\")?>"
    rf"(?P<words>(?:[^<]|<(?!/?(?:{ZOTERO_TAG})\b))*+)</(?P=name)>"
)
# An empty cell says nothing about these, since they cannot be empty.
SILENT_WHEN_EMPTY = ("format", "sector")
READ: dict[str, Callable[[str], Any]] = {
    "title": lambda text: read_line(without_markup(text), at_most=300),
    "url": read_address_with_words,
    "format": read_format,
    "made_by": read_maker,
    "year": read_year,
    "summary": str,
    "body": str,
    "sector": read_sector,
    "archived_url": read_address_with_words,
}


def without_markup(title: str) -> str:
    for _ in range(MAX_MARKUP):
        shorter = ZOTERO_MARKUP.sub(r"\g<words>", title)
        if shorter == title:
            break
        title = shorter
    return title


def read_row(row: SheetRow, catalog: Catalog, *, is_citation: bool = False) -> ResourceRow:
    """Read the cells of a row. It has failed, or `decide_resource` says what becomes of it."""
    title = " ".join(without_markup(row.cells["title"].text).split())
    plan = ResourceRow(number=row.number, title=title, is_citation=is_citation)
    plan.problems += [CellProblem(column, problem) for column, problem in row.problems]
    cells = with_address(row.cells, plan)
    for name, cell in cells.items():
        read_cell(plan, name, cell, catalog)
    address = cells["url"].text if "url" in cells else ""
    if address and CellProblem(row.cells["title"].column, NO_TITLE) in plan.problems:
        plan.problems = [CellProblem(row.cells["title"].column, name_untitled(address))]
    if plan.problems:
        plan.outcome = Outcome.FAILED
    return plan


def name_untitled(address: str) -> str:
    return (
        f"{NO_TITLE} That of {address[:200]} can be read there: use “Add from addresses” in the "
        "list of resources."
    )


def with_address(cells: dict[str, Cell], plan: ResourceRow) -> dict[str, Cell]:
    """Return the cells with an address from behind the text, behind the title, or from the DOI."""
    empty = Cell("", LABELS["url"])
    url, doi, title, files = (cells.get(name, empty) for name in ("url", "doi", "title", "files"))
    if url.link and not find_addresses(url.text):
        if url.text != url.link:
            plan.notes.append(f"The address is the link behind “{url.text[:60]}”.")
        url = replace(url, text=url.link)
    elif not url.text and not url.problem and title.link:
        plan.notes.append("The address is the link behind the title.")
        url = replace(title, text=title.link, link="")
    elif not url.text and not url.problem and doi.text:
        url = doi
    if files.text:
        plan.notes.append(
            f"{files.column}: {quote(files.text)} isn’t in this file, so it was left out. Upload "
            "it here if readers should have it."
        )
    found = {name: cell for name, cell in cells.items() if name not in ("doi", "files")}
    if url.text or "url" in cells:
        found["url"] = url
    return found


def read_cell(plan: ResourceRow, name: str, cell: Cell, catalog: Catalog) -> None:
    """Add a cell’s value to the plan. Without its title a row fails; anything else is left out."""
    if name in SILENT_WHEN_EMPTY and not cell.text and not cell.problem:
        return
    try:
        value = read_value(plan, name, cell, catalog)
    except UnreadableValue as error:
        if name == "title":
            plan.problems.append(CellProblem(cell.column, str(error)))
            return
        value = LeftOut.because(error)
    match value:
        case LeftOut(note):
            plan.left_out[name] = CellProblem(cell.column, note)
            plan.remarks.append(f"{cell.column}: {note}")
        case Noted(value, note):
            plan.notes.append(f"{cell.column}: {note}")
            plan.values[name] = value
        case _:
            plan.values[name] = value


def read_value(plan: ResourceRow, name: str, cell: Cell, catalog: Catalog) -> Any:
    """Return a cell’s value, which may be Noted or LeftOut. Raises UnreadableValue."""
    text = cell.text
    if cell.problem:
        raise UnreadableValue(cell.problem)
    if name == "title" and not plan.title:
        raise UnreadableValue(NO_TITLE)
    if name == "tags":
        return read_tags(text, catalog)
    if name in LISTS:
        names = catalog.topics if name == "topics" else catalog.places
        found, unknown = names.read(text)
        if unknown:
            plan.remarks.append(describe_unknown(name, unknown))
        return found
    return READ[name](text)


def read_tags(text: str, catalog: Catalog) -> list[str]:
    tags = catalog.read_tags(text)
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise UnreadableValue(
            f"A tag has at most {LONGEST_TAG} characters. Separate tags with commas."
        )
    return tags


def describe_unknown(name: str, unknown: list[str]) -> str:
    one, many = name[:-1], name
    listed = join_list([f"“{word[:60]}”" for word in unknown[:10]])
    return (
        f"This site has no {one} {listed}, so it was left out."
        if len(unknown) == 1
        else f"This site has no {many} {listed}, so they were left out."
    )
