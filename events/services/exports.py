"""Registrations as a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from events.models import Event, Registration

# This many registrations are in memory at a time.
CHUNK_SIZE = 500
# Spreadsheet programs treat a cell that begins with one of these as a formula, which could send the
# contents of other cells to anyone. Some treat the full-width and small forms the same way.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_SIGNS = r"=+\-@|%＝＋－＠｜％﹦﹢﹣﹫−"
# Invisible characters, which some programs strip before they look: white space of all kinds, and
# zero-width marks.
INVISIBLE = r"\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# At the beginning, and after a semicolon or a line break, where another cell begins for programs
# that split at semicolons (those in locales with a decimal comma).
FORMULA = re.compile(rf"(?:^|(?<=[;\r\n]))(?=[{INVISIBLE}]*[{FORMULA_SIGNS}])")
# Excel files can't contain these characters (XML 1.0 §2.2), and no one types them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
FACTS = ["Name", "Email", "Status"]
MOMENTS = ["Registered", "Waiting since", "Canceled", "Attended"]


def neutralize(text: str) -> str:
    """Return a text that no spreadsheet program runs as a formula.

    An apostrophe goes before anything that would begin a formula, so that it is shown as text:
    before = + - @ | % and their full-width and small forms, including after white space and
    zero-width marks, at the beginning of the text or of a line, and after a semicolon; and before a
    text that begins with a tab or a line break. Control characters are removed.
    """
    text = FORMULA.sub("'", CONTROL.sub("", text))
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


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


class Echo:
    """A file for csv.writer that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def stream_csv(event: Event) -> Iterator[bytes]:
    """Yield CSV line by line, in UTF-8 with the byte order mark that Excel needs."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    for row in read_rows(event):
        yield writer.writerow(row).encode()


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
