"""Convert a page's wikitext to Markdown."""

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import batched

import mwparserfromhell
from bs4 import NavigableString, Tag

from content.markdown import Rendered, render
from content.texts import clean_text
from imports.html.cleanup import build_tree, clean_up, raw_html
from imports.html.escaping import escape_line_start, write_code_block
from imports.html.writer import MarkdownWriter
from imports.mediawiki.balancing import MarkupBalancer, TooMuchMarkup
from imports.mediawiki.losses import find_losses, titles_of
from imports.mediawiki.pages import PageWriter
from imports.mediawiki.stripping import strip_verbatim
from imports.mediawiki.templates import DROPPED, REMOVED, TEMPLATES
from imports.mediawiki.titles import WikiSite

logger = logging.getLogger(__name__)

# Each element takes a fraction of a millisecond. Real pages have one per fifty characters.
ELEMENT = re.compile("<(?!/)")
ALWAYS_ALLOWED = 5_000
CHARACTERS_PER_ELEMENT = 12
# Number of blocks that are converted at once. If anything is lost, they are checked one by one.
CHUNK = 40
MAX_LINK_TEXT = 300
MAX_COLUMNS = 60
REDIRECT = re.compile(r"\s*#\s*redirect\w*\s*:?\s*(?=\[\[)", re.IGNORECASE)
LINE = re.compile(r"(?<=\n)[^\n]+")
HTML_TABLE = re.compile(r"^\s*<table>$", re.MULTILINE)
GAP = re.compile(r"\n{3,}")
TABLE_DELIMITER_ROW = re.compile(r"\s*(?=[:| ]*-)([-:|][-:| ]*)")
REFERENCE = re.compile(r"\[\^\d+\]")
MARKDOWN_ONLY = ["wiki-link", "footnote-ref"]
BLOCKS_IN_CELLS = [
    "blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul",
]  # fmt: skip
TOO_MUCH_MARKUP = "The page has too much markup to convert, so it was kept as typed"
UNEXPECTED = "The page couldn’t be converted, so it was kept as typed"
LOST = "Words or links that were lost"
KEPT_HTML = "Some blocks were kept as HTML, because Markdown would lose something"
HTML_TABLES = "Tables with merged cells, or with lists or tables in cells, were kept as HTML"


@dataclass(frozen=True, slots=True)
class Converted:
    """`problems` tell editors how the result differs from what the wiki showed."""

    markdown: str
    tags: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # How many templates of each name there were, by the heading in the report.
    templates: dict[str, Counter[str]] = field(default_factory=dict, compare=False)


def convert(wikitext: str, *, title: str = "", site: WikiSite | None = None) -> Converted:
    """Convert a page. Never raises: a page that can't be converted is returned as typed.

    The result is rendered and compared with the original, so that no word is lost.
    """
    try:
        return Conversion(wikitext, title=title, site=site or WikiSite()).run()
    except TooMuchMarkup:
        return keep_as_typed(wikitext, TOO_MUCH_MARKUP)
    except Exception:
        logger.exception("Converting “%s” failed", title)
        return keep_as_typed(wikitext, UNEXPECTED)


def keep_as_typed(wikitext: str, problem: str) -> Converted:
    return Converted(write_code_block(clean_text(wikitext)).strip(), problems=[f"{problem}."])


class Conversion:
    def __init__(self, wikitext: str, *, title: str, site: WikiSite) -> None:
        self.wikitext = wikitext
        text, stripped, broken = strip_verbatim(describe_redirect(wikitext))
        balancer = MarkupBalancer()
        self.balanced = balancer.balance(text)
        self.writer = PageWriter(site, title, stripped)
        for problem in [*broken, *balancer.problems]:
            self.writer.problem(problem)

    def run(self) -> Converted:
        tree = mwparserfromhell.parse(self.balanced, skip_style_tags=True)
        blocks = self.writer.page(tree.nodes)
        html = "\n".join(blocks)
        if len(ELEMENT.findall(html)) > max(
            ALWAYS_ALLOWED, len(self.wikitext) // CHARACTERS_PER_ELEMENT
        ):
            raise TooMuchMarkup
        chunks = [list(chunk) for chunk in batched(blocks, CHUNK)]
        parts = [write_markdown(chunk) for chunk in chunks]
        rendered = render(join(parts))
        if rendered.problem:
            return keep_as_typed(self.wikitext, TOO_MUCH_MARKUP)
        losses = find_losses(html, rendered.html)
        if losses:
            parts = [self.keep_html(*pair) for pair in zip(chunks, parts, strict=True)]
            rendered = render(join(parts))
            losses = find_losses(html, rendered.html)
        markdown = join(parts)
        self.note(html, markdown, rendered, losses)
        self.note_templates()
        problems = [describe(*problem) for problem in self.writer.problems.items()]
        tags = list(dict.fromkeys(self.writer.tags))
        counts = {
            TEMPLATES: self.writer.unknown,
            REMOVED: self.writer.removed,
            DROPPED: self.writer.dropped,
        }
        return Converted(markdown, tags, problems, templates=counts)

    def keep_html(self, blocks: list[str], markdown: str) -> str:
        """Return the Markdown of blocks, but HTML for those where Markdown loses something."""
        if not find_losses("\n".join(blocks), render_part(markdown)):
            return markdown
        if len(blocks) > 1:
            middle = len(blocks) // 2
            halves = (blocks[:middle], blocks[middle:])
            return join([self.keep_html(half, write_markdown(half)) for half in halves])
        if blocks[0].startswith("<footnote "):
            return markdown
        self.writer.problem(KEPT_HTML)
        soup = build_tree(blocks[0])
        for link in soup.find_all(MARKDOWN_ONLY):
            link.unwrap()
        return join([raw_html(element) for element in soup.find_all(True, recursive=False)])

    def note_templates(self) -> None:
        for heading, names in ((TEMPLATES, self.writer.unknown), (REMOVED, self.writer.removed)):
            for name, count in names.items():
                times = f" ({count} times)" if count > 1 else ""
                self.writer.problem(heading, f"{{{{{name}}}}}{times}")

    def note(self, html: str, markdown: str, rendered: Rendered, losses: list[str]) -> None:
        if HTML_TABLE.search(markdown):
            self.writer.problem(HTML_TABLES)
        for title in sorted(titles_of(html) - rendered.wiki_titles):
            self.writer.problem(LOST, f"[[{title}]]")
        for lost in losses:
            self.writer.problem(LOST, lost)


def write_markdown(blocks: list[str]) -> str:
    soup = build_tree("".join(blocks))
    simplify_definition_lists(soup)
    # A page that is nested too deeply is kept as typed.
    clean_up(soup, flattens=False)
    return WikiMarkdownWriter().convert_soup(soup).strip()


def join(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def render_part(markdown: str) -> str:
    """Render part of a page. Its footnotes are defined elsewhere."""
    notes = dict.fromkeys(REFERENCE.findall(markdown))
    return render("\n\n".join([markdown, *(f"{note}: -" for note in notes)])).html


def escape_line(line: str) -> str:
    """Escape whatever would start a block on a later line of a paragraph."""
    escaped = escape_line_start(line)
    if escaped == line and TABLE_DELIMITER_ROW.fullmatch(line):
        # This line would turn the one before it into a table.
        return f"\\{line.strip()}"
    return escaped


def describe_redirect(wikitext: str) -> str:
    found = REDIRECT.match(wikitext)
    return f"See {wikitext[found.end() :]}" if found else wikitext


def describe(heading: str, examples: dict[str, None]) -> str:
    named = list(examples)
    shown = ", ".join(named[:12]) + (f" and {len(named) - 12} more" if len(named) > 12 else "")
    return f"{heading}: {shown}." if shown else f"{heading}."


def simplify_definition_lists(soup: Tag) -> None:
    """Turn definition lists without terms into paragraphs: the colon was only for indentation."""
    for definitions in reversed(soup.find_all("dl")):
        if definitions.find("dt", recursive=False):
            continue
        in_item = definitions.parent.name in {"li", "dd", "dt"}
        for definition in definitions.find_all("dd", recursive=False):
            first = next((c for c in definition.children if str(c).strip()), None)
            has_blocks = isinstance(first, Tag) and first.name in {"ul", "ol", "table", "dl", "p"}
            if has_blocks or (in_item and isinstance(first, Tag) and first.name == "blockquote"):
                definition.unwrap()
            else:
                definition.name = "p"
        if in_item or not definitions.find("p", recursive=False):
            definitions.unwrap()
        else:
            definitions.name = "blockquote"


class WikiMarkdownWriter(MarkdownWriter):
    """Adds wiki links, footnotes, and tables that contain wiki links."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.written: dict[int, str] = {}

    def process_tag(self, node: Tag, parent_tags: set | None = None) -> str:
        # A nested table was converted before the one around it.
        written = self.written.get(id(node))
        return super().process_tag(node, parent_tags) if written is None else written

    def process_text(self, el: NavigableString, parent_tags: set | None = None) -> str:
        text = super().process_text(el, parent_tags)
        if "_noformat" in (parent_tags or ()):
            return text
        text = LINE.sub(lambda line: escape_line(line[0]), text)
        # These would be parsed as part of the preceding link.
        match getattr(el.previous_sibling, "name", None):
            case "wiki-link":
                return re.sub(r"^\(", r"\\(", text)
            case "footnote-ref":
                return re.sub(r"^[(:]", r"\\\g<0>", text)
        return text

    def convert_wiki_link(self, el: Tag, text: str, parent_tags: set) -> str:
        title, words = " ".join(el["title"].split()), " ".join(el.get_text().split())
        if not words or "_noformat" in parent_tags:
            return text
        if re.search(r"[\[\]|{}<>]", title):
            return text
        if re.search(r"[\[\]|\\]", words) or len(words) > MAX_LINK_TEXT:
            return f"{text} ([[{title}]])"
        return f"[[{title}]]" if words == title else f"[[{title}|{words}]]"

    def convert_footnote_ref(self, el: Tag, text: str, parent_tags: set) -> str:
        return f"[^{el['title']}]"

    def convert_footnote(self, el: Tag, text: str, parent_tags: set) -> str:
        words = re.sub(r"\s*\n\s*", " ", re.sub(r"\\\n\s*", "<br>", text.strip()))
        return f"\n\n[^{el['title']}]: {words}\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set) -> str:
        return "<br>" if "_cell" in parent_tags else super().convert_br(el, text, parent_tags)

    # Tables and definition lists: HTML with Markdown inside, where Markdown isn't enough.

    def convert_table(self, el: Tag, text: str, parent_tags: set) -> str:
        rows = [
            row.find_all(["td", "th"], recursive=False)
            for row in el.find_all("tr")
            if row.find_parent("table") is el
        ]
        rows = [row for row in rows if row]
        if not rows:
            return f"\n\n{text.strip()}\n\n"
        if "_inline" in parent_tags or not self.is_plain(el, rows):
            return self.write_around(el, parent_tags)
        width = max(map(len, rows))
        has_head = all(cell.name == "th" for cell in rows[0])
        lines = [self.write_row(row, width, parent_tags) for row in rows]
        if not has_head:
            lines.insert(0, "|" + "   |" * width)
        lines.insert(1, "|" + " --- |" * width)
        caption = el.find("caption")
        converted = self._convert_inside(caption, parent_tags).strip() if caption else ""
        return "\n\n" + (f"{converted}\n\n" if converted else "") + "\n".join(lines) + "\n\n"

    def is_plain(self, table: Tag, rows: list[list[Tag]]) -> bool:
        if max(map(len, rows)) > MAX_COLUMNS:
            return False
        if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
            return False
        return not any(cell.find(BLOCKS_IN_CELLS) for row in rows for cell in row)

    def write_row(self, row: list[Tag], width: int, parent_tags: set) -> str:
        cells = [self._convert_cell(cell, parent_tags) for cell in row]
        return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"

    def _convert_cell(self, cell: Tag, parent_tags: set) -> str:
        return super()._convert_cell(cell, parent_tags | {"_cell"})

    def convert_dl(self, el: Tag, text: str, parent_tags: set) -> str:
        return self.write_around(el, parent_tags)

    def write_around(self, el: Tag, parent_tags: set) -> str:
        """Write HTML with Markdown inside, because wiki links don't work in HTML."""
        written = f"\n\n{self.write_part(el, parent_tags - {'_inline'})}\n\n"
        self.written[id(el)] = written
        return written

    def write_part(self, el: Tag, parent_tags: set) -> str:
        spans = "".join(f' {name}="{el[name]}"' for name in ("colspan", "rowspan") if el.get(name))
        start, end = f"<{el.name}{spans}>", f"</{el.name}>"
        if el.name in {"table", "thead", "tbody", "tfoot", "tr", "dl"}:
            parts = [self.write_part(c, parent_tags) for c in el.children if isinstance(c, Tag)]
            return "\n".join([start, *parts, end])
        if not el.find(MARKDOWN_ONLY) and not el.find(BLOCKS_IN_CELLS):
            return raw_html(el)
        inside = self._convert_inside(el, parent_tags).strip()
        return f"{start}\n\n{inside if '```' in inside else GAP.sub('\n\n', inside)}\n\n{end}"
