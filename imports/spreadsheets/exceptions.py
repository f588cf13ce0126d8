from content.exceptions import ContentError


class SpreadsheetError(ContentError):
    message = "This file cannot be read as a spreadsheet."


class SpreadsheetEmpty(SpreadsheetError):
    message = "There is nothing in this file: choose the one with the rows."


class SpreadsheetUnknown(SpreadsheetError):
    message = (
        "This is no spreadsheet that can be read: save it as CSV (UTF-8) or as an Excel workbook "
        "(.xlsx), and choose that file."
    )


class SpreadsheetIsWebPage(SpreadsheetError):
    message = (
        "This is a web page, whatever its name says: in the program that it came from, download "
        "the list as CSV (UTF-8) or as an Excel workbook (.xlsx), and choose that file."
    )


class SpreadsheetOld(SpreadsheetError):
    message = (
        "This is an old Excel file (.xls), or one with a password: save it as an Excel workbook "
        "(.xlsx) without a password, and choose that file."
    )


class SpreadsheetBroken(SpreadsheetError):
    message = (
        "This file is damaged: open it in your spreadsheet program, save it again, and choose that."
    )


class SpreadsheetTooLarge(SpreadsheetError):
    message = (
        "This file is too large (more than 10 MB, or far more once it is unpacked): divide it."
    )


class SpreadsheetTooLong(SpreadsheetError):
    message = (
        "This spreadsheet has more than 5,000 rows: divide it, and bring in one part after the "
        "other."
    )


class SpreadsheetTooWide(SpreadsheetError):
    message = "This spreadsheet has more than 200 columns: take out those that are not needed."


class SpreadsheetWithoutTitles(SpreadsheetError):
    message = (
        "No column holds titles: the first row must name the columns, and one of them “Title”."
    )
