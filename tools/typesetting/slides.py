"""Sets the slides of a talk as a PDF: one page for each heading, in the shape of a screen."""

from pathlib import Path

from markdown_it.tree import SyntaxTreeNode
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from cworks.demo.texts import Text
from tools.typesetting import styles
from tools.typesetting.markdown import PARSER, accent_rule, inline

WIDTH, HEIGHT = 800, 450
SIDE, TOP, BOTTOM = 64, 56, 44
OPENING = styles.style("opening", 42, 48, spaceAfter=18)
PRESENTERS = styles.style("presenters", 18, 24, textColor=styles.QUIET, fontName=styles.SANS)
TITLE = styles.style("slide title", 36, 42, spaceAfter=20)
WORDS = styles.style("words", 24, 33, spaceAfter=12)
POINT = styles.style(
    "point",
    24,
    33,
    spaceAfter=10,
    leftIndent=30,
    bulletFontName=styles.SERIF,
    bulletFontSize=24,
    bulletColor=styles.ACCENT,
)


def write_slides(text: Text, path: Path) -> None:
    """Set a text; the same text always gives the same bytes."""
    template = BaseDocTemplate(
        str(path),
        pagesize=(WIDTH, HEIGHT),
        title=text.facts["title"],
        author=text.facts["presenters"],
        subject="Demonstration content; the people and their figures are invented",
        creator="CompetencyWorks",
        lang="en-US",
        displayDocTitle=True,
        invariant=1,
        initialFontName=styles.SANS,
        pageCompression=1,
    )
    frame = Frame(SIDE, BOTTOM, WIDTH - 2 * SIDE, HEIGHT - TOP - BOTTOM)
    template.addPageTemplates(
        [PageTemplate("slide", [frame], onPage=draw_paper, onPageEnd=draw_foot)]
    )
    template.build(
        [
            Spacer(0, 90),
            Paragraph(text.facts["title"], OPENING),
            accent_rule(),
            Spacer(0, 18),
            Paragraph(text.facts["presenters"], PRESENTERS),
            *(flowable for node in nodes_of(text) for flowable in set_node(node)),
        ]
    )


def draw_paper(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFillColor(styles.PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)


def draw_foot(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFillColor(styles.QUIET)
    canvas.setFont(styles.SANS, 10)
    canvas.drawString(SIDE + 6, 26, "CompetencyWorks · CC BY 4.0")
    canvas.drawRightString(WIDTH - SIDE - 6, 26, str(document.page))


def nodes_of(text: Text) -> list[SyntaxTreeNode]:
    return SyntaxTreeNode(PARSER.parse(text.body)).children


def set_node(node: SyntaxTreeNode) -> list[Flowable]:
    match node.type:
        case "heading":
            return [PageBreak(), Paragraph(inline(node), TITLE)]
        case "bullet_list":
            return [set_point(item, "•") for item in node.children]
        case "ordered_list":
            return [
                set_point(item, f"{number}.") for number, item in enumerate(node.children, start=1)
            ]
        case _:
            return [Paragraph(inline(node), WORDS)]


def set_point(item: SyntaxTreeNode, mark: str) -> Paragraph:
    return Paragraph(inline(item.children[0]), POINT, bulletText=mark)
