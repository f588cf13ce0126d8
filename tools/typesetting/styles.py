"""The type, the colors and the measures of the publications."""

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import TableStyle

from tools.drawing import canvas as palette
from tools.typesetting.fonts import (
    SANS,
    SANS_BOLD,
    SERIF,
    SERIF_BOLD,
    SERIF_ITALIC,
    register_fonts,
)

PAGE_WIDTH, PAGE_HEIGHT = LETTER
SIDE, TOP, BOTTOM = 106, 92, 88
MEASURE = PAGE_WIDTH - 2 * SIDE

INK = HexColor(palette.INK)
PAPER = HexColor(palette.PAPER)
ACCENT = HexColor(palette.ACCENT)
TEAL = HexColor(palette.TEAL)
QUIET = HexColor("#6b645c")
HAIRLINE = HexColor("#cfc6b8")

register_fonts()
# Both typefaces are wider than others at the same size.
SCALE = {SERIF: 0.88, SERIF_BOLD: 0.88, SERIF_ITALIC: 0.88, SANS: 0.88, SANS_BOLD: 0.88}


def style(name: str, size: float, leading: float, **options) -> ParagraphStyle:
    options = {
        "fontName": SERIF,
        "bulletFontName": SERIF,
        "textColor": INK,
        "allowWidows": 0,
        "allowOrphans": 0,
    } | options
    leading *= 0.95
    size *= SCALE[options["fontName"]]
    return ParagraphStyle(name, fontSize=size, leading=leading, **options)


BODY = style("body", 11, 15.4, spaceAfter=7.5)
LEAD = style("lead", 13, 18, spaceAfter=12, textColor=QUIET, fontName=SERIF_ITALIC)
CHAPTER = style("chapter", 25, 29, spaceBefore=10, spaceAfter=16, keepWithNext=1)
# In a paper, whose title stands on the same page, headings are smaller. The contents and the
# outline know both by the name.
PAPER_CHAPTER = style(
    CHAPTER.name, 17, 21, spaceBefore=15, spaceAfter=7, fontName=SERIF, keepWithNext=1
)
SECTION = style(
    "section", 13, 17, spaceBefore=11, spaceAfter=4, fontName=SERIF_BOLD, keepWithNext=1
)
QUOTE = style("quote", 13, 18, leftIndent=16, spaceBefore=6, spaceAfter=12, fontName=SERIF_ITALIC)
LIST_ITEM = style("list item", 11, 15.4, spaceAfter=4)
CELL = style("cell", 9.5, 12.5)
HEAD_CELL = style("head cell", 8, 11, fontName=SANS_BOLD, textColor=QUIET)
CAPTION = style("caption", 8.5, 11.5, fontName=SANS_BOLD, spaceBefore=8, keepWithNext=1)
LABEL = style("label", 8.5, 12, fontName=SANS_BOLD, textColor=ACCENT)
TITLE = style("title", 27, 31, spaceAfter=6)
SUBTITLE = style("subtitle", 14, 19, spaceAfter=10, fontName=SERIF_ITALIC, textColor=QUIET)
AUTHORS = style("authors", 10, 14, fontName=SANS, spaceAfter=16)
COVER_TITLE = style("cover title", 40, 43)
COVER_SUBTITLE = style("cover subtitle", 17, 23, fontName=SERIF_ITALIC)
CONTENTS = [
    style("contents chapter", 11.5, 17, spaceBefore=5),
    style("contents section", 10, 14, leftIndent=16, textColor=QUIET),
]
# Without a typeface of its own, a table names one that isn't embedded.
TABLE_FONT = ("FONTNAME", (0, 0), (-1, -1), SERIF)
CONTENTS_TABLE = TableStyle(
    [
        TABLE_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
)
SMALL = style("small", 8, 11, fontName=SANS, textColor=QUIET)
