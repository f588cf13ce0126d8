"""Keep code in a stored body literally.

Highlighting plug-ins show what is between their tags as typed. Here, every form of code becomes
`<pre><code>` or `<code>` with its content escaped, so that no later step takes any of it for
markup, shortcodes, or comments.
"""

import re
from html import escape, unescape

from imports.html.languages import NAMES, find_language, name_language

# SyntaxHighlighter, CodeColorer, Crayon, and others.
SHORTCODES = {
    "cc", "cci", "ccn", "code", "codebox", "codeblock", "crayon", "geshi", "highlight", "pre",
    "prism", "source", "sourcecode", "syntax",
}  # fmt: skip
PLAIN = {"plain", "text"}
OPENING = re.compile(
    rf"""
    (?P<escaped>\[)?\[(?P<shortcode>{"|".join(sorted(SHORTCODES | NAMES | PLAIN))})
        (?P<shortcode_attributes>[\s=:][^\[\]]*)?\]
    | <(?P<tag>pre|code)\b(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*+)>
    | <\?(?:php\b|=)
    | <script\b[^<>]*\bsrc=["'](?P<gist>https?://gist\.github\.com/[\w/.-]+?)(?:\.js)?[?"'][^<>]*>
        \s*</script\s*>(?:\s*<noscript>[^<]*<a\b[^<>]*>[^<]*</a>[^<]*</noscript>)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][\w:-]*)(?P<attributes>[^<>]*)>")
NOT_A_TAG = re.compile(r"<[!?]")
INNER_CODE = re.compile(r"\s*<code\b([^<>]*)>(.*)</code\s*>\s*", re.DOTALL | re.IGNORECASE)
INNER_BLOCK = re.compile(r"\s*<pre\b([^<>]*)>(.*)</pre\s*>\s*", re.DOTALL | re.IGNORECASE)
# Markup that people use in <pre> and <code>, instead of writing about it.
FORMATTING = {
    "a", "abbr", "acronym", "b", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var",
}  # fmt: skip
# What a highlighting plug-in writes itself.
HIGHLIGHTING = {"br", "code", "mark", "span"}
STRUCTURE = {"blockquote", "dd", "div", "dt", "li", "ol", "p", "td", "th", "tr", "ul"}
VOID = {"br", "hr", "img"}
PARAGRAPH_END = re.compile(r"\s*</p>\s*(?:<!--.*?-->\s*)*(?:<p\b[^<>]*>)?|<br\s*/?>\n?", re.DOTALL)
PARAGRAPH_TAG = re.compile(r"</?p\b[^<>]*>|<!--\s*/?wp:.*?-->", re.DOTALL)


def keep_code(body: str) -> str:
    """Return the body with its code escaped and marked with its language."""
    pieces: list[str] = []
    position = 0
    endings = Endings(body)
    while found := OPENING.search(body, position):
        pieces.append(body[position : found.start()])
        position = found.end()
        if found["gist"]:
            pieces.append(f"\n\n{found['gist']}\n\n")
        elif found["tag"] or found["shortcode"]:
            name = found["tag"] or found["shortcode"]
            end = endings.find(f"</{name}" if found["tag"] else f"[/{name}]", position)
            if end is None:
                pieces.append(found[0])
                continue
            inner, position = body[position : end[0]], end[1]
            if found["tag"]:
                pieces.append(keep_element(found, inner, body[end[0] : end[1]]))
            elif name.lower() == "highlight" and not is_code(found, inner):
                pieces.append(found[0])
                position = found.end()
            elif found["escaped"]:
                # Written so that it isn't taken for a shortcode again.
                pieces.append("&#91;" + escape(found[0][2:] + inner, quote=False))
                pieces.append(f"&#91;/{name}]")
                position += body.startswith("]", position)
            else:
                pieces.append(keep_shortcode(body, found, inner, position))
        else:
            end = endings.find("?>", position) or (len(body), len(body))
            pieces.append(write_code(body[found.start() : end[1]], "php"))
            position = end[1]
    pieces.append(body[position:])
    return "".join(pieces)


class Endings:
    """Finds where an element ends, without searching in vain more than once."""

    def __init__(self, body: str) -> None:
        self.body = body.lower()
        self.last: dict[str, int] = {}

    def find(self, closing: str, start: int) -> tuple[int, int] | None:
        closing = closing.lower()
        if self.last.setdefault(closing, self.body.rfind(closing)) < start:
            return None
        at = self.body.find(closing, start)
        end = self.body.find(">", at) + 1 if closing.startswith("</") else at + len(closing)
        return (at, end) if end else None


def keep_shortcode(body: str, found: re.Match, inner: str, end: int) -> str:
    attributes = found["shortcode_attributes"] or ""
    name = found["shortcode"].lower()
    language = find_language(f" {attributes.strip()}")
    if not language and name in NAMES:
        language = name_language(name)
    if not language and (value := re.fullmatch(r"[=:\s]\s*[\"']?([\w+#-]+)[\"']?\s*", attributes)):
        language = name_language(value[1])
    if re.match(r"\s*(?:</p>|<br)", inner):
        # The editor made paragraphs of the lines.
        inner = PARAGRAPH_TAG.sub("", PARAGRAPH_END.sub("\n", inner))
    text = inner if TAG.search(inner) or NOT_A_TAG.search(inner) else unescape(inner)
    text = text.replace("\xa0", " ")
    before = body[body.rfind("\n", 0, found.start()) + 1 : found.start()]
    line_end = body.find("\n", end)
    after = body[end : line_end if line_end >= 0 else len(body)]
    stands_in_line = re.search(r"[^<>\s]\s*$", before) or re.match(r"\s*[^<>\s]", after)
    is_inline = stands_in_line and "\n" not in text and not attributes
    return f"<code>{escape(text)}</code>" if is_inline else write_block(text, language)


def is_code(found: re.Match, inner: str) -> bool:
    """Whether [highlight] has code: themes also mark words with it, as with a pen."""
    return "\n" in inner or bool(find_language(f" {(found['shortcode_attributes'] or '').strip()}"))


def keep_element(found: re.Match, inner: str, closing: str) -> str:
    """Return a <pre> or <code> with its content escaped if it is meant literally."""
    name, attributes = found["tag"].lower(), found["attributes"]
    if name == "code" and (block := INNER_BLOCK.fullmatch(inner)):
        name, attributes, inner, closing = "pre", f"{attributes} {block[1]}", block[2], "</pre>"
    hints = attributes
    if name == "pre" and (code := INNER_CODE.fullmatch(inner)):
        hints, content = f"{hints} {code[1]}", code[2]
    else:
        content = inner
    language = find_language(hints)
    if not is_literal(content, has_language=bool(language), is_block=name == "pre"):
        if name == "pre" and language:
            return f'<pre class="language-{escape(language)}">{inner}</pre>'
        return f"<{name}{attributes}>{inner}{closing}"
    if name == "pre":
        return write_block(content, language)
    return write_code(content, language)


def is_literal(text: str, *, has_language: bool, is_block: bool) -> bool:
    """Whether tags in code are what the author writes about, and not markup of the code."""
    if NOT_A_TAG.search(text):
        return True
    formatting = HIGHLIGHTING if has_language else FORMATTING
    open_tags: list[str] = []
    is_balanced = True
    names = set()
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        names.add(name)
        if name in VOID or tag["attributes"].endswith("/"):
            continue
        if not tag["closes"]:
            open_tags.append(name)
        elif open_tags and open_tags[-1] == name:
            open_tags.pop()
        else:
            is_balanced = False
    if not names:
        return False
    is_balanced = is_balanced and not open_tags
    if names <= formatting:
        return not is_balanced and "\n" not in text and not is_block
    if not is_block:
        # An element that was never closed, or was closed in the wrong place, isn't code.
        return "code" not in names and (is_balanced or not names & STRUCTURE or "\n" not in text)
    # Lines that an editor wrapped in elements aren't code either.
    return has_language or "\n" in text or not names <= formatting | {"div", "p"}


def write_code(text: str, language: str = "") -> str:
    if "\n" in text:
        return write_block(text, language)
    return f"<code>{escape(text)}</code>"


def write_block(text: str, language: str = "") -> str:
    name = f' class="language-{escape(language)}"' if language else ""
    return f"\n\n<pre><code{name}>{escape(text, quote=False)}</code></pre>\n\n"
