"""Group lines of wikitext into paragraphs, headings, lists, and code."""

import re
from dataclasses import dataclass, field

from imports.mediawiki.html import HtmlBlock, HtmlParagraph
from imports.mediawiki.lists import ListLine, write_list
from imports.mediawiki.placeholders import HEADING
from imports.mediawiki.quotes import write_quotes
from imports.mediawiki.stripping import NOTHING

# The words end with something else, so that a long row of equals signs is divided in one way only.
HEADING_LINE = re.compile(rf"({HEADING}++)(.*[^={HEADING}])([={HEADING}]++)")
SPACE = f" \t\n\xa0{NOTHING}"


@dataclass(slots=True)
class WikitextLine:
    marks: str = ""  # of the lists that contain it
    pieces: list[str] = field(default_factory=list)
    had_category: bool = False
    follows_block: bool = False  # on the same source line

    @property
    def html(self) -> str:
        return "".join(self.pieces)

    @property
    def is_blank(self) -> bool:
        return not any(piece.strip(SPACE) for piece in self.pieces)

    @property
    def is_indented(self) -> bool:
        # After a template that shows nothing, a space isn't at the start of the source's line.
        return "".join(self.pieces[:1]).startswith(" ") and not (
            self.had_category or self.follows_block
        )


class LineBuilder:
    """Collects pieces of HTML into lines and blocks."""

    def __init__(self) -> None:
        self.done: list[WikitextLine | HtmlBlock] = []
        self.line = WikitextLine()

    def add(self, html: str) -> None:
        if not isinstance(html, HtmlBlock) or self.line.marks:
            self.line.pieces.append(html)
            return
        if not self.line.is_blank:
            self.end()
        self.line = WikitextLine(follows_block=True)
        self.done.append(html)

    def add_mark(self, mark: str) -> None:
        if self.line.is_blank:
            self.line.marks += mark
        elif mark == ":" and self.line.marks.endswith(";"):
            # The definition of a term follows the colon.
            marks = self.line.marks[:-1] + mark
            self.end()
            self.line.marks = marks
        else:
            self.line.pieces.append(mark)

    def end(self) -> None:
        # A category link alone on its line doesn't leave a blank line.
        if not (self.line.had_category and self.line.is_blank):
            self.done.append(self.line)
        self.line = WikitextLine()

    def end_paragraph(self) -> None:
        if self.line.marks:
            self.line.pieces.append("<br>")
            return
        self.end()
        self.end()


class BlockBuilder:
    """Builds blocks from lines."""

    def __init__(self, *, keeps_indents: bool) -> None:
        self.keeps_indents = keeps_indents
        self.blocks: list[HtmlBlock] = []
        self.paragraph: list[str] = []
        self.items: list[ListLine] = []
        self.code: list[str] = []

    def build(self, lines: list[WikitextLine | HtmlBlock]) -> list[HtmlBlock]:
        for line in lines:
            if isinstance(line, HtmlBlock):
                self.end()
                self.blocks.append(line)
            else:
                self.take(line)
        self.end()
        return self.blocks

    def take(self, line: WikitextLine) -> None:
        html = line.html
        heading = HEADING_LINE.fullmatch(html.strip(SPACE)) if html[:1] == HEADING else None
        if line.marks:
            self.end(unless=self.items)
            if not line.is_blank:
                self.items.append(ListLine(line.marks, write_quotes(html.strip(SPACE))))
        elif line.is_blank:
            self.end()
        elif heading and heading[2].strip(SPACE):
            self.end()
            self.blocks.append(write_heading(heading))
        elif self.keeps_indents and line.is_indented:
            self.end(unless=self.code)
            self.code.append(write_quotes(html[1:].rstrip(SPACE)))
        else:
            self.end(unless=self.paragraph)
            self.paragraph.append(write_quotes(html.strip(SPACE)))

    def end(self, *, unless: list | None = None) -> None:
        """End all open blocks, except the one that the next line continues."""
        if self.paragraph and unless is not self.paragraph:
            self.blocks.append(HtmlParagraph(f"<p>{'\n'.join(self.paragraph)}</p>"))
            self.paragraph.clear()
        if self.items and unless is not self.items:
            self.blocks.append(HtmlBlock(write_list(self.items)))
            self.items.clear()
        if self.code and unless is not self.code:
            self.blocks.append(write_indented(self.code))
            self.code.clear()


def write_heading(found: re.Match) -> HtmlBlock:
    level = min(len(found[1]), len(found[3]), 6)
    words = HEADING * (len(found[1]) - level) + found[2] + HEADING * (len(found[3]) - level)
    return HtmlBlock(f"<h{level}>{write_quotes(words.strip(SPACE))}</h{level}>")


def write_indented(lines: list[str]) -> HtmlBlock:
    """Write code, or plain lines if they contain markup, which code would show."""
    if any("<" in line for line in lines):
        return HtmlBlock(f"<p>{'<br>'.join(line.strip(SPACE) for line in lines)}</p>")
    return HtmlBlock(f"<pre>{'\n'.join(lines)}</pre>")
