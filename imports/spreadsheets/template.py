"""An empty spreadsheet to fill in: its columns, their choices, and what they mean."""

from dataclasses import dataclass, field
from io import BytesIO

from imports.spreadsheets.sheets import MAX_ROWS

WIDTHS = {"title": 40, "url": 40, "summary": 50, "body": 50, "made_by": 28, "presenters": 28}


@dataclass(frozen=True)
class Template:
    """`labels`, `explanations`, and `choices` are {field: …}."""

    title: str
    labels: dict[str, str]
    explanations: dict[str, str]
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(label, self.explanations[name]) for name, label in self.labels.items()]


def write_template(template: Template) -> bytes:
    # Imported when it is needed: it would take 5 MB of each web process.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    sheet, help_sheet = workbook.active, workbook.create_sheet("Columns")
    sheet.title = template.title
    sheet.append(list(template.labels.values()))
    sheet.freeze_panes = "A2"
    for number, name in enumerate(template.labels, start=1):
        letter = get_column_letter(number)
        sheet.cell(row=1, column=number).font = Font(bold=True)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 18)
        if name in template.choices:
            # A cell may also hold something else, which the import then explains.
            listed = DataValidation("list", formula1=f'"{",".join(template.choices[name])}"')
            listed.showErrorMessage = False
            listed.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            sheet.add_data_validation(listed)
    help_sheet.append(["Column", "Content"])
    for column in template.columns:
        help_sheet.append(column)
    for cell in (help_sheet["A1"], help_sheet["B1"]):
        cell.font = Font(bold=True)
    help_sheet.column_dimensions["A"].width = 18
    help_sheet.column_dimensions["B"].width = 70
    for (cell,) in help_sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
