"""Spreadsheets as people keep them, read into rows. Only its commands ask the database."""

from content.spreadsheets.columns import ColumnNames
from content.spreadsheets.exceptions import SpreadsheetError
from content.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from content.spreadsheets.sheets import Cell, Row, Sheet

__all__ = [
    "MAX_BYTES",
    "Cell",
    "ColumnNames",
    "Row",
    "Sheet",
    "SpreadsheetError",
    "read_spreadsheet",
]
