"""Turns Markdown into what is set on a page: headings, text, lists, tables, charts."""

from xml.sax.saxutils import escape, quoteattr

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)

from tools.typesetting import styles
from tools.typesetting.bar_chart import BarChart

PARSER = MarkdownIt("commonmark").enable("table")
INLINE_TAGS = {"strong": ("<b>", "</b>"), "em": ("<i>", "</i>")}


def set_markdown(text: str, *, chapters_on_new_pages: bool) -> list[Flowable]:
    """Set a text. A heading of the first level is a chapter, one of the second a section."""
    story: list[Flowable] = []
    for node in SyntaxTreeNode(PARSER.parse(text)).children:
        if node.type == "heading" and node.tag == "h1":
            story += (
                begin_chapter(node, on_new_page=bool(story))
                if chapters_on_new_pages
                else [Paragraph(inline(node), styles.PAPER_CHAPTER)]
            )
        else:
            story += set_block(node)
    return story


def begin_chapter(node: SyntaxTreeNode, *, on_new_page: bool) -> list[Flowable]:
    start = [PageBreak()] if on_new_page else []
    return [*start, accent_rule(), Paragraph(inline(node), styles.CHAPTER)]


def accent_rule() -> HRFlowable:
    rule = HRFlowable(width=44, thickness=2, color=styles.ACCENT, hAlign="LEFT", spaceAfter=0)
    rule.keepWithNext = 1
    return rule


def set_block(node: SyntaxTreeNode) -> list[Flowable]:
    match node.type:
        case "heading":
            return [Paragraph(inline(node), styles.SECTION)]
        case "paragraph":
            return [Paragraph(inline(node), styles.BODY)]
        case "bullet_list" | "ordered_list":
            return [set_list(node), Spacer(0, 5)]
        case "blockquote":
            return [set_quote(child) for child in node.children]
        case "table":
            return [KeepTogether(set_table(node)), Spacer(0, 12)]
        case "fence" if node.info == "chart":
            return [set_chart(node.content), Spacer(0, 10)]
        case _:
            raise ValueError(f"A publication cannot contain a Markdown {node.type}.")


def inline(node: SyntaxTreeNode) -> str:
    """Return the text of a node in the markup of ReportLab's paragraphs."""
    if node.type in ("text", "code_inline"):
        return escape(node.content)
    if node.type == "softbreak":
        return " "
    inner = "".join(inline(child) for child in node.children)
    if node.type == "link":
        return f'<a href={quoteattr(node.attrs["href"])} color="#b4441f">{inner}</a>'
    before, after = INLINE_TAGS.get(node.type, ("", ""))
    return f"{before}{inner}{after}"


def set_list(node: SyntaxTreeNode) -> ListFlowable:
    items = [
        ListItem([Paragraph(inline(child), styles.LIST_ITEM) for child in item.children])
        for item in node.children
    ]
    numbered = node.type == "ordered_list"
    return ListFlowable(
        items,
        bulletType="1" if numbered else "bullet",
        bulletFormat="%s." if numbered else None,
        start=None if numbered else "\u2022",
        bulletFontName=styles.SERIF,
        bulletFontSize=11,
        bulletColor=styles.ACCENT,
        leftIndent=20,
        bulletDedent=16,
    )


def set_quote(node: SyntaxTreeNode) -> Table:
    quote = Table([[Paragraph(inline(node), styles.QUOTE)]], colWidths=[styles.MEASURE - 12])
    quote.setStyle(
        [
            styles.TABLE_FONT,
            ("LINEBEFORE", (0, 0), (0, 0), 2, styles.ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    quote.spaceBefore, quote.spaceAfter = 8, 12
    return quote


def set_table(node: SyntaxTreeNode) -> Table:
    rows = [[inline(cell) for cell in row.children] for part in node.children for row in part]
    cells = [
        [Paragraph(text, styles.CELL if number else styles.HEAD_CELL) for text in row]
        for number, row in enumerate(rows)
    ]
    table = Table(cells, colWidths=column_widths(rows), repeatRows=1, hAlign="LEFT")
    table.setStyle(
        [
            styles.TABLE_FONT,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ("LINEABOVE", (0, 0), (-1, 0), 1, styles.INK),
            ("LINEBELOW", (0, 0), (-1, -2), 0.4, styles.HAIRLINE),
            ("LINEBELOW", (0, -1), (-1, -1), 1, styles.INK),
        ]
    )
    table.spaceBefore = 6
    return table


def column_widths(rows: list[list[str]]) -> list[float]:
    """Share the measure among the columns: narrow ones get what they need, wide ones the rest."""
    needs = [
        max(stringWidth(text, styles.SERIF, styles.CELL.fontSize) for text in column) + 16
        for column in zip(*rows, strict=True)
    ]
    if sum(needs) <= styles.MEASURE:
        return [need * styles.MEASURE / sum(needs) for need in needs]
    widths: dict[int, float] = {}
    while True:
        wide = [column for column in range(len(needs)) if column not in widths]
        fair = (styles.MEASURE - sum(widths.values())) / len(wide)
        narrow = {column: needs[column] for column in wide if needs[column] <= fair}
        if not narrow:
            break
        widths |= narrow
    # The root keeps a column of long sentences from starving its neighbor.
    weights = {column: needs[column] ** 0.5 for column in wide}
    rest = styles.MEASURE - sum(widths.values())
    widths |= {column: rest * weight / sum(weights.values()) for column, weight in weights.items()}
    return [widths[column] for column in range(len(needs))]


def set_chart(content: str) -> KeepTogether:
    """Set bars from lines such as “First year | 53 | 21 of 40”, below a line with the title."""
    title, *lines = content.strip().splitlines()
    bars = [tuple(part.strip() for part in line.split("|")) for line in lines]
    return KeepTogether([Paragraph(escape(title), styles.CAPTION), BarChart(bars)])
