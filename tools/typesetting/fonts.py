"""The typefaces of the demo's PDFs: that of the site, and one that comes with ReportLab."""

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont as FontFile
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parents[2] / "static/fonts"

SERIF, SERIF_BOLD, SERIF_ITALIC = "Reading Serif", "Reading Serif Bold", "Reading Serif Italic"
SANS, SANS_BOLD = "Vera", "VeraBd"


def register_fonts() -> None:
    registerFont(TTFont(SERIF, instance("roman", weight=400)))
    registerFont(TTFont(SERIF_BOLD, instance("roman", weight=700)))
    registerFont(TTFont(SERIF_ITALIC, instance("italic", weight=400)))
    registerFont(TTFont(SANS, "Vera.ttf"))
    registerFont(TTFont(SANS_BOLD, "VeraBd.ttf"))
    registerFontFamily(
        SERIF, normal=SERIF, bold=SERIF_BOLD, italic=SERIF_ITALIC, boldItalic=SERIF_BOLD
    )
    registerFontFamily(SANS, normal=SANS, bold=SANS_BOLD, italic=SANS, boldItalic=SANS_BOLD)


def instance(name: str, *, weight: int) -> BytesIO:
    """Return one weight of a variable font, in the format that ReportLab reads."""
    variable = FontFile(FOLDER / f"source-serif-4-{name}.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(variable, {"wght": weight})
    font.flavor = None
    # ReportLab needs a name, which the file on the site doesn't have.
    for number in (1, 4, 6):
        font["name"].setName(f"ReadingSerif-{name}-{weight}", number, 3, 1, 0x409)
    file = BytesIO()
    font.save(file)
    file.seek(0)
    return file
