"""Spreadsheets as people keep them, read into rows. Nothing here asks the database."""

from wiki.spreadsheets.exceptions import SpreadsheetError
from wiki.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from wiki.spreadsheets.sheets import Cell, Row, Sheet

__all__ = ["MAX_BYTES", "Cell", "Row", "Sheet", "SpreadsheetError", "read_spreadsheet"]
