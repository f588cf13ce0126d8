"""Registrations as a spreadsheet."""

import io
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from content.csv_files import neutralize, write_csv
from events.models import Event, Registration

# This many registrations are in memory at a time.
CHUNK_SIZE = 500
FACTS = ["Name", "Email", "Status"]
MOMENTS = ["Registered", "Waiting since", "Canceled", "Attended"]


def read_rows(event: Event) -> Iterator[list[str]]:
    """Yield a row of headings, then one for each registration in the order they came in.

    Times are in the event's time zone. Registrations whose details were erased are left out.
    """
    questions = list(event.questions.all())
    yield [neutralize(heading) for heading in headings_of(event, questions)]
    registrations = Registration.objects.reachable().filter(event=event)
    registrations = registrations.select_related("added_by").order_by("created_at", "pk")
    for registration in registrations.iterator(chunk_size=CHUNK_SIZE):
        yield [neutralize(cell) for cell in cells_of(registration, event, questions)]


def headings_of(event: Event, questions: list) -> list[str]:
    moments = [f"{moment} ({event.time_zone})" for moment in MOMENTS]
    return [*FACTS, *moments, "Added by", *(question.label for question in questions)]


def cells_of(registration: Registration, event: Event, questions: list) -> list[str]:
    moments = (
        registration.created_at,
        registration.waiting_since,
        registration.canceled_at,
        registration.attended_at,
    )
    return [
        registration.name,
        registration.email,
        registration.standing_word,
        *(format_cell_moment(moment, event) for moment in moments),
        str(registration.added_by or ""),
        *(format_answer(registration.answers.get(question.key)) for question in questions),
    ]


def format_cell_moment(moment: datetime | None, event: Event) -> str:
    return f"{timezone.localtime(moment, event.zone):%Y-%m-%d %H:%M}" if moment else ""


def format_answer(answer: str | list | None, *, separator: str = "; ") -> str:
    return separator.join(answer) if isinstance(answer, list) else answer or ""


def stream_csv(event: Event) -> Iterator[bytes]:
    return write_csv(read_rows(event))


def write_xlsx(event: Event) -> bytes:
    """Return an Excel file in which every cell is text, whatever it looks like."""
    # Imported when it is needed: it would take 5 MB of each web process.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    def text_cell(text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"
        return cell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Registrations")
    for row in read_rows(event):
        sheet.append([text_cell(text) for text in row])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
