"""Repair common errors in an export's XML, where that can't lose words.

Plug-ins, old versions of PHP, and homemade exporters write files that no XML parser accepts. Only
a few kinds of errors are repaired. Anything else is reported. The file is read and written piece by
piece, so that its size doesn't matter.
"""

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from typing import BinaryIO

from imports.wordpress.inspection import Inspection

# A bare "&" is one that doesn't start a reference that XML defines.
REFERENCE = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]*);)?")
XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
VERBATIM = re.compile(r"<!\[CDATA\[|<!--|<\?")
ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DECLARATION = re.compile(r"<\?xml.*?\?>", re.DOTALL)
START = re.compile(r"<\?xml|<rss")
ROOT = re.compile(r"<rss\b[^<>]*")
# What shows that an export, or another one, goes on.
RESUMED = re.compile(r"</?(?:rss|channel|item|wp:\w+)\b")
ROOT_END = re.compile(r"</rss\s*>")
OPENED = re.compile(r"<([\w:.-]+)(?:\s[^<>]*)?>\s*$")
CLOSED = re.compile(r"\s*</([\w:.-]+)")
CONTINUED = re.compile(r"\s*<!(?:\[CDATA\[|--)")
CHUNK = 1_000_000
# How far to look for the end of a text that seems to end too early.
MAXIMUM_LOOKAHEAD = 20_000_000
LONGEST_REFERENCE = 40
LONGEST_EPILOGUE = 1_000

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}


def repair_xml(source: BinaryIO, target: BinaryIO, found: Inspection) -> list[str]:
    """Write the repaired file as UTF-8, and return a warning for each kind of repair."""
    repairer = Repairer(found.prefixes)
    warnings = describe_encoding(found)
    for text in read_text(source, found.encoding):
        target.write(repairer.feed(text).encode())
    target.write(repairer.finish().encode())
    target.seek(0)
    return [*warnings, *repairer.describe()]


def read_text(source: BinaryIO, encoding: str) -> Iterator[str]:
    try:
        decoder = codecs.getincrementaldecoder(encoding)("windows-1252")
    except LookupError:
        decoder = codecs.getincrementaldecoder("utf-8")("windows-1252")
    source.seek(0)
    while chunk := source.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def describe_encoding(found: Inspection) -> list[str]:
    if found.is_utf_8 and found.declared_encoding not in {"utf-8", "utf8"}:
        if not found.has_other_characters:
            return []
        return [f"it declares the encoding {found.declared_encoding}, but is in UTF-8."]
    if not found.is_utf_8 and found.encoding == "utf-8":
        return [
            f"some characters (the first in line {found.invalid_line}) aren’t UTF-8 and were read "
            "as Windows-1252. Look for wrong accents and quotation marks."
        ]
    return []


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    # Old databases have Windows-1252 in the middle of UTF-8.
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _read_as_windows_1252)


class Repairer:
    """Repairs a text that arrives in pieces."""

    def __init__(self, prefixes: set[str]) -> None:
        self.prefixes = prefixes
        self.waiting = ""
        self.line = 1
        self.has_started = False
        self.has_root = False
        self.within = ""  # the start of the CDATA section, comment, or instruction
        self.last_text = ""
        self.preamble = ""
        self.has_ended = False
        self.epilogue = ""
        self.control_characters = 0
        self.first_control_line = 0
        self.reference_lines: list[int] = []
        self.early_end_lines: list[int] = []
        self.undeclared: list[str] = []

    def feed(self, text: str) -> str:
        self.waiting += text
        if not self.has_started:
            if len(self.waiting) < CHUNK // 2:
                return ""
            self._drop_preamble()
        return "".join(self._take())

    def finish(self) -> str:
        if not self.has_started:
            self._drop_preamble()
        return "".join(self._take(is_end=True))

    def describe(self) -> list[str]:
        warnings = []
        if self.preamble.strip():
            warnings.append(f"text before the XML was removed: “{self.preamble.strip()[:80]}”.")
        elif self.preamble:
            warnings.append("white space before the XML was removed.")
        if self.epilogue.strip():
            warnings.append(f"text after the XML was removed: “{self.epilogue.strip()[:80]}”.")
        if self.control_characters:
            warnings.append(
                "control characters, which XML forbids, were replaced with spaces: "
                f"{self.control_characters}, the first in line {self.first_control_line}."
            )
        if self.reference_lines:
            warnings.append(f"invalid ampersands (&) were repaired: {count(self.reference_lines)}.")
        if self.early_end_lines:
            warnings.append(
                f"“]]>”, which XML forbids within a text, was repaired: "
                f"{count(self.early_end_lines)}."
            )
        if self.undeclared:
            warnings.append(f"namespace prefixes were not declared: {', '.join(self.undeclared)}.")
        return warnings

    def _drop_preamble(self) -> None:
        self.has_started = True
        found = START.search(self.waiting)
        start = found.start() if found else 0
        self.preamble = self.waiting[:start].strip("\ufeff")
        # The result is UTF-8, so a declaration of another encoding has to go. Lines stay.
        rest = self.waiting[start:]
        if declaration := DECLARATION.match(rest):
            rest = "\n" * declaration[0].count("\n") + rest[declaration.end() :]
        self.waiting = "\n" * self.preamble.count("\n") + rest

    def _take(self, *, is_end: bool = False) -> Iterator[str]:
        """Yield repaired pieces of what is waiting, up to where more has to be known."""
        position = 0
        while position < len(self.waiting):
            if self.within:
                end = self._find_end(position, is_end=is_end)
            else:
                # Nothing after the document is read, whatever it looks like.
                found = None if self.has_ended else VERBATIM.search(self.waiting, position)
                end = found.start() if found else self._safe_end(position, is_end=is_end)
            yield self._write(self.waiting[position:end])
            position = end
            if self.within:
                closing = ENDS[self.within]
                if not self.waiting.startswith(closing, position):
                    break
                ends_early = self._ends_early(position, is_end=is_end)
                if ends_early is None:
                    break
                position += len(closing)
                if ends_early:
                    self.early_end_lines.append(self.line)
                    yield "]]]]><![CDATA[>"
                else:
                    self.within = ""
                    yield closing
            elif found and self.has_ended:
                continue
            elif found:
                self.within = found[0]
                yield self.within
                position = found.end()
            else:
                break
        self.waiting = self.waiting[position:]

    def _find_end(self, position: int, *, is_end: bool) -> int:
        closing = ENDS[self.within]
        end = self.waiting.find(closing, position)
        if end >= 0:
            return end
        # The closing may have arrived only in part.
        kept = 0 if is_end else len(closing) - 1
        return max(position, len(self.waiting) - kept)

    def _safe_end(self, position: int, *, is_end: bool) -> int:
        """Return up to where no tag or reference can be incomplete."""
        if is_end:
            return len(self.waiting)
        end = self.waiting.rfind("<", position)
        if end < 0:
            end = max(position, len(self.waiting) - LONGEST_REFERENCE)
            end = max(self.waiting.rfind("&", end - LONGEST_REFERENCE, end), position) or end
        return end

    def _ends_early(self, end: int, *, is_end: bool) -> bool | None:
        """Whether a "]]>" belongs to a CDATA section's text. None if more has to be known.

        It does if its element doesn't end there, but after another "]]>" before the next section.
        """
        opened = OPENED.search(self.last_text)
        if self.within != "<![CDATA[" or not opened:
            return False
        after = end + 3
        if len(self.waiting) < after + 200 and not is_end:
            return None
        closed = CLOSED.match(self.waiting, after)
        if CONTINUED.match(self.waiting, after) or (closed and closed[1] == opened[1]):
            return False
        right_end = re.compile(rf"\]\]>\s*</{re.escape(opened[1])}\s*>").search(self.waiting, after)
        next_section = self.waiting.find("<![CDATA[", after)
        if right_end is None and next_section < 0:
            is_known = is_end or len(self.waiting) > MAXIMUM_LOOKAHEAD
            return False if is_known else None
        return right_end is not None and not 0 <= next_section < right_end.start()

    def _write(self, text: str) -> str:
        if found := FORBIDDEN.search(text):
            # With a space, two words don't become one.
            if not self.first_control_line:
                self.first_control_line = self.line + text.count("\n", 0, found.start())
            text, number = FORBIDDEN.subn(" ", text)
            self.control_characters += number
        written = text if self.within else self._repair_text(self._drop_epilogue(text))
        self.line += text.count("\n")
        return written

    def _drop_epilogue(self, text: str) -> str:
        """Return the text without what follows the document, unless that has items, too."""
        kept, after = "", text
        if not self.has_ended:
            found = ROOT_END.search(text)
            if found is None:
                return text
            kept, after = text[: found.end()], text[found.end() :]
        self.has_ended = not RESUMED.search(after)
        if not self.has_ended:
            return kept + after
        self.epilogue = (self.epilogue + after)[:LONGEST_EPILOGUE]
        return kept + "\n" * after.count("\n")

    def _repair_text(self, text: str) -> str:
        self.last_text = (self.last_text + text)[-500:]

        counted, line = 0, self.line

        def repair(found: re.Match) -> str:
            nonlocal counted, line
            repaired = repair_reference(found)
            if repaired != found[0]:
                line += text.count("\n", counted, found.start())
                counted = found.start()
                self.reference_lines.append(line)
            return repaired

        written = REFERENCE.sub(repair, text) if "&" in text else text
        if "]]>" in written:
            at = text.find("]]>")
            self.early_end_lines += [self.line + text.count("\n", 0, at)] * written.count("]]>")
            written = written.replace("]]>", "]]&gt;")
        if not self.has_root and (root := ROOT.search(written)):
            self.has_root = True
            written = self._declare_prefixes(written, root)
        return written

    def _declare_prefixes(self, text: str, root: re.Match) -> str:
        self.undeclared = [
            prefix
            for prefix in NAMESPACES
            if prefix in self.prefixes and f"xmlns:{prefix}=" not in root[0]
        ]
        declarations = "".join(
            f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in self.undeclared
        )
        end = root.start() + len("<rss")
        return text[:end] + declarations + text[end:]


def repair_reference(found: re.Match) -> str:
    number, name = found.groups()
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        is_allowed = code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        return found[0] if is_allowed and not FORBIDDEN.match(chr(code)) else " "
    if name in XML_NAMES:
        return found[0]
    if name and f"{name};" in html5:
        return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + found[0][1:]


def count(lines: list[int]) -> str:
    numbers = sorted(set(lines))
    first = ", ".join(str(number) for number in numbers[:5])
    return f"{len(lines)} (line {first}{', …' if len(numbers) > 5 else ''})"
