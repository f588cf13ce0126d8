"""Read a MediaWiki dump (export versions 0.3 to 0.11) page by page, however large it is."""

import bz2
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from imports.mediawiki.titles import WikiSite, find_namespace

EXPORT = re.compile(r"http://www\.mediawiki\.org/xml/export-([\d.]+)/")
KNOWN_VERSIONS = {f"0.{number}" for number in range(3, 12)}
# What a file begins with, and how to read it.
DECOMPRESSORS = {b"BZh": bz2.open, b"\x1f\x8b": gzip.open}
UNSUPPORTED_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"PK\x03\x04": "ZIP",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
REDIRECT = re.compile(r"\s*#\s*redirect(?:ion)?\s*:?\s*\[\[([^\[\]|\n]+)", re.IGNORECASE)
FIRST_LINK = re.compile(r"\s*#[^\[\]\n]*\[\[([^\[\]|\n]+)")
EXPORT_AGAIN = "export it again (Special:Export, or dumpBackup.php --current)"


class BrokenDump(Exception):
    """This file cannot be read as a MediaWiki dump."""


@dataclass(frozen=True, slots=True)
class DumpRevision:
    """`text` is None where the dump does not have it: hidden on the wiki, or left out of a stub."""

    id: str = ""
    timestamp: datetime | None = None
    contributor: str = ""
    comment: str = ""
    text: str | None = ""
    model: str = "wikitext"


@dataclass(frozen=True, slots=True)
class DumpPage:
    """A page as it was last saved. `redirect` is the title that it leads to."""

    title: str
    namespace: int
    id: str
    revision: DumpRevision
    redirect: str = ""
    line: int = 0


@dataclass(slots=True)
class Dump:
    """`site` and `warnings` are complete once the first page was read."""

    path: Path
    site: WikiSite = field(default_factory=WikiSite)
    warnings: list[str] = field(default_factory=list)

    def pages(self) -> Iterator[DumpPage]:
        """Yield each page and forget it afterward.

        Raises BrokenDump, whose message is one sentence for whoever ran the import, when it comes
        to what is damaged: the pages before that are good.
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
        events = etree.iterparse(
            file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            # A page's text may well have more than ten million characters.
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        root = None
        latest: DumpRevision | None = None
        for event, element in events:
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
                    forget_revision(element)
                case "page":
                    if latest is not None:
                        yield self._read_page(element, latest)
                    latest = None
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]

    def _check_root(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.internalDTD is not None:
            raise BrokenDump(
                f"{self.path} declares a document type, which no MediaWiki dump does and which can "
                "hide an attack: remove the <!DOCTYPE …> if you trust the file."
            )
        if local_name(root) != "mediawiki":
            raise BrokenDump(
                f"{self.path} is not a MediaWiki dump, because it begins with <{root.tag}> and not "
                "with <mediawiki>: choose the file that Special:Export or dumpBackup.php made."
            )
        namespace = etree.QName(root).namespace or ""
        found = EXPORT.fullmatch(namespace)
        version = found[1] if found else root.get("version", "")
        if version and version not in KNOWN_VERSIONS:
            self.warnings.append(
                f"{self.path.name}: the export format {version} is not known here, so it was read "
                "like version 0.11; look the result over."
            )

    def _read_page(self, element: etree._Element, revision: DumpRevision) -> DumpPage:
        values = {local_name(child): child for child in element}
        title = " ".join(text_of(values.get("title")).replace("_", " ").split())
        number = text_of(values.get("ns"))
        # Before version 0.6, a page's namespace stood in its title alone.
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


@contextmanager
def open_dump(path: Path) -> Iterator[BinaryIO]:
    """Open a dump, packed or not. What the file begins with counts, and not its name."""
    with path.open("rb") as file:
        start = file.read(6)
    if not start:
        raise BrokenDump(f"{path} is empty: {EXPORT_AGAIN}.")
    for signature, name in UNSUPPORTED_ARCHIVES.items():
        if start.startswith(signature):
            raise BrokenDump(
                f"{path} is packed with {name}, which cannot be read here: unpack it, and give the "
                "XML file."
            )
    unpack = next(
        (unpack for magic, unpack in DECOMPRESSORS.items() if start.startswith(magic)), open
    )
    with unpack(path, "rb") as file:
        yield file


def explain_error(path: Path, error: Exception, count: int) -> BrokenDump:
    so_far = f" The pages before that came in ({count})." if count else ""
    if isinstance(error, OSError) and error.errno is not None:
        reason = error.strerror or error
        return BrokenDump(
            f"{path} cannot be opened ({reason}): check the path and that you may read the file."
        )
    if isinstance(error, EOFError):
        return BrokenDump(
            f"{path} stops in the middle: it was cut off while it was packed or downloaded, so "
            f"download it or {EXPORT_AGAIN}.{so_far}"
        )
    if isinstance(error, OSError | zlib.error):
        return BrokenDump(
            f"{path} cannot be unpacked, because it is damaged ({error}): download it or "
            f"{EXPORT_AGAIN}.{so_far}"
        )
    if is_cut_off(path):
        return BrokenDump(
            f"{path} stops in the middle, at line {error.lineno}: the export or its download was "
            f"cut off, so {EXPORT_AGAIN}.{so_far}"
        )
    if not count and not looks_like_dump(path):
        return BrokenDump(
            f"{path} is not a MediaWiki dump, because it is no XML: choose the file that "
            "Special:Export or dumpBackup.php made."
        )
    reason = (error.msg or "").partition(", line ")[0]
    return BrokenDump(
        f"{path} is broken XML at line {error.lineno} ({reason}): {EXPORT_AGAIN}, or mend that "
        f"line in a text editor.{so_far}"
    )


def looks_like_dump(path: Path) -> bool:
    with open_dump(path) as file:
        return b"<mediawiki" in file.read(10_000)


def is_cut_off(path: Path) -> bool:
    if not looks_like_dump(path):
        return False
    end = b""
    with open_dump(path) as file:
        while piece := file.read(1_000_000):
            end = (end + piece)[-1000:]
    return b"</mediawiki>" not in end


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
        text=None if text is None or is_left_out(text) else "".join(text.itertext()),
        model=text_of(values.get("model")) or "wikitext",
    )


def values_of(element: etree._Element) -> dict[str, str]:
    return {local_name(child): text_of(child) for child in element}


def is_left_out(text: etree._Element) -> bool:
    size = text.get("bytes", "0")
    return not text.text and (text.get("deleted") is not None or (size.isdigit() and int(size) > 0))


def read_timestamp(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_redirect(element: etree._Element | None, text: str) -> str:
    """Return the title that a page leads to: versions before 0.6 say it in the text alone."""
    target = element.get("title", "") if element is not None else ""
    if not target:
        # Wikis in other languages have other words for it, of which the element tells.
        found = (REDIRECT if element is None else FIRST_LINK).match(text)
        target = found[1] if found else ""
    return " ".join(target.replace("_", " ").split()).lstrip(":").strip()


def newer_of(one: DumpRevision | None, other: DumpRevision) -> DumpRevision:
    """Return the later of two revisions; of two without a moment, the one that stands later."""
    earliest = datetime.min.replace(tzinfo=UTC)
    if one is None or (one.timestamp or earliest) <= (other.timestamp or earliest):
        return other
    return one


def forget_revision(element: etree._Element) -> None:
    element.clear()
    previous = element.getprevious()
    if previous is not None and local_name(previous) == "revision":
        element.getparent().remove(previous)


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname


def text_of(element: etree._Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
