"""Read a WordPress export (WXR 1.0, 1.1, or 1.2; a missing version is accepted).

A file is read twice, so that it needn't fit into memory: once for everything but the texts, and
then item by item.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import BinaryIO

from lxml import etree

from imports.exceptions import UnreadableFile
from imports.wordpress.export import (
    Export,
    ExportAuthor,
    ExportComment,
    ExportItem,
    ExportTerm,
)
from imports.wordpress.opening import open_export_file
from imports.xml_files import free_memory, parse_elements, text_of

PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
KNOWN_VERSIONS = {"1.0", "1.1", "1.2"}


def read_export_file(path: Path) -> list[Export]:
    """Read the exports at `path`, one for each site, without the texts of their items.

    WordPress splits large exports, and an archive can have those of several sites. If the file
    isn't well-formed XML, repairs it where that can't lose words, and adds a warning to the first.
    Raises UnreadableFile, whose message is for the person who runs the import.
    """
    with open_export_file(path) as (file, warnings):
        try:
            exports = _parse(path, file)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                f"{path} isn’t valid XML, line {error.lineno} ({error.msg}). Export it from "
                "WordPress again, or fix that line in a text editor."
            ) from error
    exports[0].warnings[:0] = warnings
    return exports


def read_items(export: Export) -> Iterator[ExportItem]:
    """Yield the items of an export that was read before, each with its text."""
    with open_export_file(export.path) as (file, _):
        for channel, element in _stream_channels(export.path, file):
            if channel in export.channels and _name(element.tag) == "item":
                yield _read_item(element)


def _parse(path: Path, file: BinaryIO) -> list[Export]:
    channels: dict[int, Export] = {}
    for channel, element in _stream_channels(path, file):
        export = channels.setdefault(channel, Export(path, channels={channel}))
        if _name(element.tag) == "item":
            export.items.append(_read_item(element).without_text())
        else:
            _collect(export, element)
    if not channels:
        raise UnreadableFile(
            f"{path} isn’t a WordPress export: it has no channel with posts. Choose the file that "
            "Tools → Export created."
        )
    sites: dict[str, Export] = {}
    for export in channels.values():
        whole = sites.setdefault(export.site.url, export)
        if whole is not export:
            whole.add(export)
    for export in sites.values():
        if export.site.version and export.site.version not in KNOWN_VERSIONS:
            export.warnings.append(
                f"{path.name}: unknown export format {export.site.version}, read as version 1.2. "
                "Check the result."
            )
    return list(sites.values())


def _stream_channels(path: Path, file: BinaryIO) -> Iterator[tuple[int, etree._Element]]:
    """Yield each element of each channel with the channel's number, and free its memory after."""
    channel = -1
    for event, element in parse_elements(path, file, has_large_texts=True):
        if event == "start":
            channel += element.tag == "channel"
            continue
        parent = element.getparent()
        if parent is not None and parent.tag == "channel":
            yield channel, element
            free_memory(element)


def _collect(export: Export, element: etree._Element) -> None:
    match _name(element.tag):
        case "title":
            export.site.title = text_of(element)
        case "link":
            export.site.url = export.site.url or text_of(element).rstrip("/")
        case "wp:base_blog_url":
            export.site.url = text_of(element).rstrip("/") or export.site.url
        case "language":
            export.site.language = text_of(element)
        case "wp:wxr_version":
            export.site.version = text_of(element)
        case "wp:author":
            export.authors.append(_read_author(element))
        case "wp:category" | "wp:tag" | "wp:term":
            export.terms.append(_read_term(element))


def _read_author(element: etree._Element) -> ExportAuthor:
    values = _values(element)
    return ExportAuthor(
        login=values.get("wp:author_login", ""),
        display_name=values.get("wp:author_display_name", ""),
        email=values.get("wp:author_email", ""),
        first_name=values.get("wp:author_first_name", ""),
        last_name=values.get("wp:author_last_name", ""),
        number=values.get("wp:author_id", ""),
    )


def _read_term(element: etree._Element) -> ExportTerm:
    values = _values(element)
    match _name(element.tag):
        case "wp:category":
            return ExportTerm(
                taxonomy="category",
                slug=values.get("wp:category_nicename", ""),
                name=values.get("wp:cat_name", ""),
                parent=values.get("wp:category_parent", ""),
                description=values.get("wp:category_description", ""),
                number=values.get("wp:term_id", ""),
            )
        case "wp:tag":
            return ExportTerm(
                taxonomy="post_tag",
                slug=values.get("wp:tag_slug", ""),
                name=values.get("wp:tag_name", ""),
                description=values.get("wp:tag_description", ""),
                number=values.get("wp:term_id", ""),
            )
        case _:
            return ExportTerm(
                taxonomy=values.get("wp:term_taxonomy", ""),
                slug=values.get("wp:term_slug", ""),
                name=values.get("wp:term_name", ""),
                parent=values.get("wp:term_parent", ""),
                description=values.get("wp:term_description", ""),
                number=values.get("wp:term_id", ""),
            )


def _read_item(element: etree._Element) -> ExportItem:
    values: dict[str, str] = {}
    creators, terms, meta, comments = [], [], [], []
    for child in element:
        match name := _name(child.tag):
            case "wp:postmeta":
                meta.append(_read_meta(child))
            case "wp:comment":
                comments.append(_read_comment(child))
            case "dc:creator":
                creators.append(intern(text_of(child)))
            case "category":
                # Version 1.0 writes each term twice, once without its slug.
                if slug := child.get("nicename"):
                    domain = child.get("domain", "category")
                    terms.append(_term_of_item(domain, slug, text_of(child)))
            case _:
                values[name] = text_of(child)
    return ExportItem(
        post_type=intern(values.get("wp:post_type", "post")),
        status=intern(values.get("wp:status", "publish")),
        title=values.get("title", ""),
        post_id=values.get("wp:post_id", ""),
        guid=values.get("guid", ""),
        link=values.get("link", ""),
        slug=values.get("wp:post_name", ""),
        content=values.get("content:encoded", ""),
        content_filtered=values.get("wp:post_content_filtered", ""),
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
        creators=tuple(creators),
        terms=tuple(terms),
        meta=tuple(meta),
        comments=tuple(_number_comments(comments)),
        comment_count=len(comments),
        line=element.sourceline or 0,
    )


# Items share the terms that they have in common: the items of a file are kept in memory.
@lru_cache(maxsize=20_000)
def _term_of_item(domain: str, slug: str, name: str) -> ExportTerm:
    # What version 1.0 writes for "post_tag".
    taxonomy = "post_tag" if domain == "tag" else domain
    return ExportTerm(taxonomy, slug, name)


def _read_meta(element: etree._Element) -> tuple[str, str]:
    values = _values(element)
    return values.get("wp:meta_key", ""), values.get("wp:meta_value", "")


def _number_comments(comments: Iterable[ExportComment]) -> Iterator[ExportComment]:
    """Yield the comments on an item. A number that is given again gets something added."""
    numbers: Counter[str] = Counter()
    for comment in comments:
        numbers[comment.id] += 1
        again = numbers[comment.id]
        yield comment if again == 1 else replace(comment, id=f"{comment.id}-{again}")


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
    return {_name(child.tag): text_of(child) for child in element}


@lru_cache(maxsize=1_000)
def _name(tag: str) -> str:
    """Return an element's name with its usual prefix, for every version of the format."""
    if not tag.startswith("{"):
        # The prefix wasn't declared. The parser reports that only later.
        return tag
    name = etree.QName(tag)
    if "://wordpress.org/export/" in name.namespace:
        prefix = "excerpt:" if name.namespace.rstrip("/").endswith("/excerpt") else "wp:"
        return prefix + name.localname
    if name.namespace in PREFIXES:
        return PREFIXES[name.namespace] + name.localname
    return tag
