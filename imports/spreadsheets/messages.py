"""Why a file can’t be read as a spreadsheet, and what to do."""

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
OLD_EXCEL_FILE = (
    "This is an old Excel file (.xls), or it has a password. Save it as an Excel workbook "
    "(.xlsx) without a password, and choose that file."
)
DAMAGED = (
    "This file is damaged. Open it in your spreadsheet program, save it again, and choose the "
    "new file."
)
TOO_LARGE = "This file is too large (over 10 MB, or far more when unpacked). Split it."
TOO_LONG = "This spreadsheet has more than 5,000 rows. Split it, and import one part at a time."
TOO_WIDE = "This spreadsheet has more than 200 columns. Remove those you don’t need."
NO_TITLES = "No column is named “Title”. The first row must name the columns."
