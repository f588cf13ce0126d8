"""Turn a stored WordPress body into the HTML that WordPress would have shown.

WordPress stores what an author typed, and adds paragraphs when it shows a page: a blank line starts
a paragraph, and a single line end is a line break, except inside and around blocks. The HTML built
here is well-formed: every element is closed, and inline elements never contain blocks.
"""

import re
from dataclasses import dataclass, field

from imports.html.elements import (
    BLOCK,
    BLOCK_PARTS,
    HEADINGS,
    IMPLIED_END,
    INLINE,
    PAGE_PARTS,
    SHAPES,
    TIGHT,
    VISIBLE_WITHOUT_TEXT,
    VOID,
)
from imports.wordpress.closings import Closings

TOKEN = re.compile(
    r"""
    (?P<comment> <!\[CDATA\[ | \]\]> | <[!?][^<>]*> )
  | (?P<tag> <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:.-]*)
      (?P<attributes> (?: [\s/] (?: [^<>"'] | "[^"]*" | '[^']*' )*+ )? ) > )
  | (?P<bare_tag> <(?P<bare_slash>/?)(?P<bare_name>[A-Za-z][A-Za-z0-9]*)
      (?P<bare_attributes> \s[^<>]* )> )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# What ends only where it is closed, and whatever else could begin at the same place.
OPENING = re.compile(rf"<!--|<(?P<long>script|style)\b|(?:{TOKEN.pattern})", TOKEN.flags)
COMMENT_END = re.compile("-->")
ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
MORE = re.compile(r"<!--\s*more\b.*-->", re.DOTALL)
PAGE_BREAK = re.compile(r"<!--\s*nextpage\s*-->")
# Old editors nest the same element hundreds of times. That has no meaning.
MAXIMUM_NESTING = 40
BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n\s*")
TARGET = re.compile(r"""\bid=(?:"[^"<>]*"|'[^'<>]*'|[\w-]+)""")
BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
CODE_ALONE = re.compile(
    r"(?P<before>^|\n)[ \t]*<code>(?P<code>(?:(?!</?code|</?(?:p|div|pre|ul|li)\b).)*?)</code>"
    r"[ \t]*(?=\n|$)",
    re.DOTALL,
)


def build_paragraphs(body: str, *, keep_line_breaks: bool | None = None) -> str:
    """Return the HTML that WordPress shows for a stored body.

    Whether line ends are line breaks depends on the editor, unless it is known. Removes scripts,
    style sheets, and all comments but `<!--more-->`. Whatever looks like a tag but isn't one
    becomes text.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if keep_line_breaks is None:
        keep_line_breaks = "<!-- wp:" not in body
    builder = _Builder(keep_line_breaks=keep_line_breaks)
    # Several lines of code on their own are meant as a block, although WordPress disagrees.
    body = CODE_ALONE.sub(_make_code_block, body)
    closings = Closings(body)
    position = text_start = 0
    while found := OPENING.search(body, position):
        start, position = found.span()
        name = (found["long"] or "").lower()
        end = None
        if name or found[0] == "<!--":
            end = closings.find(ENDS[name] if name else COMMENT_END, position)
        # Without an end, it may be a tag or another kind of comment.
        token = None if end else TOKEN.match(body, start)
        if known := end or token:
            builder.add_text(body[text_start:start])
            text_start = position = known.end()
        if token:
            builder.add_token(token)
        elif end and not name:
            builder.add_comment(body[start:position])
    builder.add_text(body[text_start:])
    return builder.finish()


def _make_code_block(found: re.Match) -> str:
    if "\n" not in found["code"]:
        return found[0]
    return f"{found['before']}\n<pre><code>{found['code']}</code></pre>\n"


@dataclass
class _Container:
    name: str
    has_paragraphs: bool = False


@dataclass
class _OpenTag:
    name: str
    text: str
    depth: int


def shows_nothing(tag: _OpenTag, piece: str) -> bool:
    """Whether a paragraph's last piece is the start of this element, which has nothing yet."""
    is_target = tag.name == "a" and re.search(r"\s(?:name|id)\s*=", tag.text)
    return piece == tag.text and tag.name not in VISIBLE_WITHOUT_TEXT and not is_target


@dataclass
class _Builder:
    keep_line_breaks: bool
    html: list[str] = field(default_factory=list)
    containers: list[_Container] = field(default_factory=lambda: [_Container("")])
    open_tags: list[_OpenTag] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    has_content: bool = False
    in_paragraph_element: bool = False

    @property
    def container(self) -> _Container:
        return self.containers[-1]

    @property
    def is_preformatted(self) -> bool:
        return any(container.name in {"pre", "textarea"} for container in self.containers)

    def add_text(self, text: str) -> None:
        if not text:
            return
        # References such as &amp; are HTML already. Only angle brackets need escaping.
        text = text.replace("<", "&lt;").replace(">", "&gt;")
        if self.is_preformatted:
            self.html.append(text)
            return
        if not self.keep_line_breaks and self.in_paragraph_element:
            self._add_words(" ".join(re.split(r"[ \t\n]+", text)))
            return
        first, *others = BLANK_LINE.split(text)
        self._add_lines(first)
        for other in others:
            if self.container.name in HEADINGS:
                self._add_words(" ")
            else:
                self._end_paragraph(is_explicit=True)
            self._add_lines(other)

    def add_comment(self, comment: str) -> None:
        if MORE.match(comment):
            self._add_more()
        elif PAGE_BREAK.match(comment):
            self._end_paragraph(is_explicit=True)

    def add_token(self, token: re.Match) -> None:
        if token["comment"]:
            return
        name = (token["name"] or token["bare_name"]).lower()
        closes = bool(token["slash"] or token["bare_slash"])
        attributes = (token["attributes"] or token["bare_attributes"] or "").rstrip("/ \n\t")
        # In an address, "&section" is not the reference "&sect".
        attributes = BARE_AMPERSAND.sub("&amp;", attributes)
        if name in INLINE:
            self._add_inline(name, closes, attributes)
        elif name == "p":
            self._end_paragraph(is_explicit=True)
            self.in_paragraph_element = not closes
            if target := TARGET.search(attributes):
                self._add_inline_text(f"<a {target[0]}></a>")
        elif name in BLOCK or name in BLOCK_PARTS:
            self._add_block(name, closes, attributes)
        elif name not in SHAPES and ":" not in name and "-" not in name and name not in PAGE_PARTS:
            self.add_text(token[0])

    def finish(self) -> str:
        self._end_paragraph()
        while len(self.containers) > 1:
            self._close_container()
        return "".join(self.html)

    def _add_lines(self, text: str) -> None:
        if not self.keep_line_breaks:
            self._add_words(re.sub(r"\s+", " ", text))
            return
        first, *others = text.split("\n")
        self._add_words(first.rstrip(" \t") if others else first)
        for other in others:
            self._add_line_break(is_explicit=False)
            self._add_words(other.lstrip(" \t"))

    def _add_words(self, text: str) -> None:
        if not text:
            return
        self._begin_paragraph()
        has_wide_gaps = "  " in text or "\t" in text
        self.paragraph.append(re.sub(r"[ \t]+", " ", text) if has_wide_gaps else text)
        # A non-breaking space alone was only used for spacing.
        self.has_content = self.has_content or bool(text.replace("&nbsp;", "").strip())

    def _add_line_break(self, *, is_explicit: bool) -> None:
        if not self.has_content:
            return
        if self._ends_with_line_break():
            if is_explicit and self.container.name not in HEADINGS:
                self._end_paragraph(is_explicit=True)
            return
        self.paragraph.append("<br>\n")

    def _ends_with_line_break(self) -> bool:
        for piece in reversed(self.paragraph):
            if piece.strip():
                return piece == "<br>\n"
        return False

    def _add_inline(self, name: str, closes: bool, attributes: str) -> None:
        if name == "br":
            if self.is_preformatted:
                self.html.append("\n")
            else:
                self._add_line_break(is_explicit=True)
            return
        if name in VOID:
            self._add_inline_text(f"<{name}{attributes}>")
            self.has_content = self.has_content or name in VISIBLE_WITHOUT_TEXT
        elif closes:
            self._close_inline(name)
        else:
            if name == "a":
                self._close_inline("a")
            text = f"<{name}{attributes}>"
            if len(self.open_tags) >= MAXIMUM_NESTING:
                return
            self._add_inline_text(text)
            self.open_tags.append(_OpenTag(name, text, len(self.containers)))
            is_target = name == "a" and re.search(r"\s(?:name|id)\s*=", attributes)
            if name in VISIBLE_WITHOUT_TEXT or is_target:
                self.has_content = True

    def _add_more(self) -> None:
        # Within text it stays in place; before text, it goes on its own line.
        if self.has_content:
            self.paragraph.append("<!--more-->")
        else:
            self.html.append("<!--more-->\n")

    def _add_inline_text(self, text: str) -> None:
        if self.is_preformatted:
            self.html.append(text)
        else:
            self._begin_paragraph()
            self.paragraph.append(text)

    def _close_inline(self, name: str) -> None:
        if name not in {tag.name for tag in self.open_tags}:
            return
        above = []
        while self.open_tags[-1].name != name:
            above.append(self.open_tags.pop())
        closed = self.open_tags.pop()
        if self.paragraph or self.is_preformatted:
            ends = "".join(f"</{tag.name}>" for tag in [*above, closed])
            self._add_inline_text(ends + "".join(tag.text for tag in reversed(above)))
        self.open_tags += reversed(above)

    def _begin_paragraph(self) -> None:
        if not self.paragraph:
            self.paragraph = [tag.text for tag in self.open_tags] or [""]

    def _end_paragraph(self, *, is_explicit: bool = False) -> None:
        pieces, has_content = self.paragraph, self.has_content
        self.paragraph, self.has_content = [], False
        if self.container.name == "":
            is_explicit = True
        if not has_content:
            return
        ends_with_more = False
        while pieces and (pieces[-1] in {"<br>\n", "<!--more-->"} or not pieces[-1].strip()):
            ends_with_more = pieces.pop() == "<!--more-->" or ends_with_more
        open_tags = list(self.open_tags)
        while pieces and open_tags and shows_nothing(open_tags[-1], pieces[-1]):
            # It opened for the block that follows.
            pieces.pop()
            open_tags.pop()
        text = "".join(pieces).strip()
        text += "".join(f"</{tag.name}>" for tag in reversed(open_tags))
        container = self.container
        is_tight = container.name in HEADINGS or (
            container.name in TIGHT and not is_explicit and not container.has_paragraphs
        )
        container.has_paragraphs = container.has_paragraphs or not is_tight
        self.html.append(text if is_tight else f"<p>{text}</p>\n")
        if ends_with_more:
            self.html.append("<!--more-->\n")

    def _add_block(self, name: str, closes: bool, attributes: str) -> None:
        self._end_paragraph()
        self.in_paragraph_element = False
        if name in VOID:
            self.html.append(f"<{name}{attributes}>\n")
        elif closes:
            if name in {container.name for container in self.containers}:
                while self.container.name != name:
                    self._close_container()
                self._close_container()
        else:
            self._close_implied(name)
            if len(self.containers) > MAXIMUM_NESTING:
                return
            self.html.append(f"<{name}{attributes}>")
            self.containers.append(_Container(name))
            if name in {"pre", "textarea"}:
                self.html += [tag.text for tag in self.open_tags]

    def _close_implied(self, name: str) -> None:
        ended, boundaries = IMPLIED_END.get(name, (set(), set()))
        names = [container.name for container in self.containers]
        for depth in range(len(names) - 1, 0, -1):
            if names[depth] in boundaries:
                return
            if names[depth] in ended:
                while len(self.containers) > depth:
                    self._close_container()
                return

    def _close_container(self) -> None:
        self._end_paragraph()
        depth = len(self.containers)
        container = self.containers[-1]
        if container.name in {"pre", "textarea"}:
            self.html.append("".join(f"</{tag.name}>" for tag in reversed(self.open_tags)))
        # Inline elements that were opened in here and never closed end here.
        self.open_tags = [tag for tag in self.open_tags if tag.depth < depth]
        self.containers.pop()
        self.html.append(f"</{container.name}>\n")
