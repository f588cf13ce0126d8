"""What readers left with suggestions and problem reports: their address, to export and erase."""

from content.readers import Belonging
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
    Belonging(title="Suggestions", export=export_suggestions, erase=erase_suggestions),
    Belonging(title="Problem reports", export=export_problem_reports, erase=erase_problem_reports),
]
