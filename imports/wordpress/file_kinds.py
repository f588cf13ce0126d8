"""Say what a file is that was chosen instead of an export."""

import re
from typing import BinaryIO

HEAD = 65_536
EXPORT_HINT = "Choose the file that Tools → Export created."
BINARY = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel, Word, or PowerPoint file"),
    (b"SQLite format 3", "a database file"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio or video file"),
    (b"\x1a\x45\xdf\xa3", "a video"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
SQL = re.compile(
    rb"^\s*(?:--|/\*!?).{0,200}(?:SQL|dump|phpMyAdmin|MariaDB|Adminer)"
    rb"|^\s*(?:CREATE TABLE|INSERT INTO|DROP TABLE|SET NAMES|LOCK TABLES)\b",
    re.IGNORECASE | re.MULTILINE,
)
# An export may follow a warning of PHP, but none of these.
OTHER_STARTS = (b"{", b"[", b"--", b"/*", b"INSERT", b"CREATE", b"DROP")
ROOT = re.compile(rb"<(?![!?])([A-Za-z_][\w:.-]*)")
COMMENTS = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^<>\[]*>", re.DOTALL | re.IGNORECASE)
LOGIN = re.compile(rb"type=[\"']?password|wp-login|\blog ?in\b|\bsign ?in\b", re.IGNORECASE)
XML_ROOTS = {
    "feed": "an Atom feed, such as Blogger’s backup. Import it into a WordPress site first, and "
    "export it there",
    "rdf:rdf": "a feed. A feed has only the latest posts",
    "opml": "a list of feeds (OPML)",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "mediawiki": "an export of MediaWiki. Import it with import_mediawiki",
    "svg": "an image",
    "disqus": "an export of Disqus’s comments",
    "plist": "a settings file",
    "error": "an error that a server sent as XML",
}


def describe_head(head: bytes) -> str:
    """Return what the start of a file shows it to be, or an empty string if it may be an export."""
    for start, what in BINARY:
        if head.startswith(start):
            return f"it is {what}"
    if head[4:12] in {b"ftypavif", b"ftypheic", b"ftypmif1"} or head[8:12] == b"WEBP":
        return "it is an image"
    if head[4:8] == b"ftyp":
        return "it is a video or audio file"
    if head[257:262] == b"ustar":
        return "it is a tar archive. Unpack it first"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return "it is empty"
    if b"<rss" in head and not text.startswith(OTHER_STARTS):
        return ""
    return describe_text(text)


def describe_text(text: bytes) -> str:
    if text[:1] in b"{[" and re.match(rb"[{\[]\s*(?:[\"{\[\]}]|-?\d|true|false|null)", text):
        return "it is JSON"
    root = ROOT.search(COMMENTS.sub(b"", text))
    name = root[1].decode("ascii").lower() if root else ""
    if b"Fatal error" in text or b"Parse error" in text:
        return "it has only an error of PHP, perhaps because the site is too large for its memory"
    if name in {"html", "head", "body", "title", "meta", "script"} or re.match(
        rb"<!doctype html", text, re.IGNORECASE
    ):
        hint = ""
        if LOGIN.search(text):
            hint = ", apparently one for logging in. Log in to WordPress, and export again"
        return f"it is a web page{hint}"
    if name in XML_ROOTS and text.startswith(b"<"):
        return f"it is {XML_ROOTS[name]}"
    if SQL.search(text):
        return "it is a dump of a database (SQL)"
    if text.startswith((b"<?php", b"#!")):
        return "it is a program"
    return describe_lines(text)


def describe_lines(text: bytes) -> str:
    """Recognize a table by its lines, which have the same number of separators."""
    if text.startswith(b"<"):
        return ""
    lines = text.splitlines()[:5]
    for separator in (b",", b";", b"\t"):
        counts = {line.count(separator) for line in lines if line.strip()}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return (
                "it is a spreadsheet (CSV). Import it with import_resources or import_events, or "
                "in the admin"
            )
    return ""


def describe_archive(names: list[str]) -> str:
    """Return what a zip file is that has no XML file."""
    if "[Content_Types].xml" in names:
        for folder, what in (
            ("xl/", "a spreadsheet (Excel). Import it with import_resources or import_events"),
            ("word/", "a Word document"),
            ("ppt/", "a PowerPoint presentation"),
        ):
            if any(name.startswith(folder) for name in names):
                return f"it is {what}"
    if "mimetype" in names and "content.xml" in names:
        return "it is a LibreOffice document"
    if not names:
        return "it is an empty zip file"
    shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    return f"it is a zip file without an XML file. It has: {shown}"


def read_head(file: BinaryIO) -> bytes:
    head = file.read(HEAD)
    file.seek(0)
    return head
