"""Recognize the file of a reference manager by what is in it, not by its name."""

import re

from imports.bibliographies.csl_json import read_csl_json
from imports.bibliographies.references import to_sheet
from imports.bibliographies.ris import read_ris
from imports.exceptions import UnreadableFile
from imports.spreadsheets import MAX_BYTES, ColumnNames, Sheet, messages, read_spreadsheet
from imports.spreadsheets.csv_files import decode

# How much is looked at. Comments may come before the first reference.
BEGINNING = 20_000
JSON = re.compile(r"\s*[\[{]")
RIS = re.compile(r"^TY  ?- ", re.MULTILINE)
BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
OTHER_FORMAT = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?<(?:rdf:RDF|modsCollection|xml|records|b:Sources)\b|\s*%0 [A-Z]"
)
NOT_READ = (
    "This is a bibliography in a format that isn’t read here. Export it as CSL JSON, BibTeX, or "
    "RIS, and choose that file."
)


def read_resources_file(content: bytes, names: ColumnNames) -> Sheet:
    """Read a spreadsheet or a bibliography into rows of resources. Raises UnreadableFile."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(messages.TOO_LARGE)
    if OTHER_FORMAT.match(content[:BEGINNING]):
        raise UnreadableFile(NOT_READ)
    if b"\0" in content[:BEGINNING] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return read_spreadsheet(content, names)
    try:
        text, notices = decode(content)
    except UnreadableFile:
        return read_spreadsheet(content, names)
    beginning = text[:BEGINNING]
    if JSON.match(beginning):
        references = read_csl_json(text)
    elif RIS.search(beginning):
        references = read_ris(text)
    elif BIBTEX.search(beginning):
        # Its parser takes a tenth of a second to load, which no start of the site should.
        from imports.bibliographies.bibtex import read_bibtex

        references = read_bibtex(text)
    else:
        return read_spreadsheet(content, names)
    sheet = to_sheet(references)
    sheet.notices[:0] = notices
    return sheet
