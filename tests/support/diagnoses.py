"""What tests read of the doctor's findings."""

from cworks.doctor import Severity


def bad(found) -> list[tuple[Severity, str]]:
    return [(each.level, each.text) for each in found if each.level != Severity.OK]
