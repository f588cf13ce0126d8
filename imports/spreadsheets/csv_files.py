"""Comma-separated values (RFC 4180), in the variants that spreadsheet programs write."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from imports.exceptions import UnreadableFile
from imports.spreadsheets import messages
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.sheets import (
    HEADING_ROWS,
    MAX_COLUMNS,
    RawCell,
    RawRow,
    Sheet,
    clean,
    read_sheet,
)

DELIMITERS = ",;\t|"
# Excel writes this line, and doesn't show it as a row.
DECLARED_DELIMITER = re.compile(r"sep=(.)\r?\n")
NOT_UTF8 = (
    "This file isn’t in UTF-8, so it was read as {}. If some characters look wrong, save it as CSV "
    "UTF-8 and try again."
)
CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
SUFFIX = r"(?:s|t|d|m|re|ve|ll)\b"
# What text has when it is decoded wrongly: CafÈ, ìGetting, N˙Òez, a letter alone, districtÕs, Itís.
MISREAD = re.compile(
    r"(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŠŒŽŸ]|[^\W\d_a-zA-ZÀ-ÖØ-Þ](?=[A-Z])|(?<=\w)[¡-´¶-¿ƒˆ-˝‹›†‡‰‚„]+(?=\w)"
    r"|(?<!\S)[ÑÒÓÕÐß-ßâ-çêë-òô-öù-ÿ](?!\S)|(?<=[a-z])[ßìîï](?!\w)|œ(?![ui])"
    r"|(?<=[b-df-hj-np-tv-z])[ñ–](?=[a-z])|(?<=[a-z])í"
    + SUFFIX
    + r"|(?<=[a-z])’(?!"
    + SUFFIX
    + r")(?=[a-z])"
)


def read_csv(content: bytes, names: ColumnNames) -> Sheet:
    """Raises UnreadableFile."""
    text, notices = decode(content)
    if "\0" in text:
        raise UnreadableFile(messages.NOT_A_SPREADSHEET)
    declared = DECLARED_DELIMITER.match(text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared else find_delimiter(text, names)
    sheet = read_sheet(read_rows(text, delimiter=delimiter), names)
    sheet.notices[:0] = notices
    return sheet


def decode(content: bytes) -> tuple[str, list[str]]:
    """Return (the text, notices about its encoding)."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), []
        # In UTF-16 without a mark, every other byte of English text is zero.
        for encoding, zeros in (("utf-16-le", content[1:200:2]), ("utf-16-be", content[:200:2])):
            if zeros.count(0) > len(zeros) // 2:
                return content.decode(encoding), []
    except UnicodeDecodeError as error:
        raise UnreadableFile(messages.NOT_A_SPREADSHEET) from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    # Some programs write the mark of UTF-8 before text that isn’t.
    return decode_one_byte(content.removeprefix(codecs.BOM_UTF8))


def decode_one_byte(content: bytes) -> tuple[str, list[str]]:
    """Decode what Excel writes on Windows or on a Mac, whichever looks less wrong."""
    readings = []
    for encoding, name in (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((len(MISREAD.findall(text)), text, name))
    if CONTROLS.search(content):
        raise UnreadableFile(messages.NOT_A_SPREADSHEET)
    _, text, name = min(readings, key=lambda reading: reading[0])
    return text, [NOT_UTF8.format(name)]


def find_delimiter(text: str, names: ColumnNames) -> str:
    """Return the delimiter with which one of the first rows has the most known columns.

    If none has any, return the one that splits the first rows into the most cells.
    """

    def count_known(delimiter: str) -> tuple[int, int]:
        known = cells = 0
        try:
            filled = (row for row in parse(text, delimiter) if any(row))
            for row in islice(filled, HEADING_ROWS):
                known = max(known, len(names.known_in(row[:MAX_COLUMNS])))
                cells += len(row) - 1
        except csv.Error:
            pass
        return known, cells

    return max(DELIMITERS, key=count_known)


def parse(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def read_rows(text: str, *, delimiter: str) -> Iterator[tuple[int, RawRow]]:
    """Yield (number, cells). A row may span several lines of the file."""
    number = 0
    try:
        for number, row in enumerate(parse(text, delimiter), start=1):
            while row and not row[-1]:
                row.pop()
            if len(row) > MAX_COLUMNS:
                raise UnreadableFile(messages.TOO_WIDE)
            yield number, [RawCell(clean(value)) for value in row]
    except csv.Error as error:
        raise UnreadableFile(
            f"Row {number + 1} can’t be read. A closing quotation mark is probably missing. Fix "
            "the row, or open the file in your spreadsheet program and save it again."
        ) from error
