"""CSV files to download, which no spreadsheet program runs."""

import csv
import re
from collections.abc import Iterable, Iterator

# Spreadsheet programs treat a cell that begins with one of these as a formula, which could send the
# contents of other cells to anyone. Some treat the full-width and small forms the same way.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_SIGNS = r"=+\-@|%＝＋－＠｜％﹦﹢﹣﹫−"
# Invisible characters, which some programs strip before they look: white space of all kinds, and
# zero-width marks.
INVISIBLE = r"\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# At the beginning, and after a semicolon or a line break, where another cell begins for programs
# that split at semicolons (those in locales with a decimal comma).
FORMULA = re.compile(rf"(?:^|(?<=[;\r\n]))(?=[{INVISIBLE}]*[{FORMULA_SIGNS}])")
# Excel files can't contain these characters (XML 1.0 §2.2), and no one types them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def neutralize(text: str) -> str:
    """Return a text that no spreadsheet program runs as a formula.

    An apostrophe goes before anything that would begin a formula, so that it is shown as text:
    before = + - @ | % and their full-width and small forms, including after white space and
    zero-width marks, at the beginning of the text or of a line, and after a semicolon; and before a
    text that begins with a tab or a line break. Control characters are removed.
    """
    text = FORMULA.sub("'", CONTROL.sub("", text))
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


class Echo:
    """A file for csv.writer that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def write_csv(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield CSV line by line, in UTF-8 with the byte order mark that Excel needs."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield writer.writerow(row).encode()
