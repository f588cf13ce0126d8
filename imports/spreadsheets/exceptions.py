from content.exceptions import ContentError


class SpreadsheetError(ContentError):
    message = "This file can’t be read as a spreadsheet."


class SpreadsheetEmpty(SpreadsheetError):
    message = "This file is empty. Choose a file with at least one row below the headings."


class SpreadsheetUnknown(SpreadsheetError):
    message = (
        "This isn’t a spreadsheet. Save the list as CSV (UTF-8) or as an Excel workbook (.xlsx), "
        "and choose that file."
    )


class SpreadsheetIsWebPage(SpreadsheetError):
    message = (
        "This is a web page, not a spreadsheet. Download the list as CSV (UTF-8) or as an Excel "
        "workbook (.xlsx), and choose that file."
    )


class SpreadsheetOld(SpreadsheetError):
    message = (
        "This is an old Excel file (.xls), or it has a password. Save it as an Excel workbook "
        "(.xlsx) without a password, and choose that file."
    )


class SpreadsheetBroken(SpreadsheetError):
    message = (
        "This file is damaged. Open it in your spreadsheet program, save it again, and choose the "
        "new file."
    )


class SpreadsheetTooLarge(SpreadsheetError):
    message = "This file is too large (over 10 MB, or far more when unpacked). Split it."


class SpreadsheetTooLong(SpreadsheetError):
    message = "This spreadsheet has more than 5,000 rows. Split it, and import one part at a time."


class SpreadsheetTooWide(SpreadsheetError):
    message = "This spreadsheet has more than 200 columns. Remove those you don’t need."


class SpreadsheetWithoutTitles(SpreadsheetError):
    message = "No column is named “Title”. The first row must name the columns."
