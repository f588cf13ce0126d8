"""Checks of everything that operators get wrong. Each area has a module here, with `examine`.

`manage.py doctor` prints what it finds, the worker stores it every hour, and the admin shows it
under Site → Status.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

from django.db import Error as DatabaseFailure
from django.utils import timezone

from content.models import MachineReport
from cworks.doctor.diagnoses import Diagnosis, Severity, problem

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
    """Yield what each area finds. An area that can't be checked doesn't stop the others."""
    for area, module in AREAS.items():
        check: Callable[[], Iterator[Diagnosis]] = import_module(f"{__name__}.{module}").examine
        try:
            for diagnosis in check():
                yield diagnosis.in_area(area)
        except (DatabaseFailure, OSError) as error:
            yield problem(
                f"This couldn’t be checked: {describe_error(error)}.",
                "Make sure that the database and the disks answer, and check again.",
            ).in_area(area)


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
