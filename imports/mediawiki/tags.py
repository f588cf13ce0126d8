"""Convert HTML tags, and the tags that MediaWiki and its extensions add."""

import re
from html import escape

from mwparserfromhell.nodes import Tag, Text

from imports.mediawiki.elements import GALLERY
from imports.mediawiki.html import HtmlBlock, flatten
from imports.mediawiki.links import IMAGES
from imports.mediawiki.stripping import StrippedTag
from imports.mediawiki.template_references import write_listed_notes
from imports.mediawiki.writer import HtmlWriter

SAME = {"b", "cite", "em", "i", "mark", "q", "s", "small", "strong", "sub", "sup", "u", "var"}
RENAMED = {
    "del": "s",
    "dfn": "i",
    "ins": "u",
    "kbd": "code",
    "samp": "code",
    "strike": "s",
    "tt": "code",
    "code": "code",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
STRUCTURE = {"dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"}
CONTAINERS = {"caption", "dd", "dt", "li", "td", "th"}
FORMULAS = "Formulas were kept as TeX"
NOT_SHOWN = "Extension tags were kept as typed"
INCLUDED = "Text that only shows on pages that include this one was removed"


def write_tag(node: Tag, writer: HtmlWriter) -> str:
    name = str(node.tag).strip().lower()
    contents = list(node.contents.nodes) if node.contents is not None else []
    if name == "br":
        return "<br>"
    if name == "hr":
        return HtmlBlock("<hr>")
    if name == "ref":
        return write_reference(node, contents, writer)
    if name == "references":
        return write_listed_notes(contents, writer)
    if name in STRUCTURE | CONTAINERS:
        return write_structure(node, name, contents, writer)
    if name in HEADINGS:
        return HtmlBlock(f"<{name}>{writer.inline(contents)}</{name}>")
    if name == "blockquote":
        return HtmlBlock(f"<blockquote>{''.join(writer.blocks(contents))}</blockquote>")
    if name == GALLERY:
        return write_gallery(contents, writer)
    if name == "poem":
        lines = (writer.inline(line).strip() for line in split_lines(contents))
        return HtmlBlock(f"<p>{'<br>'.join(lines)}</p>")
    if name in {"div", "center"}:
        return HtmlBlock("".join(writer.blocks(contents)))
    return write_words(name, writer.flow(contents), node, writer)


def write_words(name: str, words: str, node: Tag, writer: HtmlWriter) -> str:
    if isinstance(words, HtmlBlock) or name == "rp":
        return words if name != "rp" else ""
    if name == "rt":
        return f" ({words})"
    if name == "abbr" and (title := read_attribute(node, "title", writer)):
        return f'<abbr title="{escape(title)}">{words}</abbr>'
    name = RENAMED.get(name, name)
    return f"<{name}>{words}</{name}>" if name in SAME | {"code"} else words


def write_reference(node: Tag, contents: list, writer: HtmlWriter) -> str:
    return writer.notes.refer(
        group=read_attribute(node, "group", writer),
        name=read_attribute(node, "name", writer),
        html=flatten(writer.inline(contents)).strip(),
    )


def write_structure(node: Tag, name: str, contents: list, writer: HtmlWriter) -> str:
    kept = "".join(
        f' {key}="{value}"'
        for key in ("colspan", "rowspan", "start")
        if (value := read_attribute(node, key, writer)).isdigit()
    )
    if name in STRUCTURE:
        inside = "".join(html for html in map(str, map_nodes(contents, writer)) if html.strip())
    else:
        inside = writer.flow(contents).strip()
    return HtmlBlock(f"<{name}{kept}>{inside}</{name}>")


def map_nodes(nodes: list, writer: HtmlWriter):
    for node in nodes:
        if isinstance(node, Tag) and not node.wiki_markup:
            yield write_tag(node, writer)
        else:
            yield writer.inline([node])


def read_attribute(node: Tag, name: str, writer: HtmlWriter) -> str:
    for attribute in node.attributes:
        if str(attribute.name).strip() == name and attribute.value is not None:
            return writer.plain(str(attribute.value)).strip()
    return ""


def write_stripped_tag(tag: StrippedTag, writer: HtmlWriter) -> str:
    """Write a tag whose content isn't wikitext."""
    content = tag.content
    match tag.name:
        case "nowiki":
            return verbatim(content)
        case "pre":
            return HtmlBlock(f"<pre>{verbatim(content.strip('\n'))}</pre>")
        case "syntaxhighlight" | "source":
            return write_code(tag)
        case "math" | "chem" | "ce":
            writer.problem(FORMULAS, " ".join(content.split())[:60])
            return f"<code>{verbatim(' '.join(content.split()))}</code>"
        case "includeonly":
            if content.strip():
                writer.problem(INCLUDED, " ".join(content.split())[:60])
            return ""
        case "section" | "templatedata":
            return ""
    writer.problem(NOT_SHOWN, f"<{tag.name}>")
    return HtmlBlock(f"<pre>{verbatim(content.strip('\n'))}</pre>") if content.strip() else ""


def write_code(tag: StrippedTag) -> str:
    content = tag.content.strip("\n")
    if "\n" not in content and ("inline" in tag.attributes or "enclose" in tag.attributes):
        return f"<code>{verbatim(content)}</code>"
    language = re.sub(r"[^\w+#-]", "", tag.attributes.get("lang", ""))
    language = f' class="language-{language}"' if language else ""
    return HtmlBlock(f"<pre><code{language}>{verbatim(content)}</code></pre>")


def write_gallery(contents: list, writer: HtmlWriter) -> HtmlBlock:
    items = []
    for line in split_lines(contents):
        name, caption = "", line
        if isinstance(line[0], Text):
            name, pipe, rest = str(line[0]).partition("|")
            caption = [Text(rest), *line[1:]] if pipe else line[1:]
        name = writer.plain(name).strip()
        name = name.partition(":")[2] or name
        writer.problem(IMAGES, name)
        words = writer.inline(caption).strip()
        label = f"<em>{escape(f'Image: {name}')}</em>"
        items.append(f"<li>{label}{f'. {words}' if words else ''}</li>")
    return HtmlBlock(f"<ul>{''.join(items)}</ul>" if items else "")


def split_lines(nodes: list) -> list[list]:
    """Split nodes at the line breaks in their text. Skips blank lines."""
    lines: list[list] = [[]]
    for node in nodes:
        if not isinstance(node, Text):
            lines[-1].append(node)
            continue
        first, *others = str(node).split("\n")
        lines[-1].append(Text(first))
        lines += [[Text(other)] for other in others]
    return [line for line in lines if "".join(map(str, line)).strip()]


def verbatim(text: str) -> str:
    """Escape text so that nothing in it is markup, including apostrophes."""
    return escape(text)
