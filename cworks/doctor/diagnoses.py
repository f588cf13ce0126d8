from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, best first."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was checked, in full sentences: what is, and what to do about it."""

    level: Severity
    text: str
    advice: str = ""
    area: str = ""

    def in_area(self, area: str) -> "Diagnosis":
        return replace(self, area=area)

    def as_data(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def from_data(data: dict[str, str]) -> Diagnosis:
    """Raises ValueError for a level that there isn’t."""
    return Diagnosis(Severity(data["level"]), data["text"], data["advice"], data["area"])


def ok(text: str) -> Diagnosis:
    return Diagnosis(Severity.OK, text)


def warning(text: str, advice: str) -> Diagnosis:
    return Diagnosis(Severity.WARNING, text, advice)


def problem(text: str, advice: str) -> Diagnosis:
    return Diagnosis(Severity.PROBLEM, text, advice)
