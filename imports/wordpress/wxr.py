"""Read a WordPress export (WXR 1.0, 1.1 and 1.2, with or without its version) into plain data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from imports.wordpress.xml_repairs import repair_xml

PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
KNOWN_VERSIONS = {"1.0", "1.1", "1.2"}


class BrokenExport(Exception):
    """This file cannot be read as a WordPress export."""


@dataclass(frozen=True, slots=True)
class ExportAuthor:
    login: str
    display_name: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class ExportTerm:
    """A category, a tag or a term of another taxonomy. `parent` is the parent's slug."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class ExportComment:
    """A reader's comment. Its author's network address is left where it was."""

    id: str
    author: str
    email: str
    url: str
    date: str
    date_gmt: str
    content: str
    approved: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class ExportItem:
    """Anything that WordPress keeps as a post, its dates still as written in the file."""

    post_type: str
    status: str
    title: str = ""
    post_id: str = ""
    guid: str = ""
    link: str = ""
    slug: str = ""
    content: str = ""
    excerpt: str = ""
    password: str = ""
    parent: str = ""
    attachment_url: str = ""
    date: str = ""
    date_gmt: str = ""
    feed_date: str = ""
    modified: str = ""
    modified_gmt: str = ""
    comments_open: bool = False
    is_sticky: bool = False
    creators: tuple[str, ...] = ()
    terms: tuple[ExportTerm, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: tuple[ExportComment, ...] = ()
    line: int = 0

    def meta_values(self, key: str) -> list[str]:
        return [value for name, value in self.meta if name == key and value]


@dataclass(slots=True)
class ExportSite:
    title: str = ""
    url: str = ""
    language: str = ""
    version: str = ""


@dataclass(slots=True)
class Export:
    path: Path
    site: ExportSite = field(default_factory=ExportSite)
    authors: list[ExportAuthor] = field(default_factory=list)
    terms: list[ExportTerm] = field(default_factory=list)
    items: list[ExportItem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_export(path: Path) -> Export:
    """Read the export at `path`.

    A file that is not well-formed XML is mended where that loses no word, with a warning.
    Raises BrokenExport, whose message is one sentence for whoever ran the import.
    """
    try:
        with path.open("rb") as file:
            return _parse(path, file)
    except OSError as error:
        reason = error.strerror or error
        raise BrokenExport(
            f"{path} cannot be opened ({reason}): check the path and that you may read the file."
        ) from error
    except etree.XMLSyntaxError as error:
        mended, warnings = repair_xml(path.read_bytes())
        if not warnings:
            raise _explain(path, error) from error
    try:
        export = _parse(path, BytesIO(mended))
    except etree.XMLSyntaxError as error:
        raise _explain(path, error) from error
    export.warnings[:0] = [f"{path.name}: {warning}" for warning in warnings]
    return export


def _parse(path: Path, file: BinaryIO) -> Export:
    export = Export(path)
    has_channel = False
    for element in _stream_channel(path, file):
        has_channel = True
        _collect(export, element)
    if not has_channel:
        raise BrokenExport(
            f"{path} is not a WordPress export, because it has no channel with posts in it: "
            "choose the file that Tools → Export made."
        )
    if export.site.version and export.site.version not in KNOWN_VERSIONS:
        export.warnings.append(
            f"{path.name}: the export format {export.site.version} is not known here, "
            "so it was read like version 1.2; look the result over."
        )
    return export


def _stream_channel(path: Path, file: BinaryIO) -> Iterator[etree._Element]:
    """Yield each element of the channel and forget it afterward, so that size does not matter."""
    events = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    for event, element in events:
        if root is None:
            root = element
            if root.getroottree().docinfo.internalDTD is not None:
                raise BrokenExport(
                    f"{path} declares a document type, which no WordPress export does and which "
                    "can hide an attack: remove the <!DOCTYPE …> if you trust the file."
                )
        parent = element.getparent()
        if event == "end" and parent is not None and parent.tag == "channel":
            yield element
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


def _collect(export: Export, element: etree._Element) -> None:
    match _name(element):
        case "title":
            export.site.title = _text(element)
        case "link":
            export.site.url = export.site.url or _text(element).rstrip("/")
        case "wp:base_blog_url":
            export.site.url = _text(element).rstrip("/") or export.site.url
        case "language":
            export.site.language = _text(element)
        case "wp:wxr_version":
            export.site.version = _text(element)
        case "wp:author":
            export.authors.append(_read_author(element))
        case "wp:category" | "wp:tag" | "wp:term":
            export.terms.append(_read_term(element))
        case "item":
            export.items.append(_read_item(element))


def _read_author(element: etree._Element) -> ExportAuthor:
    values = _values(element)
    return ExportAuthor(
        login=values.get("wp:author_login", ""),
        display_name=values.get("wp:author_display_name", ""),
        email=values.get("wp:author_email", ""),
        first_name=values.get("wp:author_first_name", ""),
        last_name=values.get("wp:author_last_name", ""),
    )


def _read_term(element: etree._Element) -> ExportTerm:
    values = _values(element)
    match _name(element):
        case "wp:category":
            return ExportTerm(
                taxonomy="category",
                slug=values.get("wp:category_nicename", ""),
                name=values.get("wp:cat_name", ""),
                parent=values.get("wp:category_parent", ""),
                description=values.get("wp:category_description", ""),
            )
        case "wp:tag":
            return ExportTerm(
                taxonomy="post_tag",
                slug=values.get("wp:tag_slug", ""),
                name=values.get("wp:tag_name", ""),
                description=values.get("wp:tag_description", ""),
            )
        case _:
            return ExportTerm(
                taxonomy=values.get("wp:term_taxonomy", ""),
                slug=values.get("wp:term_slug", ""),
                name=values.get("wp:term_name", ""),
                parent=values.get("wp:term_parent", ""),
                description=values.get("wp:term_description", ""),
            )


def _read_item(element: etree._Element) -> ExportItem:
    values = _values(element)
    return ExportItem(
        post_type=values.get("wp:post_type", "post"),
        status=values.get("wp:status", "publish"),
        title=values.get("title", ""),
        post_id=values.get("wp:post_id", ""),
        guid=values.get("guid", ""),
        link=values.get("link", ""),
        slug=values.get("wp:post_name", ""),
        content=values.get("content:encoded", ""),
        excerpt=values.get("excerpt:encoded", ""),
        password=values.get("wp:post_password", ""),
        parent=values.get("wp:post_parent", ""),
        attachment_url=values.get("wp:attachment_url", ""),
        date=values.get("wp:post_date", ""),
        date_gmt=values.get("wp:post_date_gmt", ""),
        feed_date=values.get("pubDate", ""),
        modified=values.get("wp:post_modified", ""),
        modified_gmt=values.get("wp:post_modified_gmt", ""),
        comments_open=values.get("wp:comment_status", "") == "open",
        is_sticky=values.get("wp:is_sticky", "") == "1",
        creators=tuple(_text(child) for child in element if _name(child) == "dc:creator"),
        terms=tuple(_read_item_terms(element)),
        meta=tuple(_read_meta(child) for child in element if _name(child) == "wp:postmeta"),
        comments=tuple(_read_comment(child) for child in element if _name(child) == "wp:comment"),
        line=element.sourceline or 0,
    )


def _read_item_terms(element: etree._Element) -> Iterator[ExportTerm]:
    # Version 1.0 writes every term twice, once without its slug, and says "tag" for "post_tag".
    for child in element:
        if _name(child) == "category" and child.get("nicename"):
            domain = child.get("domain", "category")
            yield ExportTerm(
                taxonomy="post_tag" if domain == "tag" else domain,
                slug=child.get("nicename"),
                name=_text(child),
            )


def _read_meta(element: etree._Element) -> tuple[str, str]:
    values = _values(element)
    return values.get("wp:meta_key", ""), values.get("wp:meta_value", "")


def _read_comment(element: etree._Element) -> ExportComment:
    values = _values(element)
    return ExportComment(
        id=values.get("wp:comment_id", ""),
        author=values.get("wp:comment_author", ""),
        email=values.get("wp:comment_author_email", ""),
        url=values.get("wp:comment_author_url", ""),
        date=values.get("wp:comment_date", ""),
        date_gmt=values.get("wp:comment_date_gmt", ""),
        content=values.get("wp:comment_content", ""),
        approved=values.get("wp:comment_approved", ""),
        kind=values.get("wp:comment_type", "") or "comment",
        parent=values.get("wp:comment_parent", ""),
    )


def _values(element: etree._Element) -> dict[str, str]:
    return {_name(child): _text(child) for child in element}


def _name(element: etree._Element) -> str:
    """The element's name with the prefix that exports use, whichever version wrote it."""
    if not element.tag.startswith("{"):
        # With its prefix, where that was never declared: the parser says so only later.
        return element.tag
    name = etree.QName(element)
    if "://wordpress.org/export/" in name.namespace:
        prefix = "excerpt:" if name.namespace.rstrip("/").endswith("/excerpt") else "wp:"
        return prefix + name.localname
    if name.namespace in PREFIXES:
        return PREFIXES[name.namespace] + name.localname
    return element.tag


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _explain(path: Path, error: etree.XMLSyntaxError) -> BrokenExport:
    data = path.read_bytes()
    if b"<rss" not in data:
        return BrokenExport(
            f"{path} is not a WordPress export, because no RSS begins in it: choose the file that "
            "Tools → Export made."
        )
    if b"</rss>" not in data[-1000:]:
        lines = data.count(b"\n") + 1
        return BrokenExport(
            f"{path} stops in the middle, at line {lines}: the export or its download was cut "
            "off, so export it from WordPress again."
        )
    return BrokenExport(
        f"{path} is broken XML at line {error.lineno} ({error.msg}): export it from WordPress "
        "again, or mend that line in a text editor."
    )
