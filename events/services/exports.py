"""Registrations as a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from events.models import Event, Registration

# So many registrations are in memory at a time.
AT_A_TIME = 500
# A program for spreadsheets takes a cell that begins so for a formula, which can send what stands
# in the other cells to anybody. Some read the wide and small forms as the same.
# https://owasp.org/www-community/attacks/CSV_Injection
DANGEROUS = r"=+\-@|%＝＋－＠｜％﹦﹢﹣﹫−"
# What nobody sees, and some programs leave out before they look: white space of all kinds, and
# marks without a width.
UNSEEN = r"\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# At the beginning; and after a semicolon or in a new line, where another cell begins for programs
# that divide at semicolons, as they do wherever numbers have a comma.
FORMULA = re.compile(rf"(?:^|(?<=[;\r\n]))(?=[{UNSEEN}]*[{DANGEROUS}])")
# No file of Excel's can hold these (XML 1.0 §2.2), and nobody types them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
FACTS = ["Name", "Email", "State"]
MOMENTS = ["Registered", "Waiting since", "Canceled", "Came"]


def harmless(text: str) -> str:
    """Return a text that no program for spreadsheets executes.

    An apostrophe goes before what would begin a formula, so that it is shown as a text: before
    = + - @ | % and their wide and small forms, also after white space and marks without a width,
    at the beginning of a text, of a line in it, and after a semicolon in it; and before a text
    that begins with a tab or the end of a line. Control characters are left out.
    """
    text = FORMULA.sub("'", CONTROL.sub("", text))
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


def rows_of(event: Event) -> Iterator[list[str]]:
    """Give a row of headings and one for each registration, in the order in which they came.

    Times are in the event's zone. Those whose details are deleted are left out.
    """
    questions = list(event.questions.all())
    yield [harmless(heading) for heading in headings_of(event, questions)]
    registrations = Registration.objects.reachable().filter(event=event)
    registrations = registrations.select_related("added_by").order_by("created_at", "pk")
    for registration in registrations.iterator(chunk_size=AT_A_TIME):
        yield [harmless(cell) for cell in cells_of(registration, event, questions)]


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
        registration.get_state_display(),
        *(say_moment(moment, event) for moment in moments),
        str(registration.added_by or ""),
        *(say_answer(registration.answers.get(question.key)) for question in questions),
    ]


def say_moment(moment: datetime | None, event: Event) -> str:
    return f"{timezone.localtime(moment, event.zone):%Y-%m-%d %H:%M}" if moment else ""


def say_answer(answer: str | list | None, *, between: str = "; ") -> str:
    """Return an answer in words, with this between those of several."""
    return between.join(answer) if isinstance(answer, list) else answer or ""


class Line:
    """What a writer of CSV writes to: the line is given back."""

    def write(self, line: str) -> str:
        return line


def stream_csv(event: Event) -> Iterator[bytes]:
    """Give CSV line by line, in UTF-8 with the mark by which Excel knows that."""
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    for row in rows_of(event):
        yield writer.writerow(row).encode()


def write_xlsx(event: Event) -> bytes:
    """Return an Excel file in which every cell is a text, whatever it looks like."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Registrations")
    for row in rows_of(event):
        sheet.append([text_cell(sheet, text) for text in row])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
