"""Look through a file once, before it is parsed, to find what has to be repaired or refused."""

import codecs
import re
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from imports.wordpress.file_kinds import read_head
from imports.wordpress.unpacking import CHUNK

DECLARED = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)")
WORDPRESS = re.compile(rb"<wp:|wordpress\.org/export")
PREFIX = re.compile(rb"<(excerpt|content|wfw|dc|wp):")
# What libxml2 refuses unless told otherwise.
LARGE_TEXT = 10_000_000
OVERLAP = 1000
ASCII_COMPATIBLE = ("ascii", "cp125", "iso-8859", "latin", "us-ascii", "windows-125")


@dataclass(slots=True)
class Inspection:
    declared_encoding: str = "utf-8"
    error: str = ""
    error_line: int = 0
    lines: int = 1
    invalid_line: int = 0  # the first that isn't valid UTF-8
    has_other_characters: bool = False  # than ASCII
    has_document_type: bool = False
    has_rss: bool = False
    has_wordpress_elements: bool = False
    is_complete: bool = False
    prefixes: set[str] = field(default_factory=set)
    large_texts: list[int] = field(default_factory=list)  # their lines

    @property
    def is_utf_8(self) -> bool:
        return not self.invalid_line

    @property
    def encoding(self) -> str:
        """The encoding in which to read the file: valid UTF-8 is UTF-8, whatever is declared."""
        if self.is_utf_8 or self.declared_encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
            return "utf-8"
        # As in browsers: what calls itself Latin-1 has Windows’s quotation marks.
        name = self.declared_encoding
        return "cp1252" if name in {"iso-8859-1", "latin1", "latin-1"} else name

    @property
    def is_well_formed(self) -> bool:
        contains_ascii = self.declared_encoding.startswith(ASCII_COMPATIBLE)
        is_declared_right = self.declared_encoding in {"utf-8", "utf8"} or (
            contains_ascii and not self.has_other_characters
        )
        return not self.error and is_declared_right

    @property
    def warnings(self) -> list[str]:
        return [
            f"the text in line {line} has more than ten million characters, perhaps because of a "
            "pasted picture. Check this post."
            for line in self.large_texts
        ]


def inspect(file: BinaryIO) -> Inspection:
    """Read the file from its start, and go back there."""
    found = Inspection()
    file.seek(0)
    head = read_head(file)
    if declared := DECLARED.match(head.removeprefix(codecs.BOM_UTF8)):
        found.declared_encoding = declared[1].decode("ascii").lower()
    parser = build_parser(found)
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    in_text = 0
    while chunk := file.read(CHUNK):
        if not found.error:
            check_syntax(parser, chunk, found)
        if found.is_utf_8:
            check_characters(decoder, chunk, found)
        both = before + chunk
        found.has_rss = found.has_rss or b"<rss" in both
        found.has_wordpress_elements = found.has_wordpress_elements or bool(WORDPRESS.search(both))
        found.prefixes.update(name.decode() for name in PREFIX.findall(both))
        start, end = both.rfind(b"<![CDATA["), both.rfind(b"]]>")
        if start > end:
            in_text = len(both) - start
        elif in_text and start == end == -1:
            in_text += len(chunk)
            if in_text > LARGE_TEXT >= in_text - len(chunk):
                found.large_texts.append(found.lines)
        else:
            in_text = 0
        found.lines += chunk.count(b"\n")
        before = both[-OVERLAP:]
        found.is_complete = b"</rss>" in before
    if not found.error:
        check_syntax(parser, b"", found, is_end=True)
    file.seek(0)
    return found


def build_parser(found: Inspection) -> expat.XMLParserType:
    # With a separator, the parser checks that prefixes are declared.
    parser = expat.ParserCreate("utf-8", " ")

    def note_document_type(*_: object) -> None:
        found.has_document_type = True

    parser.StartDoctypeDeclHandler = note_document_type
    return parser


def check_syntax(
    parser: expat.XMLParserType, chunk: bytes, found: Inspection, *, is_end: bool = False
) -> None:
    try:
        parser.Parse(chunk, is_end)
    except expat.ExpatError as error:
        found.error = expat.ErrorString(error.code)
        found.error_line = error.lineno


def check_characters(decoder: codecs.IncrementalDecoder, chunk: bytes, found: Inspection) -> None:
    found.has_other_characters = found.has_other_characters or not chunk.isascii()
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        found.invalid_line = found.lines + error.object.count(b"\n", 0, error.start)
