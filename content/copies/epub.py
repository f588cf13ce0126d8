"""Writes a copy as an EPUB 3 (https://www.w3.org/TR/epub-33/)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urljoin
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from lxml import etree
from lxml.html import HtmlElement, html_to_xhtml

from content.copies.contents import TEMPLATES, Copy, CopyChapter
from content.copies.pictures import picture_urls, store_pictures
from content.markdown.trees import build_element, parse_fragment, replace
from content.site import site_name

XML = '<?xml version="1.0" encoding="utf-8"?>\n'
CONTAINER = (
    f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="EPUB/package.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>'
)
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
# What the site's pages need, and what XHTML doesn't know.
DROPPED_CLASSES = {"permalink"}
DROPPED_ATTRIBUTES = {"class", "data-embed", "decoding", "loading", "rel", "tabindex", "open"}


@dataclass(frozen=True, kw_only=True)
class EpubPage:
    """A chapter as a file of the book. `children` are those below it in the contents."""

    file: str
    chapter: CopyChapter
    text: str
    lead: str  # the file of its lead image
    children: list["EpubPage"]


def write_epub(copy: Copy) -> bytes:
    """Return the copy as an EPUB. The same copy always gives the same bytes."""
    with TemporaryDirectory() as folder:
        images = store_pictures(picture_urls(copy), Path(folder))
        pictures = {name: Path(folder, name).read_bytes() for name in images.values()}
    pages = list(build_pages(copy, images))
    moment = copy.modified_at.astimezone(UTC)
    context = {
        "copy": copy,
        "site_name": site_name(),
        "pages": pages,
        "tree": nest_pages(pages),
        "lead": images.get(copy.picture.url, "") if copy.picture else "",
        "pictures": [(name, MEDIA_TYPES[name.rpartition(".")[2]]) for name in pictures],
        "modified": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
    }
    files: dict[str, bytes | str] = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": render_to_string("copies/package.opf", context),
        "EPUB/contents.xhtml": render_to_string("copies/contents.xhtml", context),
        "EPUB/title.xhtml": render_to_string("copies/title.xhtml", context),
        "EPUB/book.css": Path(TEMPLATES, "book.css").read_text(),
    }
    for page in pages:
        facts = {"copy": copy, "page": page, "chapter": page.chapter}
        files[f"EPUB/{page.file}"] = render_to_string("copies/chapter.xhtml", facts)
    files |= {f"EPUB/{name}": content for name, content in pictures.items()}
    return pack(files)


def pack(files: dict[str, bytes | str]) -> bytes:
    """Return the files as a ZIP archive that begins with what it is, uncompressed (OCF 4.3)."""
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        archive.writestr(ZipInfo("mimetype"), "application/epub+zip", ZIP_STORED)
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return output.getvalue()


def build_pages(copy: Copy, images: dict[str, str]) -> Iterator[EpubPage]:
    files = {
        chapter.address: f"chapter-{number}.xhtml"
        for number, chapter in enumerate(copy.chapters, start=1)
    }
    for number, chapter in enumerate(copy.chapters, start=1):
        base_url = chapter.address or copy.address
        text = to_xhtml(chapter.html, images=images, files=files, base_url=base_url)
        lead = images.get(chapter.picture.url, "") if chapter.picture else ""
        file = f"chapter-{number}.xhtml"
        yield EpubPage(file=file, chapter=chapter, text=text, lead=lead, children=[])


def nest_pages(pages: list[EpubPage]) -> list[EpubPage]:
    """Return the top pages, each with those of a deeper level that follow it."""
    top: list[EpubPage] = []
    path: list[EpubPage] = []
    for page in pages:
        while path and path[-1].chapter.level >= page.chapter.level:
            path.pop()
        (path[-1].children if path else top).append(page)
        path.append(page)
    return top


def to_xhtml(html: str, *, images: dict[str, str], files: dict[str, str], base_url: str) -> str:
    """Return the HTML of a text as the XHTML of a chapter, with pictures and links of the book."""
    tree = parse_fragment(html)
    for element in list(tree.iter("a")):
        if element.get("class") in DROPPED_CLASSES:
            element.drop_tree()
    for picture in list(tree.iter("picture")):
        picture.drop_tag()
    for source in list(tree.iter("source")):
        source.drop_tree()
    for image in list(tree.iter("img")):
        place_picture(image, images)
    for element in tree.iter():
        adapt(element, files, base_url)
    html_to_xhtml(tree)
    parts = [etree.tostring(child, encoding="unicode") for child in tree]
    text = etree.tostring(build_text(tree.text), encoding="unicode") if tree.text else ""
    return text + "".join(parts)


def build_text(text: str) -> etree._Element:
    element = etree.Element(
        "{http://www.w3.org/1999/xhtml}div", nsmap={None: "http://www.w3.org/1999/xhtml"}
    )
    element.text = text
    return element


def place_picture(image: HtmlElement, images: dict[str, str]) -> None:
    name = images.get(image.get("src", ""))
    if name is None:
        replace(image, build_element("span", f"[{image.get('alt') or 'Image'}]"))
        return
    alt = image.get("alt", "")
    image.attrib.clear()
    image.set("src", name)
    image.set("alt", alt)


def adapt(element: HtmlElement, files: dict[str, str], base_url: str) -> None:
    if not isinstance(element.tag, str):
        return
    if element.tag == "a":
        adapt_link(element, files, base_url)
    if element.get("class") == "footnote-ref":
        element[0].set("role", "doc-noteref")
    for name in DROPPED_ATTRIBUTES & set(element.attrib):
        del element.attrib[name]
    if language := element.attrib.get("lang"):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", language)


def adapt_link(link: HtmlElement, files: dict[str, str], base_url: str) -> None:
    address = link.get("href", "")
    if not address or link.get("class") == "missing-link":
        link.attrib.pop("href", None)
    elif not address.startswith("#"):
        full = urljoin(base_url, address)
        link.set("href", files.get(full) or quote(full, safe="%/:=&?~#+!$,;'@()*[]"))
