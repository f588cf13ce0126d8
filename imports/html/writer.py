"""Write the HTML of an old page as Markdown that a writer can continue to edit.

Builds on markdownify, and overrides it wherever it would lose a word or a link, or would write
markup that the site's parser reads differently. What Markdown can't express (a definition list, a
table with merged cells) stays HTML, which our Markdown allows.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import NavigableString, Tag
from bs4.element import PreformattedString
from markdownify import MarkdownConverter, chomp

from content.markdown.embeds import find_video
from imports.html.addresses import ALLOWED_SCHEMES, SCRIPT_SCHEMES, scheme_of
from imports.html.cleanup import BLOCKS, raw_html
from imports.html.elements import HEADINGS
from imports.html.emphasis import write_emphasis
from imports.html.escaping import (
    escape_line_start,
    escape_words,
    write_address,
    write_code,
    write_code_block,
    write_title,
)
from imports.html.languages import find_language
from imports.html.numbered_lists import continues_numbers, has_own_numbers
from imports.html.simple_tables import is_simple_table

# Blocks around whose content white space has no meaning.
TRIMMED = HEADINGS | {
    "article", "blockquote", "dd", "div", "dl", "dt", "li", "ol", "p", "section", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
CODE = {"code", "kbd", "pre", "samp"}
# Code, which may have blank lines, or else several blank lines.
BLANK_LINES = re.compile(
    r"^[^`\n]*(?P<fence>`{3,})[^`\n]*$.*?^[ >]*(?P=fence)$|\n{3,}", re.MULTILINE | re.DOTALL
)


def write_markdown(soup: Tag) -> str:
    """Return Markdown for a tree that `cleanup.clean_up` has prepared."""
    markdown = MarkdownWriter().convert_soup(soup)
    if "\n\n\n" not in markdown:
        return markdown
    return BLANK_LINES.sub(lambda found: found[0] if found["fence"] else "\n\n", markdown)


class MarkdownWriter(MarkdownConverter):
    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[name-defined]  # untyped
        heading_style = "atx"
        bullets = "-"
        newline_style = "backslash"

    # Words.

    def escape(self, text: str, parent_tags: set) -> str:
        return escape_words(text)

    def process_tag(self, node: Tag, parent_tags: set | None = None) -> str:
        """Do what the parent class does, in half the time: most tags are within few others."""
        parents = parent_tags or set()
        tags = {*parents, node.name}
        if node.name in HEADINGS or node.name in {"td", "th"}:
            tags.add("_inline")
        if node.name in CODE:
            tags.add("_noformat")
        pieces = [""]
        for child in node.contents:
            if isinstance(child, Tag):
                text = self.process_tag(child, tags)
            elif isinstance(child, PreformattedString) or is_gap_of_blocks(child):
                continue
            else:
                text = self.process_text(child, tags)
            if "pre" not in tags and text.startswith("\n") and pieces[-1].endswith("\n"):
                # Between two blocks is at most one blank line.
                before, after = pieces[-1].rstrip("\n"), text.lstrip("\n")
                lines = max(len(pieces[-1]) - len(before), len(text) - len(after))
                pieces[-1] = before
                text = "\n" * min(2, lines) + after
            if text:
                pieces.append(text)
        convert = self.get_conv_fn_cached(node.name)
        text = "".join(pieces)
        return convert(node, text, parents) if convert else text

    def process_text(self, el: NavigableString, parent_tags: set | None = None) -> str:
        text = super().process_text(el, parent_tags)
        if "_noformat" not in (parent_tags or ()) and starts_line(el):
            text = escape_line_start(text)
        return text

    # Emphasis. Tags stay where asterisks wouldn't be read as markup.

    def convert_strong(self, el: Tag, text: str, parent_tags: set) -> str:
        return write_emphasis(el, text, "**", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set) -> str:
        return write_emphasis(el, text, "*", parent_tags)

    def convert_s(self, el: Tag, text: str, parent_tags: set) -> str:
        return write_emphasis(el, text, "~~", parent_tags)

    def keep_inline(self, el: Tag, text: str, parent_tags: set) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        start, _, end = raw_html(el, with_content=False).partition("><")
        return f"{start}>{text}<{end}"

    convert_abbr = convert_bdi = convert_bdo = convert_cite = convert_dfn = keep_inline
    convert_ins = convert_kbd = convert_mark = convert_q = convert_samp = keep_inline
    convert_rp = convert_rt = convert_ruby = convert_small = convert_sub = convert_u = (
        convert_var
    ) = keep_inline

    def convert_sup(self, el: Tag, text: str, parent_tags: set) -> str:
        if number := el.get("data-note"):
            return f"[^{number}]"
        return self.keep_inline(el, text, parent_tags)

    def convert_code(self, el: Tag, text: str, parent_tags: set) -> str:
        if "_noformat" in parent_tags:
            return text
        if el.find(lambda child: child.name != "br"):
            return self.keep_inline(el, self._convert_inside(el, parent_tags), parent_tags)
        lines = [line for line in re.split(r"(?<!\s)\s*\\?\n\s*", text) if line.strip()]
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        return before + "\\\n".join(write_code(line.strip(" \n")) for line in lines) + after

    def convert_br(self, el: Tag, text: str, parent_tags: set) -> str:
        return " " if "_inline" in parent_tags else "\\\n"

    # Links and images.

    def convert_a(self, el: Tag, text: str, parent_tags: set) -> str:
        before, after, text = chomp(text)
        anchor = f'<a id="{el["id"]}"></a>' if el.get("id") else ""
        address = (el.get("href") or "").strip()
        scheme = scheme_of(address)
        if not address or scheme in SCRIPT_SCHEMES:
            return f"{before}{anchor}{text}{after}"
        if scheme not in ALLOWED_SCHEMES:
            # The sanitizer removes such addresses from links, so show it as text.
            shown = "" if el.get_text().strip() == address else f" ({escape_words(address)})"
            return f"{before}{anchor}{text}{shown}{after}"
        is_bare = el.get_text().strip() == address and re.fullmatch(r"https?://[^\s<>\\]+", address)
        if is_bare and not find_video(address):
            return f"{before}{anchor}<{address}>{after}"
        title = write_title(el.get("title") or "") if el.get("title") != el.get_text() else ""
        text = text or escape_words(address)
        return f"{before}{anchor}[{text}]({write_address(address)}{title}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set, caption: str = "") -> str:
        # A title was a tooltip and would become a caption, so it only replaces a missing alt text.
        words = " ".join((el.get("alt") or el.get("title") or "").split())
        address = (el.get("src") or "").strip()
        if not address:
            return escape_words(words)
        return f"![{escape_words(words)}]({write_address(address)}{write_title(caption)})"

    def convert_figure(self, el: Tag, text: str, parent_tags: set) -> str:
        images = el.find_all("img")
        captions = el.find_all("figcaption", recursive=False)
        has_more = any(
            isinstance(node, NavigableString)
            and node.strip()
            and not node.find_parent("figcaption")
            for node in el.descendants
        )
        if len(images) != 1 or len(captions) > 1 or has_more or el.find(["table", "pre", "iframe"]):
            return self.convert_div(el, text, parent_tags)
        image = images[0]
        caption = self._convert_inside(captions[0], parent_tags).strip() if captions else ""
        caption = re.sub(r"(?<!\s)\s*\n\s*\n\s*", "\\\n", caption)
        markdown = self.convert_img(image, "", parent_tags, caption)
        link = image.find_parent("a")
        if link is not None and link.get("href"):
            markdown = f"[{markdown}]({write_address(link['href'])})"
        return f"\n\n{markdown}\n\n"

    def convert_iframe(self, el: Tag, text: str, parent_tags: set) -> str:
        address = (el.get("src") or "").strip()
        if not address:
            return text
        if find_video(address) and not el.get("title") and "_inline" not in parent_tags:
            return f"\n\n<{address}>\n\n" if re.match("https?:", address) else raw_block(el)
        return raw_block(el)

    def convert_embed(self, el: Tag, text: str, parent_tags: set) -> str:
        return f" {text}{write_media_link(el.get('src') or el.get('data') or '')} "

    def convert_object(self, el: Tag, text: str, parent_tags: set) -> str:
        addresses = [el.get("data") or ""]
        addresses += [
            param.get("value") or ""
            for param in el.find_all("param")
            if (param.get("name") or "").lower() in {"movie", "src", "url", "filename"}
        ]
        inside = {embed.get("src") for embed in el.find_all("embed")}
        links = [write_media_link(address) for address in addresses if address not in inside]
        return "\n\n" + " ".join(filter(None, [text.strip(), *dict.fromkeys(links)])) + "\n\n"

    def convert_video(self, el: Tag, text: str, parent_tags: set) -> str:
        addresses = [el.get("src") or ""]
        addresses += [child.get("src") or "" for child in el.find_all(["source", "track"])]
        links = [write_media_link(address) for address in dict.fromkeys(addresses) if address]
        return "\n\n" + " ".join([*links, text.strip()]).strip() + "\n\n"

    convert_audio = convert_video

    # Blocks.

    def convert_div(self, el: Tag, text: str, parent_tags: set) -> str:
        text = text.strip()
        if "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{text}\n\n" if text else ""

    convert_address = convert_article = convert_aside = convert_center = convert_dialog = (
        convert_div
    )
    convert_fieldset = convert_figcaption = convert_footer = convert_form = convert_div
    convert_header = convert_hgroup = convert_legend = convert_main = convert_map = convert_nav = (
        convert_div
    )
    convert_noscript = convert_optgroup = convert_option = convert_picture = convert_div
    convert_section = convert_select = convert_svg = convert_textarea = convert_div
    convert_tbody = convert_thead = convert_tfoot = convert_tr = convert_td = convert_th = (
        convert_div
    )
    convert_caption = convert_summary = convert_div

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set) -> str:
        text = re.sub(r"(\s)(#+)$", r"\1\\\2", " ".join(text.split()))
        if "_inline" in parent_tags or not text:
            return text
        return f"\n\n{'#' * n} {text}\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set) -> str:
        marked_up = el.find(lambda child: child.name not in {"code", "br"})
        if marked_up or "_inline" in parent_tags:
            return raw_block(el)
        lines = el.get_text().split("\n")
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and not lines[-1].strip():
            lines.pop()
        if not lines:
            return ""
        tags = [el, *el.find_all("code")[:1]]
        hints = " ".join(f'{key}="{value}"' for tag in tags for key, value in attributes_of(tag))
        return write_code_block("\n".join(lines), find_language(f" {hints}"))

    def convert_table(self, el: Tag, text: str, parent_tags: set) -> str:
        rows = [row.find_all(["td", "th"], recursive=False) for row in el.find_all("tr")]
        if "_inline" in parent_tags or not is_simple_table(el, rows):
            return raw_block(el)
        lines = [
            "| " + " | ".join(self._convert_cell(cell, parent_tags) for cell in row) + " |"
            for row in rows
        ]
        lines.insert(1, "| " + " | ".join(["---"] * len(rows[0])) + " |")
        return "\n\n" + "\n".join(lines) + "\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set) -> str:
        if any(map(has_own_numbers, [el, *el.find_all("ol")])):
            return raw_block(el)
        return super().convert_list(el, text, parent_tags)

    convert_ol = convert_ul = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set) -> str:
        item = super().convert_li(el, text, parent_tags)
        if continues_numbers(el.parent):
            # With another sign, the list doesn't become part of the one before, with its numbers.
            return re.sub(r"^(\d+)\.", r"\1)", item)
        return item

    def convert_dl(self, el: Tag, text: str, parent_tags: set) -> str:
        return raw_block(el)

    def convert_details(self, el: Tag, text: str, parent_tags: set) -> str:
        summary = el.find("summary", recursive=False)
        if "_inline" in parent_tags or summary is None:
            return raw_block(el)
        inside = "".join(
            self.process_element(child, set(parent_tags))
            for child in el.children
            if child is not summary
        )
        start = "<details open>" if el.has_attr("open") else "<details>"
        return f"\n\n{start}\n{raw_html(summary)}\n\n{inside.strip()}\n\n</details>\n\n"

    def convert_more(self, el: Tag, text: str, parent_tags: set) -> str:
        return "<!--more-->" if "p" in parent_tags else "\n\n<!--more-->\n\n"

    def _convert_cell(self, cell: Tag, parent_tags: set) -> str:
        text = self._convert_inside(cell, parent_tags | {"_inline"})
        return " ".join(text.split()).replace("|", "\\|")

    def _convert_inside(self, el: Tag, parent_tags: set) -> str:
        return "".join(self.process_element(child, set(parent_tags)) for child in el.children)


def is_gap_of_blocks(text: NavigableString) -> bool:
    """Whether text is only the white space at the edge of a block."""
    if text.strip():
        return False
    before, after = text.previous_sibling, text.next_sibling
    if text.parent.name in TRIMMED and (before is None or after is None):
        return True
    return any(isinstance(node, Tag) and node.name in TRIMMED | {"pre"} for node in (before, after))


def starts_line(node: NavigableString) -> bool:
    previous = node.previous_sibling
    while isinstance(previous, NavigableString) and not previous.strip():
        previous = previous.previous_sibling
    if previous is None:
        return node.parent is None or node.parent.name in BLOCKS
    return isinstance(previous, Tag) and (previous.name == "br" or previous.name in BLOCKS)


def attributes_of(tag: Tag) -> Iterator[tuple[str, str]]:
    for key, value in tag.attrs.items():
        yield key, " ".join(value) if isinstance(value, list) else str(value)


def raw_block(el: Tag) -> str:
    return f"\n\n{raw_html(el)}\n\n"


def write_media_link(address: str) -> str:
    address = address.strip()
    if not address or scheme_of(address) not in ALLOWED_SCHEMES:
        return ""
    name = urlsplit(address).path.rstrip("/").rpartition("/")[2] or address
    return f"[Media: {escape_words(name)}]({write_address(address)})"
