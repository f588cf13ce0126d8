"""Registrations as a spreadsheet."""

import csv
import io
from datetime import datetime

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from events.models import Event, Registration

# A program for spreadsheets takes a cell that begins so for a formula, which can send what stands
# in the other cells to anybody. Its wide forms are read as the same by some.
# https://owasp.org/www-community/attacks/CSV_Injection
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
HEADINGS = [
    "Name",
    "Email",
    "State",
    "Registered",
    "Waiting since",
    "Cancelled",
    "Came",
    "Added by",
]


def harmless(text: str) -> str:
    """Return a text that no program for spreadsheets executes: with an apostrophe before it.

    Programs show the rest as text; white space before a formula does not make one harmless.
    """
    return f"'{text}" if text.lstrip().startswith(DANGEROUS) or text[:1] in "\t\r\n" else text


def table_of(event: Event) -> list[list[str]]:
    """Return a row of headings and one for each registration, in the order in which they came.

    Times are in the event's zone. Those whose details are deleted are left out.
    """
    questions = list(event.questions.all())
    registrations = Registration.objects.reachable().filter(event=event)
    rows = [
        [
            registration.name,
            registration.email,
            registration.get_state_display(),
            *(
                say_moment(moment, event)
                for moment in (
                    registration.created_at,
                    registration.waiting_since,
                    registration.cancelled_at,
                    registration.attended_at,
                )
            ),
            str(registration.added_by or ""),
            *(say_answer(registration.answers.get(question.key)) for question in questions),
        ]
        for registration in registrations.select_related("added_by").order_by("created_at", "pk")
    ]
    headings = [*HEADINGS, *(question.label for question in questions)]
    return [[harmless(cell) for cell in row] for row in [headings, *rows]]


def say_moment(moment: datetime | None, event: Event) -> str:
    return f"{timezone.localtime(moment, event.zone):%Y-%m-%d %H:%M}" if moment else ""


def say_answer(answer: str | list | None) -> str:
    return "; ".join(answer) if isinstance(answer, list) else answer or ""


def as_csv(event: Event) -> bytes:
    """Return CSV in UTF-8, with the mark by which Excel knows that."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(table_of(event))
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx(event: Event) -> bytes:
    """Return an Excel file in which every cell is a text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Registrations")
    for row in table_of(event):
        sheet.append([text_cell(sheet, text) for text in row])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
