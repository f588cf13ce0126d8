"""What readers left with suggestions and problem reports: to export, erase, and forget it."""

from datetime import datetime

from content.readers import Belonging
from content.retention import Retention
from wiki.models import ProblemReport, Suggestion


def export_suggestions(email: str) -> list:
    rows = Suggestion.objects.filter(email__iexact=email).order_by("pk")
    return list(rows.values("article__title", "text", "note", "name", "email", "created_at"))


def erase_suggestions(email: str) -> None:
    """Erase the name and the address. What was suggested stays: it may be part of an article."""
    Suggestion.objects.filter(email__iexact=email).update(name="", email="")


def export_problem_reports(email: str) -> list:
    rows = ProblemReport.objects.filter(email__iexact=email).order_by("pk")
    return list(rows.values("entry__title", "kind", "reason", "email", "created_at"))


def erase_problem_reports(email: str) -> None:
    ProblemReport.objects.filter(email__iexact=email).update(email="")


BELONGINGS = [
    Belonging(
        title="Suggestions",
        export=export_suggestions,
        erase=erase_suggestions,
        stays="The text that was suggested stays: it may be part of an article. The history of an "
        "article that took it keeps the name, which its reader gave as the credit for the text.",
    ),
    Belonging(
        title="Problem reports",
        export=export_problem_reports,
        erase=erase_problem_reports,
        stays="The report stays without the address.",
    ),
]


def forget_suggesters(before: datetime) -> int:
    """Erase who suggested what an editor has long accepted or declined."""
    old = Suggestion.objects.filter(resolved_at__lt=before).exclude(name="", email="")
    return old.update(name="", email="")


def forget_reporters(before: datetime) -> int:
    old = ProblemReport.objects.filter(resolved_at__lt=before).exclude(email="")
    return old.update(email="")


def forget_senders(before: datetime) -> int:
    return sum(
        model._default_manager.filter(created_at__lt=before).exclude(sender="").update(sender="")
        for model in (Suggestion, ProblemReport)
    )


RETENTIONS = [
    Retention(
        what="Suggestions for articles",
        setting="SUGGESTION_MONTHS",
        forget=forget_suggesters,
        rule="Names and email addresses: erased that long after an editor accepted or declined the "
        "suggestion. The history of an article keeps the name that its reader gave for it.",
    ),
    Retention(
        what="Problem reports",
        setting="SUGGESTION_MONTHS",
        forget=forget_reporters,
        rule="Email addresses: erased that long after an editor resolved the report.",
    ),
    Retention(
        what="Hashes of other network addresses",
        setting="SENDER_HASH_DAYS",
        forget=forget_senders,
        rule="They limit how much one person sends. Erased after that.",
    ),
]
