"""Why a file can’t be read as a spreadsheet, and what to do."""

from imports.exceptions import UnreadableFile

EMPTY = "This file is empty. Choose a file with at least one row below the headings."
HEADINGS_ONLY = "This spreadsheet has headings but no rows. Choose one with rows."
NOT_A_SPREADSHEET = (
    "This isn’t a spreadsheet. Save the list as CSV (UTF-8) or as an Excel workbook (.xlsx), "
    "and choose that file."
)
WEB_PAGE = (
    "This is a web page, not a spreadsheet. Download the list as CSV (UTF-8) or as an Excel "
    "workbook (.xlsx), and choose that file."
)
CALENDAR = (
    "This is a calendar file (.ics), not a spreadsheet. Open it in your calendar program, export "
    "the events as CSV, and choose that file."
)
OLD_EXCEL_FILE = (
    "This is an old Excel file (.xls), or it has a password. Save it as an Excel workbook "
    "(.xlsx) without a password, and choose that file."
)
DAMAGED = (
    "This file is damaged. Open it in your spreadsheet program, save it again, and choose the "
    "new file."
)
TOO_LARGE = "This file is too large (over 10 MB, or far more when unpacked). Split it."
TOO_LONG = "This spreadsheet has more than 25,000 rows. Split it, and import one part at a time."
TOO_WIDE = "This spreadsheet has more than 200 columns. Remove those you don’t need."


class ColumnsMissing(UnreadableFile):
    """No row names the columns that are needed.

    `headings` are those of the most likely row, and `samples` {heading: what is below it}.
    """

    def __init__(self, message: str, headings: list[str], samples: dict[str, list[str]]) -> None:
        super().__init__(message)
        self.headings = headings
        self.samples = samples


def columns_missing(
    labels: list[str], headings: list[str], samples: dict[str, list[str]]
) -> ColumnsMissing:
    needed = " and ".join(f"“{label}”" for label in labels)
    found = ", ".join(f"“{heading[:60]}”" for heading in headings[:40] if heading)
    return ColumnsMissing(
        f"No column is named {needed}. One of the first rows must name the columns. "
        f"The columns found are {found}.",
        headings,
        samples,
    )
