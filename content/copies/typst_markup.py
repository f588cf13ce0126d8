"""Turns the HTML of texts into Typst's markup.

Text and addresses are written as strings and never as markup, so that nothing in a text is a
command to Typst.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml.html import HtmlElement

from content.copies.typst_tables import place_cells
from content.markdown.trees import parse_fragment

SPACE = re.compile(r"[ \t\r\n\f]+")
LANGUAGE = re.compile(r"[a-z]{2,3}")
LISTED_SCHEMES = ("http://", "https://", "mailto:", "tel:")
DEEPEST = 12  # Typst has limits; below this, what is nested only loses its indentation.
DEEPEST_HEADING = 6
# Elements that a function of Typst shows.
FUNCTIONS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emph"),
    **dict.fromkeys(("strong", "b", "summary", "caption"), "strong"),
    **dict.fromkeys(("s", "del"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
    "sub": "sub",
    "sup": "super",
    "small": "text(size: 0.85em)",
    "mark": "highlight",
    "blockquote": "quote(block: true)",
}
QUIET = FUNCTIONS["small"]
PARAGRAPHS = {"p", "div", "section", "details", "summary", "dt", "dd", "figcaption", "caption"}
NOT_ON_PAPER = {"permalink", "footnote-back"}


def string(text: str) -> str:
    """Return a string of Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shown(text: str) -> str:
    """Return markup that shows the text as it is."""
    return f"#{string(text)};" if text else ""


@dataclass
class Markup:
    """Writes the texts of one copy.

    `images` are the files of the images by address, and `chapters` the labels of the chapters by
    the address of their pages. `heading_shift` is added to the level of each heading.
    """

    images: Mapping[str, str]
    chapters: Mapping[str, str]
    base_url: str
    prefix: str
    heading_shift: int = 0
    links_are_noted: bool = True
    _notes: dict[str, HtmlElement] = field(default_factory=dict)
    _written_notes: set[str] = field(default_factory=set)
    _noted: set[str] = field(default_factory=set)
    _in_note: int = 0
    _in_heading: int = 0
    _depth: int = 0
    _last_level: int = 0

    def write(self, html: str) -> str:
        tree = parse_fragment(html)
        for section in list(tree.iter("section")):
            if section.get("class") == "footnotes":
                self._notes |= {note.get("id", ""): note for note in section.iter("li")}
                section.drop_tree()
        return self.children(tree)

    def children(self, element: HtmlElement) -> str:
        return "".join(self._children(element))

    def _children(self, element: HtmlElement) -> Iterator[str]:
        yield self.text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                yield self.element(child)
            yield self.text(child.tail)

    def text(self, text: str | None) -> str:
        if not text:
            return ""
        words = SPACE.sub(" ", text)
        bare = words.strip(" ")
        if not bare:
            return " "
        # Space outside of the string, where Typst leaves it out at the ends of a paragraph.
        return f"{' ' if words[0] == ' ' else ''}{shown(bare)}{' ' if words[-1] == ' ' else ''}"

    def element(self, element: HtmlElement) -> str:
        if element.get("class") in NOT_ON_PAPER:
            return ""
        self._depth += 1
        try:
            writer = WRITERS.get(element.tag)
            markup = writer(self, element) if writer else self.plain(element)
        finally:
            self._depth -= 1
        return self.in_its_language(element, markup)

    def plain(self, element: HtmlElement) -> str:
        inner = self.children(element)
        function = QUIET if element.get("class") == "meta" else FUNCTIONS.get(element.tag)
        if function and inner.strip() and self._depth <= DEEPEST:
            inner = f"#{function}[{inner}];"
        if element.tag in PARAGRAPHS or element.tag == "blockquote":
            return f"\n\n{inner}\n\n"
        return inner

    def in_its_language(self, element: HtmlElement, markup: str) -> str:
        settings = []
        language = element.get("lang", "").partition("-")[0].lower()
        if LANGUAGE.fullmatch(language):
            settings.append(f"lang: {string(language)}")
        if (direction := element.get("dir", "")) in ("ltr", "rtl"):
            settings.append(f"dir: {direction}")
        return f"#text({', '.join(settings)})[{markup}];" if settings and markup else markup

    def heading(self, element: HtmlElement) -> str:
        level = int(element.tag[1]) + self.heading_shift
        # No level may be missing between a heading and the one above it.
        level = max(1, min(level, self._last_level + 1, DEEPEST_HEADING))
        self._in_heading += 1
        inner = self.children(element)
        self._in_heading -= 1
        if not inner.strip():
            return ""
        self._last_level = level
        return f"\n\n#heading(level: {level})[{inner}]\n\n"

    def below_heading(self, level: int) -> None:
        """Tell the level of the heading that this text follows."""
        self._last_level = level

    def link(self, element: HtmlElement) -> str:
        inner = self.children(element)
        address = element.get("href", "")
        leads_nowhere = not address or address.startswith("#")
        if leads_nowhere or element.get("class") == "missing-link" or not inner.strip():
            return inner
        address = urljoin(self.base_url, address)
        if address in self.chapters:
            return f"#link(<{self.chapters[address]}>)[{inner}];"
        if not address.startswith(LISTED_SCHEMES):
            return inner
        linked = f"#link({string(address)})[{inner}];"
        return linked + self.note_of_address(address, element.text_content())

    def note_of_address(self, address: str, text: str) -> str:
        """Return a note with the address, the first time and unless the text is the address."""
        readable = address.removeprefix("mailto:").removeprefix("tel:")
        says_it = text.strip().rstrip("/") in (readable.rstrip("/"), bare_address(readable))
        if says_it or self._in_heading or not self.links_are_noted or address in self._noted:
            return ""
        self._noted.add(address)
        if self._in_note:
            return shown(" (") + f"#address({string(readable)})" + shown(")")
        return f"#footnote[#address({string(readable)})];"

    def superscript(self, element: HtmlElement) -> str:
        if element.get("class") != "footnote-ref":
            return self.plain(element)
        name = (element.find("a").get("href") if element.find("a") is not None else "")[1:]
        note = self._notes.get(name)
        if note is None or self._in_note:
            return ""
        label = f"{self.prefix}-{name}"
        if name in self._written_notes:
            return f"#footnote(<{label}>);"
        self._written_notes.add(name)
        self._in_note += 1
        inner = self.children(note).strip()
        self._in_note -= 1
        return f"#footnote[{inner}]<{label}>"

    def items(self, element: HtmlElement) -> str:
        if self._depth > DEEPEST:
            return f"\n\n{self.children(element)}\n\n"
        items = [item for item in element if item.tag == "li"]
        texts = [f"[{self.children(item).strip()}]" for item in items]
        if element.tag == "ul":
            return f"\n\n#list({', '.join(texts)})\n\n" if items else ""
        numbers = [number_of(item.get("value")) for item in items]
        texts = [
            text if number is None else f"enum.item({number})[{text[1:-1]}]"
            for text, number in zip(texts, numbers, strict=True)
        ]
        start = number_of(element.get("start"))
        first = f"start: {start}, " if start is not None else ""
        backward = "reversed: true, " if element.get("reversed") is not None else ""
        return f"\n\n#enum({first}{backward}{', '.join(texts)})\n\n" if items else ""

    def figure(self, element: HtmlElement) -> str:
        caption = element.find("figcaption")
        words = self.children(caption).strip() if caption is not None else ""
        if caption is not None:
            caption.drop_tree()
        inner = self.children(element).strip()
        if not inner:
            return f"\n\n{words}\n\n"
        return f"\n\n#captioned[{inner}][{words}]\n\n"

    def image(self, element: HtmlElement) -> str:
        file, alt = self.images.get(element.get("src", "")), element.get("alt") or ""
        if file is None:
            return shown(f"[{alt or 'Image'}]")
        return f"#picture({string(file)}, {string(alt)});"

    def quotation(self, element: HtmlElement) -> str:
        return f"“{self.children(element).strip()}”"

    def code(self, element: HtmlElement) -> str:
        return f"#raw({string(element.text_content())});"

    def preformatted(self, element: HtmlElement) -> str:
        return f"\n\n#raw({string(element.text_content().strip(chr(10)))}, block: true)\n\n"

    def reading(self, element: HtmlElement) -> str:
        return f"{shown(' (')}{self.children(element)}{shown(')')}"

    def terms(self, element: HtmlElement) -> str:
        markup = ""
        for child in element.iter("dt", "dd"):
            inner = self.children(child).strip()
            markup += (
                f"\n\n#strong[{inner}];\n\n"
                if child.tag == "dt"
                else f"\n\n#pad(left: 1.5em)[{inner}]\n\n"
            )
        return markup

    def table(self, element: HtmlElement) -> str:
        """Return a table whose cells have their places, so that no spans can contradict."""
        caption = element.find("caption")
        above = f"\n\n#strong[{self.children(caption).strip()}];\n\n" if caption is not None else ""
        cells, columns, head = place_cells(element)
        if not columns:
            return above
        in_head, in_body = [], []
        for cell in cells:
            inner = self.children(cell.element).strip()
            if cell.element.tag == "th":
                inner = f"#strong[{inner}];" if inner else ""
            place = f"x: {cell.column}, y: {cell.row}"
            spans = f"colspan: {cell.columns}, rowspan: {cell.rows}"
            markup = f"table.cell({place}, {spans})[{inner}]"
            (in_head if cell.row < head else in_body).append(markup)
        header = f"table.header({', '.join(in_head)}), " if in_head else ""
        return f"{above}\n\n#tabular({columns}, {header}{', '.join(in_body)})\n\n"


def bare_address(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def number_of(value: str | None) -> int | None:
    """Return a list's number, or None if there is none that Typst can count from."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,6}", value) else None


WRITERS: dict[str, Callable[[Markup, HtmlElement], str]] = {
    "a": Markup.link,
    "br": lambda markup, element: "#linebreak();",
    "code": Markup.code,
    "dl": Markup.terms,
    "figure": Markup.figure,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Markup.heading),
    "hr": lambda markup, element: "\n\n#divider\n\n",
    "img": Markup.image,
    "kbd": Markup.code,
    "ol": Markup.items,
    "pre": Markup.preformatted,
    "q": Markup.quotation,
    "rt": Markup.reading,
    "rp": lambda markup, element: "",
    "samp": Markup.code,
    "sup": Markup.superscript,
    "table": Markup.table,
    "ul": Markup.items,
    "wbr": lambda markup, element: shown("\u200b"),
}
