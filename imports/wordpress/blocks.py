"""The block editor's comments: patterns, links and code that only a comment has, dynamic blocks.

Most blocks have their HTML between two comments, which the later steps ignore. This module handles
those that WordPress fills in for each visitor.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from imports.wordpress.builder_blocks import write_builder_block
from imports.wordpress.file_addresses import FILE_ENDING
from imports.wordpress.markdown_bodies import markdown_to_html

OPENING = re.compile(r"<!--\s+(?P<closes>/?)wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s")
# Blocks whose HTML is in the body. Without any, they are empty.
STATIC = {
    "audio", "button", "buttons", "code", "column", "columns", "cover", "details", "embed", "file",
    "footnotes", "freeform", "gallery", "group", "heading", "html", "image", "list", "list-item",
    "media-text", "missing", "paragraph", "preformatted", "pullquote", "quote", "separator",
    "shortcode", "social-links", "spacer", "table", "text-columns", "verse", "video",
}  # fmt: skip
# Blocks that contain others and show them only to frame what WordPress writes for each visitor.
DYNAMIC_CONTAINERS = {
    "comments", "comments-query-loop", "jetpack/contact-form", "navigation", "query",
    "woocommerce/all-products", "woocommerce/product-collection",
}  # fmt: skip
# Shown only if a query finds nothing.
ALTERNATIVES = {"query-no-results"}
LINKS = {"home-link", "navigation-link", "navigation-submenu", "page-list-item", "social-link"}
CODE = re.compile(r"(?:^|[/-])(?:code|codeblock|code-block|code-block-pro|syntaxhighlighter)\b")
PRE = re.compile(r"\s*<pre\b")
TEXT = re.compile(r"(<(?:p|h[1-6]|a|li)\b[^<>]*>)(.*)(</(?:p|h[1-6]|a|li)>)", re.DOTALL)
# What a plug-in's block may show, but not a picture, which could be a mere icon.
DOCUMENT = re.compile(r"(?:https?:/)?/\S+(?<!jpg|png|gif|svg)(?<!jpeg|webp|avif)", re.IGNORECASE)
PATTERN = "wp_block"
MAXIMUM_PATTERNS = 500
MAXIMUM_PATTERN_LENGTH = 2_000_000


@dataclass(frozen=True, slots=True)
class EditorBlock:
    """A comment of the block editor."""

    name: str
    attributes: dict
    is_void: bool
    closes: bool
    start: int
    end: int


@dataclass(slots=True)
class ResolvedBlocks:
    """A body whose blocks have their content, and what an editor should know."""

    text: str = ""
    dynamic: list[str] = field(default_factory=list)
    missing_patterns: list[str] = field(default_factory=list)
    pattern_count: int = 0
    pattern_length: int = 0


def resolve_blocks(body: str, patterns: Mapping[str, str]) -> ResolvedBlocks:
    """Put patterns in their places, and list the blocks that have no content in the body."""
    resolved = ResolvedBlocks()
    resolved.text = _resolve(body, patterns, resolved, frozenset())
    return resolved


def find_blocks(body: str) -> Iterator[EditorBlock]:
    position = 0
    while found := OPENING.search(body, position):
        # Within a comment's JSON, WordPress escapes what would end it.
        end = body.find("-->", found.end() - 1)
        if end < 0:
            return
        written = body[found.end() : end].strip()
        position = end + 3
        yield EditorBlock(
            name=found["name"].removeprefix("core/"),
            attributes=read_attributes(written.removesuffix("/")),
            is_void=written.endswith("/"),
            closes=bool(found["closes"]),
            start=found.start(),
            end=position,
        )


def read_attributes(written: str) -> dict:
    try:
        attributes = json.loads(written) if written.strip() else {}
    except (ValueError, RecursionError):
        # Old importers removed the backslashes.
        return {}
    return attributes if isinstance(attributes, dict) else {}


def _resolve(
    body: str, patterns: Mapping[str, str], resolved: ResolvedBlocks, within: frozenset[str]
) -> str:
    pieces = []
    position = 0
    replaced: EditorBlock | None = None  # a block whose content is left out
    containers: list[str] = []
    for block in find_blocks(body):
        if replaced is not None:
            if block.closes and block.name == replaced.name:
                replaced, position = None, block.end
            continue
        pieces.append(body[position : block.start])
        position = block.end
        if block.name == "block" and not block.closes:
            pieces.append(_place_pattern(block, patterns, resolved, within))
        elif block.is_void:
            content = write_void(block)
            documents = "" if content else link_documents(block)
            pieces.append(content or documents)
            is_all = content or (documents and not sentences_of(block))
            if not is_all and block.name not in STATIC | LINKS and not containers:
                resolved.dynamic.append(describe(block))
        elif block.closes:
            if containers and containers[-1] == block.name:
                containers.pop()
            pieces.append(body[block.start : block.end])
        elif block.name in ALTERNATIVES or code_of(block):
            pieces.append(code_of(block))
            replaced = block
        else:
            if block.name in DYNAMIC_CONTAINERS:
                if not containers:
                    resolved.dynamic.append(describe(block))
                containers.append(block.name)
            pieces.append(body[block.start : block.end])
            start, position = name_language(block, body)
            pieces += [start, background_of(block, body)]
    # A block that is never closed keeps its content.
    pieces.append(body[position:])
    return "".join(pieces)


def background_of(block: EditorBlock, body: str) -> str:
    """Return the picture behind a cover, if it is only in a style."""
    address = block.attributes.get("url")
    tag = body[block.end : body.find(">", block.end)]
    if block.name != "cover" or "background-image" not in tag or not isinstance(address, str):
        return ""
    alt = str(block.attributes.get("alt") or "")
    return f'<figure><img src="{escape(address)}" alt="{escape(alt)}"></figure>'


def name_language(block: EditorBlock, body: str) -> tuple[str, int]:
    """Return the start of a code block's element with its language, and where the rest follows."""
    language = language_of(block)
    if language and CODE.search(block.name) and (found := PRE.match(body, block.end)):
        return f'{found[0]} lang="{escape(language)}"', found.end()
    return "", block.end


def _place_pattern(
    block: EditorBlock,
    patterns: Mapping[str, str],
    resolved: ResolvedBlocks,
    within: frozenset[str],
) -> str:
    number = str(block.attributes.get("ref", ""))
    content = patterns.get(number)
    resolved.pattern_count += 1
    resolved.pattern_length += len(content or "")
    is_too_much = (
        resolved.pattern_count > MAXIMUM_PATTERNS
        or resolved.pattern_length > MAXIMUM_PATTERN_LENGTH
    )
    if content is None or number in within or is_too_much:
        resolved.missing_patterns.append(number)
        return ""
    content = override(content, block.attributes.get("content"))
    return f"\n\n{_resolve(content, patterns, resolved, within | {number})}\n\n"


def override(pattern: str, overrides: object) -> str:
    """Replace the texts of a pattern's named blocks with those that a post has in their place."""
    if not isinstance(overrides, dict):
        return pattern
    pieces = []
    position = 0
    blocks = list(find_blocks(pattern))
    for block, following in pairwise(blocks):
        name = (block.attributes.get("metadata") or {}).get("name")
        values = overrides.get(name)
        if block.closes or block.is_void or not isinstance(values, dict):
            continue
        html = pattern[block.end : following.start]
        pieces += [pattern[position : block.end], override_html(html, values)]
        position = following.start
    return "".join([*pieces, pattern[position:]])


def override_html(html: str, values: dict) -> str:
    for name, value in values.items():
        text = str(value)
        if name in {"content", "text"}:
            inner = re.search(
                r"(<(?:p|h[1-6]|a|li)\b[^<>]*>)(.*)(</(?:p|h[1-6]|a|li)>)", html, re.S
            )
            if inner:
                html = html[: inner.end(1)] + text + html[inner.start(3) :]
        elif attribute := {"url": "(?:src|href)", "alt": "alt", "title": "title"}.get(name):
            html = re.sub(
                rf'(\s{attribute}=")[^"]*"',
                lambda found, text=text: f'{found[1]}{escape(text)}"',
                html,
                count=1,
            )
    return html


def write_void(block: EditorBlock) -> str:
    """Return the HTML for a block that is a single comment, or an empty string."""
    values = block.attributes
    address = values.get("url") or values.get("href")
    address = None if not isinstance(address, str) or address.startswith("#") else address
    if block.name in {"more", "nextpage"}:
        return f"<!--{block.name}-->"
    if block.name in LINKS and address:
        label = values.get("label") or values.get("title") or values.get("service") or address
        return f'<p><a href="{escape(address)}">{label}</a></p>'
    if block.name.startswith(("embed", "core-embed/", "coblocks/gist")) and address:
        return f"<p>{escape(address)}</p>"
    if block.name == "gallery" and isinstance(values.get("ids"), list):
        return f'\n\n[gallery ids="{",".join(map(str, values["ids"]))}"]\n\n'
    if block.name == "jetpack/markdown" and isinstance(values.get("source"), str):
        return markdown_to_html(values["source"])
    if block.name == "tablepress/table":
        return f"\n\n[table id={values.get('id', '')} /]\n\n"
    return write_builder_block(block.name, values)


def link_documents(block: EditorBlock) -> str:
    """Return links to the documents that a plug-in's block shows, such as a PDF in a frame."""
    addresses = dict.fromkeys(text for text in texts_of(block.attributes) if is_document(text))
    return "".join(
        f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n' for address in addresses
    )


def is_document(text: str) -> bool:
    """Whether a text is the address of a document, to which a link is shown."""
    return bool(DOCUMENT.fullmatch(text) and FILE_ENDING.search(text.partition("?")[0]))


def code_of(block: EditorBlock) -> str:
    """Return the code of a block that has it in its comment, because its HTML is highlighted."""
    code = block.attributes.get("code")
    if block.name != "kevinbatdorf/code-block-pro" or not isinstance(code, str):
        return ""
    language = language_of(block)
    return f'\n\n<pre lang="{escape(language)}">{escape(code, quote=False)}</pre>\n\n'


def language_of(block: EditorBlock) -> str:
    for key in ("language", "lang", "codeLanguage", "mode"):
        if isinstance(block.attributes.get(key), str):
            return block.attributes[key]
    return ""


def describe(block: EditorBlock) -> str:
    """Name a dynamic block, with the texts that it has in its comment, so that none is lost."""
    texts = texts_in_comment(block)
    return f"{block.name}: {' / '.join(texts)}" if texts else block.name


def texts_in_comment(block: EditorBlock) -> list[str]:
    """Return what may be words or addresses; of fields that editors filled in, everything."""
    fields = block.attributes.get("data") if block.name.startswith("acf/") else None
    texts = [text for text in texts_of(fields) if re.search(r"[^\W\d_]", text)]
    texts += [text for text in texts_of(block.attributes) if re.search(r"\s|://", text)]
    return [text for text in dict.fromkeys(texts) if not is_document(text)]


def sentences_of(block: EditorBlock) -> list[str]:
    return [text for text in texts_in_comment(block) if " " in text]


def texts_of(value: object) -> Iterator[str]:
    match value:
        case str():
            yield re.sub(r"<[^<>]*>", " ", value).strip()
        case dict():
            for key, inner in value.items():
                # Advanced Custom Fields names its fields a second time, after an underscore.
                if not key.startswith("_") and key not in {"className", "metadata", "style"}:
                    yield from texts_of(inner)
        case list():
            for inner in value:
                yield from texts_of(inner)
