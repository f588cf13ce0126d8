"""Sets one publication as a PDF: cover, contents, chapters, running heads, outline."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

from tools.typesetting import styles
from tools.typesetting.markdown import accent_rule, set_markdown

IMPRINT = (
    "Demonstration content. The people, schools, districts, colleges and figures in this "
    "publication are invented; the works by others that it names are real. Available under the "
    "Creative Commons Attribution 4.0 license (CC BY 4.0)."
)


@dataclass(frozen=True)
class Manuscript:
    """One publication as its author hands it in. Without a cover it begins with its title."""

    title: str
    subtitle: str
    authors: list[str]
    label: str
    subject: str
    body: str
    keywords: list[str]
    publisher: str = "CompetencyWorks"
    cover: Path | None = None
    light_on_cover: bool = False

    @property
    def byline(self) -> str:
        *others, last = self.authors
        return f"{', '.join(others)} and {last}" if others else last


def write_pdf(manuscript: Manuscript, path: Path) -> None:
    """Set the manuscript; the same manuscript always gives the same bytes."""
    PublicationTemplate(manuscript, path).write()


class PublicationTemplate(BaseDocTemplate):
    def __init__(self, manuscript: Manuscript, path: Path):
        self.manuscript = manuscript
        super().__init__(
            str(path),
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            title=f"{manuscript.title}: {manuscript.subtitle}",
            author=manuscript.byline,
            subject=manuscript.subject,
            keywords=manuscript.keywords,
            creator=manuscript.publisher,
            lang="en-US",
            displayDocTitle=True,
            invariant=1,
            initialFontName=styles.SANS,
            pageCompression=1,
        )
        # What repeats is drawn last, so that a page's text begins with what it says.
        templates = [
            PageTemplate("opening", [text_frame()], onPageEnd=self.draw_imprint),
            PageTemplate("text", [text_frame()], onPageEnd=self.draw_furniture),
        ]
        if manuscript.cover:
            templates.insert(0, PageTemplate("cover", [cover_frame()], onPage=self.draw_cover))
        self.addPageTemplates(templates)

    def write(self) -> None:
        text = set_markdown(
            self.manuscript.body, chapters_on_new_pages=self.manuscript.cover is not None
        )
        self.multiBuild([*(self.cover() if self.manuscript.cover else self.title_block()), *text])

    def cover(self) -> list[Flowable]:
        color = styles.PAPER if self.manuscript.light_on_cover else styles.INK
        contents = TableOfContents(
            levelStyles=styles.CONTENTS, dotsMinLevel=0, tableStyle=styles.CONTENTS_TABLE
        )
        heading = Paragraph("Contents", styles.CHAPTER.clone("contents heading"))
        return [
            Paragraph(self.manuscript.label.upper(), styles.LABEL.clone("label", textColor=color)),
            Spacer(0, 8),
            Paragraph(
                self.manuscript.title, styles.COVER_TITLE.clone("cover title", textColor=color)
            ),
            Spacer(0, 14),
            Paragraph(
                self.manuscript.subtitle,
                styles.COVER_SUBTITLE.clone("cover subtitle", textColor=color),
            ),
            Spacer(0, 14),
            Paragraph(self.manuscript.byline, styles.AUTHORS.clone("authors", textColor=color)),
            NextPageTemplate("opening"),
            PageBreak(),
            accent_rule(),
            heading,
            contents,
            NextPageTemplate("text"),
            PageBreak(),
        ]

    def title_block(self) -> list[Flowable]:
        return [
            NextPageTemplate("text"),
            Paragraph(self.manuscript.label.upper(), styles.LABEL),
            Spacer(0, 6),
            Paragraph(self.manuscript.title, styles.TITLE),
            Paragraph(self.manuscript.subtitle, styles.SUBTITLE),
            Paragraph(self.manuscript.byline, styles.AUTHORS),
        ]

    def afterFlowable(self, flowable: Flowable) -> None:
        """Enter headings in the contents and in the outline."""
        levels = {styles.CHAPTER.name: 0, styles.SECTION.name: 1}
        name = getattr(getattr(flowable, "style", None), "name", None)
        if name not in levels:
            return
        level, text = levels[name], flowable.getPlainText()
        key = f"heading-{self.seq.nextf('heading')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level=level, closed=level)
        self.notify("TOCEntry", (level, flowable.text, self.page, key))

    def draw_cover(self, canvas: Canvas, _document) -> None:
        canvas.drawImage(
            as_jpeg(self.manuscript.cover), 0, 0, styles.PAGE_WIDTH, styles.PAGE_HEIGHT
        )

    def draw_imprint(self, canvas: Canvas, document) -> None:
        imprint = Paragraph(IMPRINT, styles.SMALL)
        _, height = imprint.wrap(styles.MEASURE, styles.BOTTOM)
        imprint.drawOn(canvas, styles.SIDE, 34 + (33 - height))
        self.draw_page_number(canvas, document)

    def draw_furniture(self, canvas: Canvas, document) -> None:
        y = styles.PAGE_HEIGHT - 54
        canvas.setFont(styles.SANS, 8)
        canvas.setFillColor(styles.QUIET)
        canvas.drawString(styles.SIDE, y, self.manuscript.title)
        canvas.drawRightString(styles.PAGE_WIDTH - styles.SIDE, y, self.manuscript.publisher)
        canvas.setStrokeColor(styles.HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(styles.SIDE, y - 7, styles.PAGE_WIDTH - styles.SIDE, y - 7)
        self.draw_page_number(canvas, document)

    def draw_page_number(self, canvas: Canvas, document) -> None:
        canvas.setFont(styles.SERIF, 10)
        canvas.setFillColor(styles.QUIET)
        canvas.drawRightString(styles.PAGE_WIDTH - styles.SIDE + 34, 50, str(document.page))


def text_frame() -> Frame:
    return Frame(
        styles.SIDE,
        styles.BOTTOM,
        styles.MEASURE,
        styles.PAGE_HEIGHT - styles.TOP - styles.BOTTOM,
        *(0, 0, 0, 0),
    )


def cover_frame() -> Frame:
    return Frame(56, 90, styles.PAGE_WIDTH - 130, styles.PAGE_HEIGHT - 90 - 64, *(0, 0, 0, 0))


def as_jpeg(path: Path) -> ImageReader:
    """A PDF holds JPEG as it is, and anything else at many times its size."""
    file = BytesIO()
    Image.open(path).convert("RGB").save(file, "JPEG", quality=82, optimize=True)
    file.seek(0)
    return ImageReader(file)
