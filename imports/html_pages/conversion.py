"""Convert the content of a saved page to Markdown, without losing a word or a link."""

from collections.abc import Set
from urllib.parse import unquote, urljoin

from bs4 import NavigableString, Tag

from content.markdown import render
from imports.files.data_urls import is_data_url
from imports.folders.pages import Links, PageBody
from imports.html.addresses import SCRIPT_SCHEMES, scheme_of
from imports.html.cleanup import BLOCKS, build_tree, clean_up, name_empty_links, raw_html
from imports.html.losses import find_losses
from imports.html.unwritable import replace_unwritable
from imports.html.writer import write_markdown
from imports.html_pages.content import attribute

WRAPPERS = {"div", "section", "article", "main", "center", "body", "[document]", "header"}
LAZY = ("data-src", "data-original", "data-lazy-src")
KEPT_HTML = "Blocks that stay HTML, because Markdown would lose something"
LOST = "Some words or links were lost. Compare with the original"
MAX_LOST = 20


def convert(
    content: Tag, links: Links, *, base: str = "", targets: Set[str] = frozenset()
) -> PageBody:
    """Return a page's Markdown, and what an editor should know about it.

    `targets` are the ids that links lead to, also those of other pages.
    """
    problems: list[str] = []
    replace_unwritable(content)
    replace_links(content, links, base=base)
    named = build_tree("".join(map(str, content.contents)))
    name_empty_links(named)
    original = str(named)
    markdown = convert_part(original, targets)
    if find_losses(original, render(markdown).html):
        markdown, kept = write_block_by_block(named, targets)
        if kept:
            problems.append(f"{KEPT_HTML}: {kept}.")
    rendered = render(markdown)
    if rendered.problem:
        problems.append(rendered.problem)
    elif losses := find_losses(original, rendered.html):
        lost = [*losses.words, *losses.links]
        more = f" and {len(lost) - MAX_LOST} more" if len(lost) > MAX_LOST else ""
        shown = ", ".join(word[:200] for word in lost[:MAX_LOST])
        problems.append(f"{LOST}: {shown}{more}.")
    return PageBody(markdown.strip(), problems)


def convert_part(html: str, targets: Set[str]) -> str:
    soup = build_tree(html)
    clean_up(soup, targets=targets)
    return write_markdown(soup)


def write_block_by_block(content: Tag, targets: Set[str]) -> tuple[str, int]:
    """Write Markdown, but HTML for blocks that would lose something. Also return their number."""
    written: list[str] = []
    kept = 0
    for block in split(content):
        markdown = convert_part(block, targets)
        if find_losses(block, render(markdown).html):
            markdown = "\n\n".join(
                raw_html(element) if element.name in BLOCKS else f"<div>{raw_html(element)}</div>"
                for element in build_tree(block).find_all(True, recursive=False)
            )
            kept += 1
        written.append(markdown.strip())
    return "\n\n".join(filter(None, written)), kept


def split(content: Tag) -> list[str]:
    """Return the blocks of a page, as HTML. Words that are in no block are one."""
    blocks: list[str] = []
    loose: list[str] = []
    for child in content.children:
        if isinstance(child, Tag) and child.name in BLOCKS:
            end_loose(loose, blocks)
            has_blocks = child.name in WRAPPERS and child.find(list(BLOCKS))
            blocks += split(child) if has_blocks else [str(child)]
        elif isinstance(child, Tag) or type(child) is NavigableString:
            loose.append(str(child))
    end_loose(loose, blocks)
    return blocks


def end_loose(loose: list[str], blocks: list[str]) -> None:
    if "".join(loose).strip():
        blocks.append(f"<p>{''.join(loose).strip()}</p>")
    loose.clear()


def fragments_of(content: Tag) -> set[str]:
    """Return the names of the places that the links of a text lead to, on whichever page."""
    addresses = (attribute(link, "href") for link in content.find_all("a", href=True))
    return {unquote(address.partition("#")[2]) for address in addresses} - {""}


def ids_of(content: Tag) -> set[str]:
    """Return the names of the places in a text that links can lead to."""
    elements = content.find_all(lambda element: element.get("id") or element.get("name"))
    return {attribute(each, key) for each in elements for key in ("id", "name")} - {""}


def replace_links(content: Tag, links: Links, *, base: str) -> None:
    """Let links and images lead here."""
    for image in content.find_all("img"):
        lazy = next(filter(None, (attribute(image, name) for name in LAZY)), "")
        source = lazy or attribute(image, "src")
        alt = attribute(image, "alt")
        if is_data_url(source):
            stored = links.store_picture(source, alt=alt)
            if not stored:
                image.replace_with(NavigableString(alt))
                continue
            image["src"] = stored
        else:
            image["src"] = links.resolve(absolute(source, base), alt=alt)
        del image["srcset"]
    for name, key in (("a", "href"), ("audio", "src"), ("video", "src"), ("source", "src")):
        for element in content.find_all(name, attrs={key: True}):
            address = attribute(element, key)
            if scheme_of(address) not in SCRIPT_SCHEMES:
                element[key] = links.resolve(absolute(address, base))


def absolute(address: str, base: str) -> str:
    if not base or address.startswith("#"):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address
