"""Read CSV files and Excel workbooks into rows. Only `commands` queries the database."""

from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from imports.spreadsheets.sheets import Cell, Sheet, SheetRow

__all__ = [
    "MAX_BYTES",
    "Cell",
    "ColumnNames",
    "Sheet",
    "SheetRow",
    "read_spreadsheet",
]
