"""Balance a page's markup before it is parsed.

The wikitext parser backtracks wherever markup opens and never closes, which takes minutes for a
broken or hostile page. So a single pass pairs all markup first. Unpaired markup becomes plain text:
placeholders hide it from the parser.
"""

import re
from dataclasses import dataclass, field
from html import escape

from content.exceptions import AppError
from imports.mediawiki.elements import (
    BLOCK,
    EMPTY,
    GALLERY,
    IMPLIED_END,
    INLINE,
    KEPT_ATTRIBUTES,
    PARENTS,
)
from imports.mediawiki.placeholders import PLACEHOLDERS, TO_PLACEHOLDERS
from imports.mediawiki.stripping import NOTHING, PARAGRAPH, read_attributes

MAX_TOKENS = 20_000
MAX_DEPTH = 12
MAX_LIST_DEPTH = 8
# How many open elements to search for the one that closes.
MAX_LOOKBACK = 200
SCHEME = r"(?:(?:https?|ftps?|sftp|ircs?|gopher|telnet|nntp|worldwind|svn|git):)?//"
TOKEN = re.compile(
    rf"""
    </?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:[\s/][^<>]*)?)>
    |<
    |(?P<braces>\{{{{2,}}|\}}{{2,}})
    |\[\[|\]\]
    |\[(?P<link>(?=(?:{SCHEME}|mailto:|tel:|news:)\S))?
    |\]
    |^(?P<table>[ \t:]*\{{\|(?!\}}))[^\n{{<\[]*
    |^(?P<table_end>[ \t]*\|\}}(?!\}}))
    |^(?P<row>[ \t]*\|-+)[^\n{{<\[]*
    |^=+
    |^(?P<list>[*\#:;]{{2,}})
    |\||\n
    """,
    re.VERBOSE | re.MULTILINE,
)
NO_NAME = re.compile(r"[\n{}\[\]<>]")
# What follows the colon of these is an argument, which may have markup.
FUNCTION = re.compile(
    r"\s*(?:formatnum|lc|uc|lcfirst|ucfirst|#formatdate|#dateformat|#if)\s*:", re.IGNORECASE
)
NAMELESS = "A template or link whose name contains markup was kept as typed"
UNCLOSED = "Markup that is never closed was kept as typed"
LOST_TAG = "An unpaired HTML tag was removed"
OPEN_TABLE = "An unclosed table was closed at the end of the page"
TOO_DEEP = f"Markup nested more than {MAX_DEPTH} levels deep was kept as typed"
TOO_DEEP_LIST = f"Lists nested more than {MAX_LIST_DEPTH} levels deep were flattened"


class TooMuchMarkup(AppError):
    message = "This page has more markup than can be converted."


@dataclass(slots=True)
class Opening:
    kind: str  # "{{", "{{{", "[[", "[", "{|" or "<"
    index: int  # in the pieces
    name: str = ""
    is_live: bool = True  # whether the parser sees it
    pipes: list[int] = field(default_factory=list)  # their indexes in the pieces


@dataclass(slots=True)
class MarkupBalancer:
    pieces: list[str] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)
    live: int = 0

    def balance(self, text: str) -> str:
        """Raises TooMuchMarkup."""
        parts = sum(text.count(mark) for mark in ("\n|", "\n!", "||", "!!"))
        position = 0
        for found in TOKEN.finditer(text):
            self.pieces.append(text[position : found.start()])
            position = found.end()
            parts += found[0] not in "\n|"
            if parts > MAX_TOKENS:
                raise TooMuchMarkup
            self.add(found, text)
        self.pieces.append(text[position:])
        self.close_all()
        return "".join(self.pieces)

    def add(self, found: re.Match, text: str) -> None:
        token = found[0]
        if token == "\n":
            self.end_line(is_blank=text.startswith("\n", found.end()))
        elif token == "|":
            self.add_pipe()
        elif found["name"]:
            self.add_tag(found)
        elif found["braces"]:
            self.add_braces(token)
        elif token == "[[" or found["link"] is not None:
            self.open(token, token)
        elif token == "]]":
            self.add_brackets()
        elif token == "]":
            self.close("[", token, across={"<"})
        elif found["table"]:
            self.open("{|", "{|")
        elif found["table_end"]:
            self.close("{|", "|}", across={"<", "[", "[[", "{{", "{{{"})
        elif found["row"]:
            self.pieces.append("|-")
        elif found["list"]:
            self.add_list(token)
        else:
            self.pieces.append(token.translate(TO_PLACEHOLDERS))

    def open(self, kind: str, piece: str, name: str = "") -> None:
        opening = Opening(kind, len(self.pieces), name)
        self.openings.append(opening)
        self.pieces.append(piece)
        if self.live < MAX_DEPTH:
            self.live += 1
        else:
            self.problems[TOO_DEEP] = None
            self.make_plain(opening)

    def close(self, kind: str, piece: str, *, across: set[str], name: str = "") -> None:
        """Close the last opening of a kind. Anything opened after it becomes plain text."""
        opening = self.find(kind, name, across)
        if opening is None:
            self.pieces.append(NOTHING if kind == "<" else piece.translate(TO_PLACEHOLDERS))
            if kind != "[":
                self.problems[LOST_TAG if kind == "<" else UNCLOSED] = None
            return
        while self.openings[-1] is not opening:
            self.end_unclosed(self.openings.pop(), ends=kind == "<")
        self.openings.pop()
        is_named = kind not in {"{{", "[["} or self.has_name(opening.index)
        if opening.is_live and not is_named and not self.is_function(kind, opening.index):
            self.problems[NAMELESS] = None
            self.make_plain(opening)
            for index in opening.pipes:
                self.pieces[index] = PLACEHOLDERS["|"]
        elif opening.is_live:
            self.live -= 1
        if not opening.is_live:
            piece = NOTHING if kind == "<" else piece.translate(TO_PLACEHOLDERS)
        self.pieces.append(piece)

    def find(self, kind: str, name: str, across: set[str]) -> Opening | None:
        for opening in reversed(self.openings[-MAX_LOOKBACK:]):
            if (opening.kind, opening.name) == (kind, name):
                return opening
            if opening.kind not in across:
                return None
        return None

    def has_name(self, index: int) -> bool:
        """Whether a template or link starts with a name: one line without markup."""
        name = ""
        for piece in self.pieces[index + 1 : index + 20]:
            before, pipe, _ = piece.partition("|")
            name += before
            if pipe or len(name) > 500:
                break
        name = name.strip()
        return bool(name) and not NO_NAME.search(name)

    def is_function(self, kind: str, index: int) -> bool:
        after = "".join(self.pieces[index + 1 : index + 5])
        return kind == "{{" and bool(FUNCTION.match(after))

    def make_plain(self, opening: Opening) -> None:
        """Turn an opening into plain text. Remove it if it is a tag."""
        if opening.is_live:
            self.live -= 1
        opening.is_live = False
        piece = self.pieces[opening.index]
        self.pieces[opening.index] = (
            NOTHING if opening.kind == "<" else piece.translate(TO_PLACEHOLDERS)
        )

    def end_unclosed(self, opening: Opening, *, ends: bool = False) -> None:
        """Turn an unclosed opening into plain text, or close it if its end tag is optional."""
        if ends and opening.name in IMPLIED_END:
            if opening.is_live:
                self.live -= 1
                self.pieces.append(f"</{opening.name}>")
            return
        self.make_plain(opening)
        if opening.kind != "[":
            self.problems[LOST_TAG if opening.kind == "<" else UNCLOSED] = None

    def is_inside(self, names: set[str]) -> bool:
        nearest = next(
            (o for o in reversed(self.openings[-MAX_LOOKBACK:]) if o.name in BLOCK), None
        )
        return nearest is not None and nearest.name in names

    def end_line(self, *, is_blank: bool) -> None:
        # An external link can't span lines. A wiki link can't span paragraphs.
        kinds = {"[", "[["} if is_blank else {"["}
        for opening in [o for o in self.openings[-MAX_LOOKBACK:] if o.kind in kinds]:
            self.end_unclosed(opening)
            self.openings.remove(opening)
        self.pieces.append("\n")

    def close_all(self) -> None:
        while self.openings:
            opening = self.openings.pop()
            if opening.kind == "{|" and opening.is_live:
                self.live -= 1
                self.problems[OPEN_TABLE] = None
                self.pieces.append("\n|}\n")
            else:
                self.end_unclosed(opening)

    def add_brackets(self) -> None:
        is_page = self.find("[[", "", {"<", "["}) is not None
        if not is_page and self.find("[", "", {"<"}) is not None:
            self.close("[", "]", across={"<"})
            self.pieces.append(PLACEHOLDERS["]"])
        else:
            self.close("[[", "]]", across={"<", "["})

    def add_braces(self, token: str) -> None:
        """Pair braces: two around a template, three around a parameter."""
        count = len(token)
        if token[0] == "{":
            sizes = [2] * ((count - 3) // 2) + [3] if count % 2 else [2] * (count // 2)
            for size in sizes:
                self.open("{" * size, "{" * size)
            return
        while count >= 2:
            nearest = (
                o for o in reversed(self.openings[-MAX_LOOKBACK:]) if o.kind in {"{{", "{{{"}
            )
            last = next(nearest, None)
            size = 2
            if last is not None and last.kind == "{{{":
                if count >= 3:
                    size = 3
                else:
                    # Only two of the three braces are closed.
                    last.kind = "{{"
                    if last.is_live:
                        self.pieces[last.index] = f"{PLACEHOLDERS['{']}{{{{"
            self.close("{" * size, "}" * size, across={"<", "[", "[[", "{|"})
            count -= size
        self.pieces.append(("}" * count).translate(TO_PLACEHOLDERS))

    def add_pipe(self) -> None:
        """Keep a pipe as a separator, unless the markup around it became plain text."""
        enclosing = (o for o in reversed(self.openings[-MAX_LOOKBACK:]) if o.kind not in {"<", "["})
        parent = next(enclosing, None)
        if parent is not None:
            parent.pipes.append(len(self.pieces))
        is_plain = parent is not None and not parent.is_live
        self.pieces.append(PLACEHOLDERS["|"] if is_plain else "|")

    def add_list(self, token: str) -> None:
        if len(token) > MAX_LIST_DEPTH:
            self.problems[TOO_DEEP_LIST] = None
            token = token[:MAX_LIST_DEPTH] + NOTHING
        self.pieces.append(token)

    def add_tag(self, found: re.Match) -> None:
        name, attributes = found["name"].lower(), found["attributes"]
        name = GALLERY if name == "gallery" else name
        is_end = found[0].startswith("</")
        is_whole = attributes.endswith("/")
        if name == "p":
            self.pieces.append(PARAGRAPH)
        elif name in EMPTY or (name == "references" and is_whole):
            self.pieces.append(f"<{name} />")
        elif name not in INLINE | BLOCK:
            self.pieces.append(found[0].translate(TO_PLACEHOLDERS))
        elif is_end:
            self.close("<", f"</{name}>", across={"<", "["}, name=name)
        else:
            self.open_tag(name, attributes, is_whole=is_whole)

    def open_tag(self, name: str, attributes: str, *, is_whole: bool) -> None:
        while self.openings and self.openings[-1].name in IMPLIED_END.get(name, ()):
            self.end_unclosed(self.openings.pop(), ends=True)
        if name in PARENTS and not self.is_inside(PARENTS[name]):
            self.pieces.append(PARAGRAPH)
            self.problems[LOST_TAG] = None
            return
        written = "".join(
            f' {key}="{escape(value.translate(TO_PLACEHOLDERS))}"'
            for key, value in read_attributes(attributes).items()
            if key in KEPT_ATTRIBUTES
        )
        if not is_whole:
            self.open("<", f"<{name}{written}>", name)
        elif name == "ref":
            self.pieces.append(f"<ref{written} />")
        else:
            self.pieces.append(NOTHING)
