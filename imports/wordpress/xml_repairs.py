"""Repair common errors in an export's XML, where that can't lose words.

Plug-ins, old versions of PHP, and homemade exporters write files that no XML parser accepts. Only
five kinds of errors are repaired. Anything else is reported.
"""

import codecs
import re
from html.entities import html5

# A bare "&" is one that doesn't start a reference that XML defines.
REFERENCE = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]*);)?")
XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
VERBATIM = re.compile(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>)", re.DOTALL)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DECLARATION = re.compile(r"<\?xml.*?\?>", re.DOTALL)

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}


def repair_xml(data: bytes) -> tuple[bytes, list[str]]:
    """Return the repaired file as UTF-8, and a warning for each kind of repair."""
    text, warnings = _decode(data)
    for step in (
        _drop_preamble,
        _replace_control_characters,
        _escape_ampersands,
        _declare_prefixes,
    ):
        text, warning = step(text)
        warnings += [warning] if warning else []
    return text.encode(), warnings


def _decode(data: bytes) -> tuple[str, list[str]]:
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", data)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if encoding not in {"utf-8", "utf8"}:
        try:
            return data.decode(encoding), []
        except (LookupError, UnicodeDecodeError):
            pass  # The declaration is wrong. Such exports are in UTF-8.
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    return data.decode("utf-8-sig", errors="windows-1252"), [
        f"some characters (the first in line {line}) aren’t UTF-8 and were read as Windows-1252. "
        "Look for wrong accents and quotation marks."
    ]


def _read_as_windows_1252(error: UnicodeDecodeError) -> tuple[str, int]:
    # Old databases have Windows-1252 in the middle of UTF-8.
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _read_as_windows_1252)


def _drop_preamble(text: str) -> tuple[str, str]:
    start = min((at for at in (text.find("<?xml"), text.find("<rss")) if at >= 0), default=0)
    preamble = text[:start].strip("\ufeff")
    # The result is UTF-8, so a declaration of another encoding has to go. Keep the line numbers.
    rest = DECLARATION.sub("", text[start:], count=1)
    text = "\n" * preamble.count("\n") + rest
    if not preamble.strip():
        return text, "white space before the XML was removed." if preamble else ""
    return text, f"text before the XML was removed: “{preamble.strip()[:80]}”."


def _replace_control_characters(text: str) -> tuple[str, str]:
    # Replace each with a space, so that two words don't become one.
    found = FORBIDDEN.search(text)
    if not found:
        return text, ""
    repaired, count = FORBIDDEN.subn(" ", text)
    return repaired, (
        f"control characters, which XML forbids, were replaced with spaces: {count}, the first in "
        f"line {_line_at(text, found.start())}."
    )


def _escape_ampersands(text: str) -> tuple[str, str]:
    pieces = VERBATIM.split(text)
    lines = []
    line = 1
    for index, piece in enumerate(pieces):
        if index % 2 == 0:

            def repair_reference(found: re.Match, piece: str = piece, line: int = line) -> str:
                repaired = _repair_reference(found)
                if repaired != found[0]:
                    lines.append(line + piece.count("\n", 0, found.start()))
                return repaired

            pieces[index] = REFERENCE.sub(repair_reference, piece)
        line += piece.count("\n")
    if not lines:
        return text, ""
    first = ", ".join(str(number) for number in sorted(set(lines))[:5])
    return "".join(pieces), (
        f"invalid ampersands (&) were repaired: {len(lines)} (line {first}"
        f"{', …' if len(set(lines)) > 5 else ''})."
    )


def _repair_reference(found: re.Match) -> str:
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


def _declare_prefixes(text: str) -> tuple[str, str]:
    missing = {
        prefix: address
        for prefix, address in NAMESPACES.items()
        if f"<{prefix}:" in text and f"xmlns:{prefix}=" not in text
    }
    declarations = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in missing.items())
    if not declarations:
        return text, ""
    repaired = re.sub(r"<rss\b", lambda found: found[0] + declarations, text, count=1)
    return repaired, f"namespace prefixes were not declared: {', '.join(missing)}."


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
