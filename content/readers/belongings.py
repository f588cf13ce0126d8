"""What the site stores about an email address, in all apps: to show it, export it, and erase it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from content.models import Reader, ReaderEmail
from content.readers.finding import clean_email


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """One thing that an app stores about email addresses."""

    title: str  # such as “Comments”
    # Returns the rows of an address as plain values.
    export: Callable[[str], list]
    # Erases the personal details of an address.
    erase: Callable[[str], None]
    # What staff read before they erase it: what stays, and why.
    stays: str = ""
    # Shows the reader's own, with ways to change them: a template, and what it gets.
    template: str = ""
    show: Callable[[Reader], dict] | None = None


_belongings: dict[str, Belonging] = {}


def register(*belongings: Belonging) -> None:
    for belonging in belongings:
        _belongings[belonging.title] = belonging


def all_belongings() -> list[Belonging]:
    return [*OWN, *_belongings.values()]


def export_address(email: str) -> dict[str, list]:
    """Return everything that is stored about an email address, by what it is."""
    email = clean_email(email)
    if "@" not in email:
        return {}
    found = {each.title: each.export(email) for each in all_belongings()}
    return {title: rows for title, rows in found.items() if rows}


@transaction.atomic
def erase_address(email: str) -> None:
    """Erase everything personal that is stored about an email address."""
    email = clean_email(email)
    if "@" not in email:
        return
    for belonging in all_belongings():
        belonging.erase(email)
    # Last: other rows refer to the reader.
    Reader.objects.filter(email=email).delete()


def export_reader(email: str) -> list:
    rows = Reader.objects.filter(email=email)
    return list(rows.values("email", "created_at", "confirmed_at", "problem", "problem_at"))


def export_emails(email: str) -> list:
    rows = ReaderEmail.objects.filter(reader__email=email).order_by("pk")
    return list(rows.values("purpose", "subject", "state", "created_at", "finished_at"))


# Both are erased with the reader.
OWN = [
    Belonging(title="Email address", export=export_reader, erase=lambda email: None),
    Belonging(title="Emails", export=export_emails, erase=lambda email: None),
]
