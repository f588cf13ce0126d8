"""Checks of everything that operators get wrong. Each area has a module here, with `examine`.

`manage.py doctor` prints what it finds, the worker stores it every hour, and the admin shows it
under Site → Status.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

from django.db import Error as DatabaseFailure
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from content.models import MachineReport
from content.phrases import join_list
from cworks.doctor.diagnoses import Diagnosis, Severity, problem, warning

# {area: its module}, which is imported when it is needed: web processes rarely do.
AREAS = {
    "Settings": "production_settings",
    "Database": "database",
    "Worker": "worker",
    "Email": "mail_server",
    "Email’s domain": "mail_domain",
    "Files": "files",
    "Clock": "clock",
    "Backups": "backups",
    "Certificates": "certificates",
}
DOCTOR = "doctor"

__all__ = ["AREAS", "DOCTOR", "Diagnosis", "Severity", "examine", "record", "worst"]


def examine() -> Iterator[Diagnosis]:
    """Yield what each area finds. An area that can't be checked doesn't stop the others.

    What keeps the database from answering is said once, and not by each area that needs it.
    """
    from cworks.doctor import database

    need_database: list[str] = []
    with database.left_alone_if_refused():
        for area, module in AREAS.items():
            check: Callable[[], Iterator[Diagnosis]] = import_module(f"{__name__}.{module}").examine
            try:
                for diagnosis in check():
                    yield diagnosis.in_area(area)
            except (OperationalError, ProgrammingError):
                need_database.append(area)
            except (DatabaseFailure, OSError) as error:
                yield problem(
                    f"This couldn’t be checked: {describe_error(error)}.",
                    "Make sure that the database and the disks answer, and check again.",
                ).in_area(area)
    if need_database:
        yield warning(
            f"So this wasn’t checked, or not all of it: {join_list(need_database)}.",
            "Check again when what is said here about the database is done.",
        ).in_area("Database")


def describe_error(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


def record(diagnoses: list[Diagnosis], *, name: str = DOCTOR) -> MachineReport:
    """Keep the latest findings, for the admin’s page."""
    report, _ = MachineReport.objects.update_or_create(
        name=name,
        defaults={"made_at": timezone.now(), "findings": [each.as_data() for each in diagnoses]},
    )
    return report


def worst(diagnoses: list[Diagnosis]) -> Severity:
    return max((each.level for each in diagnoses), key=list(Severity).index, default=Severity.OK)
