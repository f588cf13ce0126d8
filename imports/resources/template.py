"""An empty spreadsheet of resources, to fill in: its columns, their choices, and what they mean."""

from io import BytesIO

from content.models import Sector
from imports.resources.columns import LABELS
from imports.spreadsheets.sheets import MAX_ROWS
from wiki.models.resources import RESOURCE_FORMATS

EXPLANATIONS = {
    "title": "The name of the resource. The only column that you must fill in.",
    "url": "Where readers find it. Two rows with the same address are one resource.",
    "format": "Choose from the list.",
    "made_by": "People, an organization, or both.",
    "year": "For example, 2018.",
    "summary": "One or two sentences.",
    "body": "Our own notes on what it’s good for.",
    "topics": "Names of topics on this site, separated by semicolons.",
    "tags": "Any words, separated by semicolons.",
    "places": "Names of places on this site, separated by semicolons.",
    "sector": "Choose from the list. Empty means K-12.",
    "archived_url": "The address of an archived copy.",
}
WIDTHS = {"title": 40, "url": 40, "summary": 50, "body": 50, "made_by": 28}


def write_template() -> bytes:
    # Imported when it is needed: it would take 5 MB of each web process.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    sheet, help_sheet = workbook.active, workbook.create_sheet("Columns")
    sheet.title = "Resources"
    sheet.append(list(LABELS.values()))
    sheet.freeze_panes = "A2"
    choices = {
        "format": [str(choice.label) for choice in RESOURCE_FORMATS],
        "sector": [str(choice.label) for choice in Sector],
    }
    for number, name in enumerate(LABELS, start=1):
        letter = get_column_letter(number)
        sheet.cell(row=1, column=number).font = Font(bold=True)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 18)
        if name in choices:
            # A cell may also hold something else, which the import then explains.
            listed = DataValidation("list", formula1=f'"{",".join(choices[name])}"')
            listed.showErrorMessage = False
            listed.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            sheet.add_data_validation(listed)
    help_sheet.append(["Column", "Content"])
    for name, label in LABELS.items():
        help_sheet.append([label, EXPLANATIONS[name]])
    for cell in (help_sheet["A1"], help_sheet["B1"]):
        cell.font = Font(bold=True)
    help_sheet.column_dimensions["A"].width = 18
    help_sheet.column_dimensions["B"].width = 70
    for (cell,) in help_sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
