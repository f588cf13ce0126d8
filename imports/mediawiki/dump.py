"""Read a MediaWiki dump (export versions 0.3 to 0.11) page by page, however large it is."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from imports.exceptions import UnreadableFile
from imports.mediawiki.dump_files import explain_error, open_dump
from imports.mediawiki.titles import WikiSite, find_namespace
from imports.xml_files import free_memory, parse_elements, text_of

EXPORT = re.compile(r"http://www\.mediawiki\.org/xml/export-([\d.]+)/")
KNOWN_VERSIONS = {f"0.{number}" for number in range(3, 12)}
REDIRECT = re.compile(r"\s*#\s*redirect(?:ion)?\s*:?\s*\[\[([^\[\]|\n]+)", re.IGNORECASE)
FIRST_LINK = re.compile(r"\s*#[^\[\]\n]*\[\[([^\[\]|\n]+)")


@dataclass(frozen=True, slots=True)
class DumpRevision:
    """`text` is None if it isn't in the dump: hidden on the wiki, or a dump without texts."""

    id: str = ""
    timestamp: datetime | None = None
    contributor: str = ""
    comment: str = ""
    text: str | None = ""
    model: str = "wikitext"


@dataclass(frozen=True, slots=True)
class DumpPage:
    """A page with its latest revision. `redirect` is the title that it redirects to."""

    title: str
    namespace: int
    id: str
    revision: DumpRevision
    redirect: str = ""
    line: int = 0


@dataclass(slots=True)
class Dump:
    """`site` and `warnings` are complete after the first page has been read."""

    path: Path
    site: WikiSite = field(default_factory=WikiSite)
    warnings: list[str] = field(default_factory=list)

    def pages(self) -> Iterator[DumpPage]:
        """Yield each page, and free its memory afterward.

        Raises UnreadableFile on reaching damaged data. The pages before that are intact.
        """
        count = 0
        try:
            with open_dump(self.path) as file:
                for page in self._parse(file):
                    yield page
                    count += 1
        except (etree.XMLSyntaxError, EOFError, zlib.error, OSError) as error:
            raise explain_error(self.path, error, count) from error

    def _parse(self, file: BinaryIO) -> Iterator[DumpPage]:
        root = None
        latest: DumpRevision | None = None
        for event, element in parse_elements(self.path, file, has_large_texts=True):
            if root is None:
                root = element
                self._check_root(root)
            if event == "start":
                continue
            match local_name(element):
                case "siteinfo":
                    self.site = read_site(element)
                case "revision":
                    latest = newer_of(latest, read_revision(element))
                    free_revision(element)
                case "page":
                    yield self._read_page(element, latest or DumpRevision(text=None))
                    latest = None
                    free_memory(element)

    def _check_root(self, root: etree._Element) -> None:
        if local_name(root) != "mediawiki":
            raise UnreadableFile(
                f"{self.path} isn’t a MediaWiki dump: it starts with <{root.tag}>, not "
                "<mediawiki>. Choose the file that Special:Export or dumpBackup.php created."
            )
        namespace = etree.QName(root).namespace or ""
        found = EXPORT.fullmatch(namespace)
        version = found[1] if found else root.get("version", "")
        if version and version not in KNOWN_VERSIONS:
            self.warnings.append(
                f"{self.path.name}: unknown export format {version}, read as version 0.11. Check "
                "the result."
            )

    def _read_page(self, element: etree._Element, revision: DumpRevision) -> DumpPage:
        values = {local_name(child): child for child in element}
        title = " ".join(text_of(values.get("title")).replace("_", " ").split())
        number = text_of(values.get("ns"))
        # Before version 0.6, only the title tells the namespace.
        namespace = (
            int(number) if number.lstrip("-").isdigit() else find_namespace(title, self.site)
        )
        return DumpPage(
            title=title,
            namespace=namespace,
            id=text_of(values.get("id")),
            revision=revision,
            redirect=read_redirect(values.get("redirect"), revision.text or ""),
            line=element.sourceline or 0,
        )


def read_site(element: etree._Element) -> WikiSite:
    values = {local_name(child): child for child in element}
    names = values.get("namespaces")
    namespaces = {
        int(child.get("key")): text_of(child)
        for child in (names if names is not None else ())
        if (child.get("key") or "").lstrip("-").isdigit()
    }
    return WikiSite(
        name=text_of(values.get("sitename")),
        base=text_of(values.get("base")),
        local_names=namespaces,
    )


def read_revision(element: etree._Element) -> DumpRevision:
    values = {local_name(child): child for child in element}
    text = values.get("text")
    contributor = values.get("contributor")
    names = values_of(contributor) if contributor is not None else {}
    return DumpRevision(
        id=text_of(values.get("id")),
        timestamp=read_timestamp(text_of(values.get("timestamp"))),
        contributor=names.get("username", ""),
        comment=" ".join(text_of(values.get("comment")).split()),
        text=None if text is None or is_text_missing(text) else "".join(text.itertext()),
        model=text_of(values.get("model")) or "wikitext",
    )


def values_of(element: etree._Element) -> dict[str, str]:
    return {local_name(child): text_of(child) for child in element}


def is_text_missing(text: etree._Element) -> bool:
    size = text.get("bytes", "0")
    return not text.text and (text.get("deleted") is not None or (size.isdigit() and int(size) > 0))


def read_timestamp(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_redirect(element: etree._Element | None, text: str) -> str:
    """Return the title that a page redirects to. Before version 0.6, only the text tells."""
    target = element.get("title", "") if element is not None else ""
    if not target:
        # With the element, accept the redirect keyword of any language.
        found = (REDIRECT if element is None else FIRST_LINK).match(text)
        target = found[1] if found else ""
    return " ".join(target.replace("_", " ").split()).lstrip(":").strip()


def newer_of(one: DumpRevision | None, other: DumpRevision) -> DumpRevision:
    """Return the later of two revisions, or the second if neither has a timestamp."""
    earliest = datetime.min.replace(tzinfo=UTC)
    if one is None or (one.timestamp or earliest) <= (other.timestamp or earliest):
        return other
    return one


def free_revision(element: etree._Element) -> None:
    element.clear()
    previous = element.getprevious()
    if previous is not None and local_name(previous) == "revision":
        element.getparent().remove(previous)


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname
