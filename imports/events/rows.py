"""One row of a list of events, and reading its cells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from content.exceptions import ContentError
from imports.spreadsheets import SheetRow
from imports.spreadsheets.dates import quote
from imports.spreadsheets.plans import CellProblem
from imports.spreadsheets.values import LeftOut, UnreadableValue


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
    # Columns whose cells weren’t understood; the event is right without them.
    left_out: frozenset[str] = frozenset()
    # A calendar's category that isn't a type of event.
    category: str = ""

    @property
    def title(self) -> str:
        return self.texts.get("title", "")

    @property
    def day(self) -> date:
        """The day on which it begins where it takes place, of a row without errors."""
        return self.facts["starts_at"].astimezone(ZoneInfo(self.facts["time_zone"])).date()


# Without one of these, the event would be another, at another time, or take registrations that
# its host takes.
REQUIRED = {"title", "date", "starts", "end_date", "time_zone", "host"}


class RowReader:
    """Reads the cells of a row, and collects what is wrong with them."""

    def __init__(self, row: SheetRow, labels: dict[str, str]) -> None:
        self.row = row
        self.labels = labels
        self.notes: list[str] = []
        self.left_out: set[str] = set()
        self.category = ""
        # What cells say in one spelling, where they were understood.
        self.said: dict[str, str] = {}
        self.problems = [CellProblem(column, sentence) for column, sentence in row.problems]
        for name, cell in row.cells.items():
            if cell.problem and name in REQUIRED:
                self.add_problem(name, cell.problem)
            elif cell.problem:
                self.leave_out(name, cell.problem)

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
        """Return what a cell says, or None, and the reason among the errors or the notes."""
        return self.check(name, lambda: read(self.text(name), *arguments))

    def check(self, name: str, work: Callable):
        """Return what `work` returns, or None, and say why: see `REQUIRED`."""
        try:
            return work()
        except UnreadableValue as error:
            problem = str(error)
        except ContentError as error:
            problem = f"{quote(self.text(name))}: {error}"
        if name in REQUIRED:
            self.add_problem(name, problem)
        else:
            self.leave_out(name, problem)
        return None

    def add_problem(self, name: str, sentence: str) -> None:
        problem = CellProblem(self.column_of(name), sentence)
        if problem not in self.problems:
            self.problems.append(problem)

    def leave_out(self, name: str, problem: str) -> None:
        self.left_out.add(name)
        note = f"{self.column_of(name)}: {LeftOut.because(problem).note}"
        if note not in self.notes:
            self.notes.append(note)

    def column_of(self, name: str) -> str:
        cell = self.row.cells.get(name)
        return cell.column if cell else self.labels[name]
