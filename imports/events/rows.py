"""One row of a list of events, and reading its cells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from content.exceptions import ContentError
from imports.spreadsheets import SheetRow
from imports.spreadsheets.dates import quote
from imports.spreadsheets.plans import CellProblem
from imports.spreadsheets.values import UnreadableValue


@dataclass(frozen=True)
class EventRow:
    """What a row says: `texts` are its cells, `facts` are fields of an event.

    `notes` say how something was understood that could have been clearer.
    """

    number: int
    texts: dict[str, str]
    facts: dict
    presenters: list[tuple[str, str]]  # (name, affiliation)
    problems: list[CellProblem]
    notes: list[str]
    # What the other program says of it: live, draft, canceled.
    status: str = ""

    @property
    def title(self) -> str:
        return self.texts.get("title", "")

    @property
    def day(self) -> date:
        """The day on which it begins where it takes place, of a row without errors."""
        return self.facts["starts_at"].astimezone(ZoneInfo(self.facts["time_zone"])).date()


class RowReader:
    """Reads the cells of a row, and collects what is wrong with them."""

    def __init__(self, row: SheetRow, labels: dict[str, str]) -> None:
        self.row = row
        self.labels = labels
        self.notes: list[str] = []
        # What cells say in one spelling, where they were understood.
        self.said: dict[str, str] = {}
        self.problems = [CellProblem(column, sentence) for column, sentence in row.problems]
        for cell in row.cells.values():
            if cell.problem:
                self.problems.append(CellProblem(cell.column, cell.problem))

    def text(self, name: str) -> str:
        cell = self.row.cells.get(name)
        return " ".join(cell.text.split()) if cell else ""

    def link(self, name: str) -> str:
        cell = self.row.cells.get(name)
        return cell.link if cell else ""

    def say(self, name: str, text: str) -> None:
        self.said[name] = text

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.said.get(name, self.text(name)) for name in self.labels}

    def read(self, name: str, read: Callable, *arguments):
        """Return what a cell says, or None, and the reason among the errors."""
        return self.check(name, lambda: read(self.text(name), *arguments))

    def check(self, name: str, work: Callable):
        """Return what `work` returns, or None, and the reason among the errors of this column."""
        try:
            return work()
        except UnreadableValue as error:
            self.add_problem(name, str(error))
        except ContentError as error:
            self.add_problem(name, f"{quote(self.text(name))}: {error}")
        return None

    def add_problem(self, name: str, sentence: str) -> None:
        cell = self.row.cells.get(name)
        problem = CellProblem(cell.column if cell else self.labels[name], sentence)
        if problem not in self.problems:
            self.problems.append(problem)
