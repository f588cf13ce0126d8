"""Small MediaWiki dumps for tests, written as MediaWiki writes them."""

import bz2
import gzip
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {0: "", 1: "Talk", 2: "User", 6: "File", 10: "Template", 14: "Category"}


def head(version: str = "0.11") -> str:
    names = "".join(
        f'<namespace key="{number}" case="first-letter">{name}</namespace>\n'
        for number, name in NAMESPACES.items()
    )
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" '
        f'version="{version}" xml:lang="en">\n'
        "<siteinfo>\n<sitename>The old wiki</sitename>\n"
        "<base>https://wiki.example.org/wiki/Main_Page</base>\n"
        f"<namespaces>\n{names}</namespaces>\n</siteinfo>\n"
    )


def revision(number: int, text: str = "Some words.", **changes: str) -> str:
    values = {
        "timestamp": "2014-03-01T15:00:00Z",
        "username": "Ann",
        "comment": "",
        "model": "wikitext",
    } | changes
    comment = f"<comment>{escape(values['comment'])}</comment>\n" if values["comment"] else ""
    return (
        f"<revision>\n<id>{number}</id>\n<timestamp>{values['timestamp']}</timestamp>\n"
        f"<contributor><username>{values['username']}</username><id>2</id></contributor>\n"
        f"{comment}<model>{values['model']}</model>\n<format>text/x-wiki</format>\n"
        f'<text xml:space="preserve" bytes="{len(text.encode())}">{escape(text)}</text>\n'
        "</revision>\n"
    )


def page(
    number: int, *revisions: str, title: str = "", text: str = "Some words.", **changes: str
) -> str:
    """A page with these revisions, or with a single one that has this text."""
    namespace, redirect = changes.pop("ns", "0"), changes.pop("redirect", "")
    revisions = revisions or (revision(number * 10, text, **changes),)
    target = f"<redirect title={quoteattr(redirect)} />\n" if redirect else ""
    return (
        f"<page>\n<title>{escape(title or f'Page {number}')}</title>\n<ns>{namespace}</ns>\n"
        f"<id>{number}</id>\n{target}{''.join(revisions)}</page>\n"
    )


def redirect(number: int, title: str, target: str) -> str:
    return page(number, title=title, text=f"#REDIRECT [[{target}]]", redirect=target)


def write_dump(
    folder: Path, *pages: str, name: str = "dump.xml", version: str = "0.11", start: str = ""
) -> Path:
    """Write a dump, compressed according to its name."""
    data = ((start or head(version)) + "".join(pages) + "</mediawiki>\n").encode()
    return write_packed(folder / name, data)


def write_packed(path: Path, data: bytes) -> Path:
    pack = {".bz2": bz2.compress, ".gz": gzip.compress}.get(path.suffix, bytes)
    path.write_bytes(pack(data))
    return path
