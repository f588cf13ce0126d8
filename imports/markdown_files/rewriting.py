"""Change the links in a Markdown text to where they lead here, and leave everything else alone."""

import re
from collections.abc import Iterator
from functools import partial

from content.markdown.headings import section_id
from imports.folders.links import key_of
from imports.folders.pages import FolderPage, Links
from imports.html.escaping import escape_words, write_address
from imports.markdown_files.attributes import write_ids
from imports.markdown_files.unseen import remove_unseen
from imports.values import shorten

FENCE = re.compile(r"^ {0,3}(?:> ?)*(`{3,}|~{3,})")
TOKEN = re.compile(
    r"""
    (?P<code>(?<!`)(?P<ticks>`{1,8})(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`))
    |\\.
    |(?P<comment><!--)
    |(?P<embed>!?)\[\[(?P<wiki>[^\[\]\n]{1,500})\]\]
    |(?P<inline>\]\(\s?)(?P<address><[^<>\n]{1,1000}>|[^\s()<>]{1,1000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200}){0,5})
    |(?P<attribute>\b(?:href|src)\s?=\s?)(?P<quoted>"[^"\n]{1,1000}"|'[^'\n]{1,1000}')
    |(?P<template>\{[{%][<%]?[^{}\n]{1,300}[%>]?[%}]\})
    """,
    re.VERBOSE,
)
DEFINITION = re.compile(r"^( {0,3}\[[^\]\n]{1,500}\]:\s?)(<[^<>\n]+>|\S+)")
ALT = re.compile(r"!\[([^\[\]\n]{0,500})$")
PICTURE = re.compile(
    r"(?:!\[(?P<alt>[^\[\]\n]{0,500})\]\(\s?<?)?(?P<data>data:image/[\w.+-]{1,40};base64,[\w+/=]+)",
    re.IGNORECASE,
)
# Jekyll's and Hugo's ways to link to a page or a file.
REFERENCES = (
    re.compile(r"""\{%-?\s*(?:link|post_url)\s+["']?(?P<name>[^\s"'%]+)["']?\s*-?%\}"""),
    re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["']?(?P<name>[^\s"'<>%]+)["']?\s*[%>]\}\}"""),
    re.compile(r"\{\{-?\s*(?:site\.(?:baseurl|url)|\.Site\.BaseURL)\s*-?\}\}/?(?P<name>)"),
)
IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
EXTENSION = re.compile(r"\.\w{2,5}$")
TEMPLATES = "Program code of the old site’s templates was kept as text"
EMBEDS = "Texts that were shown within this one became links"
ATTRIBUTES = "Attributes for the old site’s layout were removed"
UNSEEN = "Left out, because readers of the old site didn’t see it"
MAX_QUOTED = 80
SAFE_TITLE = re.compile(r"[^\[\]|#\n]{1,200}")


class LinkRewriter:
    """Rewrites one text. `problems` tell what an editor should know."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.problems: dict[str, dict[str, None]] = {}

    def rewrite(self, text: str) -> str:
        text, unseen = remove_unseen(text)
        for words in unseen:
            self.problem(UNSEEN, f"“{shorten(words, MAX_QUOTED)}”")
        return "".join(
            piece if is_code else self.rewrite_words(piece) for piece, is_code in split_code(text)
        )

    def rewrite_words(self, text: str) -> str:
        text = write_ids(text, partial(self.problem, ATTRIBUTES))
        text = PICTURE.sub(self.write_picture, text)
        for pattern in REFERENCES:
            text = pattern.sub(self.write_reference, text)
        lines = [self.rewrite_definition(line) for line in text.split("\n")]
        text = "\n".join(lines)
        pieces, position = [], 0
        while found := TOKEN.search(text, position):
            pieces.append(text[position : found.start()])
            position = found.end()
            if found["comment"]:
                # What is in a comment stays as it is. One that never ends isn't a comment.
                end = text.find("-->", position)
                position = end + 3 if end >= 0 else len(text)
                pieces.append(text[found.start() : position])
            else:
                pieces.append(self.write(found, text))
        return "".join([*pieces, text[position:]])

    def write_picture(self, found: re.Match) -> str:
        stored = self.links.store_picture(found["data"], alt=found["alt"] or "")
        return found[0].removesuffix(found["data"]) + (stored or "data:")

    def write_reference(self, found: re.Match) -> str:
        name = found["name"]
        if not name:
            return "/"
        if ("%" in found[0][:3] and "post_url" in found[0]) or "/" not in name:
            page = self.links.find_page(name)
            return page.address if page else found[0]
        address = self.links.resolve(f"/{name.lstrip('/')}")
        return address if address != f"/{name.lstrip('/')}" else found[0]

    def rewrite_definition(self, line: str) -> str:
        found = DEFINITION.match(line)
        if found is None or found[1].lstrip().startswith("[^"):
            return line
        return f"{found[1]}{self.new_address(found[2])}{line[found.end() :]}"

    def write(self, found: re.Match, text: str) -> str:
        if found["wiki"]:
            return self.write_wiki_link(found["wiki"], is_embed=bool(found["embed"]))
        if found["inline"]:
            before = ALT.search(text, max(0, found.start() - 510), found.start())
            alt = before[1] if before else ""
            return found["inline"] + self.new_address(found["address"], alt=alt)
        if found["attribute"]:
            mark = found["quoted"][0]
            new = self.links.resolve(found["quoted"][1:-1])
            return f"{found['attribute']}{mark}{new}{mark}"
        if found["template"]:
            self.problem(TEMPLATES, found["template"][:60])
        return found[0]

    def new_address(self, written: str, *, alt: str = "") -> str:
        address = written[1:-1] if written.startswith("<") else written
        new = self.links.resolve(address, alt=alt)
        return written if new == address else write_address(new)

    def write_wiki_link(self, inside: str, *, is_embed: bool) -> str:
        """Write [[page]], [[page|words]], or [[words|page]], which GitHub's wikis have."""
        inside = inside.replace("\\|", "|")
        name, pipe, words = inside.partition("|")
        if is_embed or EXTENSION.search(name.partition("#")[0].strip()):
            written = self.write_file(name.strip(), words.strip(), is_embed=is_embed)
            if written:
                return written
        page = (
            self.links.find_page(name.partition("#")[0]) if name.partition("#")[0].strip() else None
        )
        if page is None and pipe and (other := self.links.find_page(words.partition("#")[0])):
            page, name, words = other, words, name
        if is_embed and page is not None:
            self.problem(EMBEDS, page.title)
        title, _, section = name.partition("#")
        section = section.rpartition("#")[2].strip().lstrip("^")
        if page is None:
            if title.strip():
                self.links.note_missing(f"[[{inside}]]")
            return found_nothing(inside, title, section, words)
        return self.write_page_link(page, section, words.strip() or title.strip())

    def write_page_link(self, page: FolderPage, section: str, words: str) -> str:
        if SAFE_TITLE.fullmatch(page.title) and self.links.is_unique(page.title):
            target = f"{page.title}#{section}" if section else page.title
            words = words.rpartition("/")[2] if words.count("/") else words
            if key_of(words) == key_of(page.title):
                words = target if not section else page.title
            return f"[[{target}]]" if words == target else f"[[{target}|{words}]]"
        address = page.address + (f"#{section_id(section)}" if section else "")
        return f"[{escape_words(words)}]({write_address(address)})"

    def write_file(self, name: str, words: str, *, is_embed: bool) -> str:
        """Write ![[image.png|300]] and [[report.pdf]], or nothing if there is no such file."""
        if self.links.find_page(name.partition("#")[0]) is not None:
            return ""
        alt = "" if re.fullmatch(r"[\dx]*", words) else words
        new = self.links.resolve(name, alt=alt, by_name=True)
        if new == name:
            return ""
        if is_embed and IMAGE.search(name):
            return f"![{escape_words(alt)}]({write_address(new)})"
        shown = alt or name.rpartition("/")[2]
        return f"[{escape_words(shown)}]({write_address(new)})"

    def problem(self, heading: str, example: str) -> None:
        self.problems.setdefault(heading, {})[example] = None

    def sentences(self) -> list[str]:
        return [
            f"{heading}: {', '.join(list(names)[:10])}." for heading, names in self.problems.items()
        ]


def found_nothing(inside: str, title: str, section: str, words: str) -> str:
    """Return a link to a page that isn't there, or to a section of this one."""
    if not title.strip() and section:
        return f"[[#{section}|{words}]]" if words else f"[[#{section}]]"
    return f"[[{inside}]]"


def split_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, and whether each is a fenced block of code."""
    piece: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        found = FENCE.match(line)
        if fence:
            piece.append(line)
            if found and found[1].startswith(fence) and not line[found.end() :].strip():
                yield "".join(piece), True
                piece, fence = [], ""
        elif found:
            yield "".join(piece), False
            piece, fence = [line], found[1]
        else:
            piece.append(line)
    yield "".join(piece), bool(fence)
