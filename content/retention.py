"""How long personal data is kept: in one place, with one daily job, and for staff to see.

An app registers in `AppConfig.ready()` what it forgets (Retention). Each period is a setting.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from content.exceptions import AppError
from content.models import MachineReport

logger = logging.getLogger(__name__)

REPORT = "retention"


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Something personal that is kept for a time."""

    what: str  # such as “Registrations”
    # The name of a setting that ends in _HOURS, _DAYS, or _MONTHS.
    setting: str
    # Deletes or erases what is older than this, and returns how much that was.
    forget: Callable[[datetime], int]
    # Since when it counts, what happens then, and what stays, in a sentence.
    rule: str

    @property
    def period(self) -> int:
        return getattr(settings, self.setting)

    @property
    def unit(self) -> str:
        return self.setting.rpartition("_")[2].lower()

    @property
    def period_text(self) -> str:
        return f"1 {self.unit[:-1]}" if self.period == 1 else f"{self.period} {self.unit}"

    def begins(self, now: datetime) -> datetime:
        """Return the moment before which nothing is kept."""
        if self.unit == "months":
            return now - relativedelta(months=self.period)
        return now - timedelta(**{self.unit: self.period})


class NotForgotten(AppError):
    message = "Some personal data that is old enough couldn’t be deleted. The log says why."


_retentions: dict[str, Retention] = {}


def register(*retentions: Retention) -> None:
    for retention in retentions:
        _retentions[retention.what] = retention


def all_retentions() -> list[Retention]:
    return sorted(_retentions.values(), key=lambda each: each.what)


def forget(what: str) -> int:
    """Forget one thing that is too old, and return how much that was."""
    retention = _retentions[what]
    return retention.forget(retention.begins(timezone.now()))


def forget_everything_old() -> None:
    """Forget all that is too old, and keep for staff how much that was.

    What fails doesn't stop the others. Raises NotForgotten in the end, so that the job is listed as
    failed.
    """
    findings, failed = [], []
    for retention in all_retentions():
        finding: dict = {"what": retention.what, "count": 0, "problem": ""}
        try:
            finding["count"] = forget(retention.what)
        except Exception as error:
            logger.exception("This couldn’t be deleted: %s", retention.what)
            finding["problem"] = type(error).__name__
            failed.append(retention.what)
        findings.append(finding)
    MachineReport.objects.update_or_create(
        name=REPORT, defaults={"made_at": timezone.now(), "findings": findings}
    )
    if failed:
        raise NotForgotten
