import re

from imports.exceptions import UnreadableFile
from imports.spreadsheets import messages
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.csv_files import read_csv
from imports.spreadsheets.sheets import Sheet
from imports.spreadsheets.workbooks import read_workbook

MAX_BYTES = 10 * 1024 * 1024
# Files are recognized by their first bytes, not by their names.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TEXT = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8")
CALENDAR = re.compile(rb"(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\b", re.IGNORECASE)
# A comment ends at the first --> (?>…): to try other ends of many comments would take years.
WEB_PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?>.*?-->)\s*+)*+"
    rb"<(!doctype\s+html|html|head|body|table)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_spreadsheet(content: bytes, names: ColumnNames) -> Sheet:
    """Read CSV or XLSX into rows; `names` tells which columns to read.

    Raises UnreadableFile, whose message is for the person who chose the file.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFile(messages.TOO_LARGE)
    if content.startswith(ZIP):
        return read_workbook(content, names)
    if content.startswith(OLE):
        raise UnreadableFile(messages.OLD_EXCEL_FILE)
    if content.startswith(NOT_TEXT):
        raise UnreadableFile(messages.NOT_A_SPREADSHEET)
    if not content.strip():
        raise UnreadableFile(messages.EMPTY)
    if CALENDAR.match(content[:1_000]):
        raise UnreadableFile(messages.CALENDAR)
    if WEB_PAGE.match(content[:5_000]):
        raise UnreadableFile(messages.WEB_PAGE)
    return read_csv(content, names)
