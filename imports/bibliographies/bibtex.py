"""BibTeX and BibLaTeX, as Zotero, JabRef, and Mendeley write them."""

import logging
import re

from bibtexparser import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import (
    BlockMiddleware,
    LatexDecodingMiddleware,
    NormalizeFieldKeys,
    RemoveEnclosingMiddleware,
    ResolveStringReferencesMiddleware,
    SeparateCoAuthors,
    SplitNameParts,
)
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, Field

from content.citations.makers import join_makers, natural_name
from imports.bibliographies.references import Reference
from imports.spreadsheets.values import find_addresses

# Each failure becomes a row of the report instead.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

TYPES = {
    **dict.fromkeys(["report", "techreport"], "report"),
    **dict.fromkeys(
        ["book", "inbook", "incollection", "mvbook", "bookinbook", "booklet", "manual",
         "collection", "proceedings"],
        "book",
    ),
    **dict.fromkeys(
        ["phdthesis", "mastersthesis", "thesis", "unpublished", "inproceedings", "conference"],
        "paper",
    ),
    **dict.fromkeys(["article", "periodical", "suppperiodical", "inreference"], "article"),
    **dict.fromkeys(["misc", "online", "electronic", "www", "webpage", "dataset"], "website"),
    **dict.fromkeys(["video", "movie"], "video"),
    **dict.fromkeys(["audio", "music", "podcast"], "recording"),
    **dict.fromkeys(["software"], "tool"),
    **dict.fromkeys(["legislation", "legal", "jurisdiction", "patent"], "policy"),
}  # fmt: skip
USED = {
    "title", "subtitle", "author", "editor", "organization", "institution", "publisher", "school",
    "year", "date", "month", "url", "doi", "abstract", "keywords", "howpublished", "type",
}  # fmt: skip
ADDRESSES = {"url", "doi", "howpublished", "note"}
BARE_PERCENT = re.compile(r"(?<!\\)%")
# Between columns of a table in LaTeX, of which a title has none.
BARE_AMPERSAND = re.compile(r"(?<!\\)&")
# Decoding would leave out {\LaTeX}.
LOGO = re.compile(r"\\((?:Bib|Xe|Lua|pdf)?(?:La)?TeX)\b(?:\{\})?")
# One part of a value: in braces two levels deep, in quotation marks, a number, or a string’s name.
IN_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
ONE_PART = rf"(?:{IN_BRACES}|\"(?:[^\"{{}}]|{IN_BRACES})*\"|[^\s{{}}\"#]+)"
PART = re.compile(rf"(?P<text>{ONE_PART})\s*(?:#|$)\s*")
PARTS = re.compile(rf"{ONE_PART}(?:\s*#\s*{ONE_PART})+")
ESCAPED = re.compile(r"\\([%&$#_~^{}])")


class JoinParts(BlockMiddleware):
    """Join values in several parts, as in “inst # { Institute}”, which the parser doesn’t."""

    def transform(self, library: Library) -> Library:
        self.strings = {string.key.lower(): string.value for string in library.strings}
        return super().transform(library)

    def transform_entry(self, entry: Entry, *args, **kwargs) -> Entry:
        for field in entry.fields:
            if isinstance(field.value, str) and "#" in field.value:
                parts = list(PART.finditer(field.value))
                if PARTS.fullmatch(field.value) and len(parts) > 1:
                    texts = [self.read_part(part["text"]) for part in parts]
                    field.value = "{" + "".join(texts) + "}"
        return entry

    def read_part(self, text: str) -> str:
        text = self.strings.get(text.lower(), text)
        return text[1:-1] if text[0] in '{"' else text


class PrepareFields(BlockMiddleware):
    """Keep addresses and names from being read as LaTeX texts.

    In LaTeX, a percent sign begins a comment, so decoding would cut https://example.org/a%20b off
    after the a, and an abstract after “50”. A name in several parts isn’t decoded at all, so each
    becomes one text in a field of its own: “author 1”.
    """

    def transform_entry(self, entry: Entry, *args, **kwargs) -> Entry:
        fields = []
        for field in entry.fields:
            if field.key in ADDRESSES and isinstance(field.value, str):
                # Only texts are decoded.
                fields.append(Field(field.key, [field.value]))
            elif field.key in PEOPLE and isinstance(field.value, list):
                # “and others” stands for more people, who have no names.
                named = [name for name in field.value if name.last != ["others"]]
                for number, name in enumerate(named, start=1):
                    family = " ".join([*name.von, *name.last])
                    spoken = natural_name(family, " ".join(name.first), " ".join(name.jr))
                    fields.append(Field(f"{field.key} {number}", spoken))
            elif isinstance(field.value, str):
                fields.append(Field(field.key, spell_for_decoding(field.value)))
            else:
                fields.append(field)
        entry.fields = fields
        return entry


def spell_for_decoding(text: str) -> str:
    """Return a text that, decoded, has its percent signs, ampersands, and braces."""
    text = LOGO.sub(r"\1", text)
    text = text.replace(r"{\textbraceleft}", r"\{").replace(r"{\textbraceright}", r"\}")
    return BARE_AMPERSAND.sub(r"\\&", BARE_PERCENT.sub(r"\\%", text))


PEOPLE = ("author", "editor")
STACK = [
    NormalizeFieldKeys(),
    JoinParts(),
    ResolveStringReferencesMiddleware(),
    RemoveEnclosingMiddleware(),
    SeparateCoAuthors(),
    SplitNameParts(),
    PrepareFields(),
    LatexDecodingMiddleware(),
]


def read_bibtex(text: str) -> list[Reference]:
    """Return the references in their order, those that can’t be read included."""
    library = parse_string(text, parse_stack=STACK)
    found: list[tuple[int, Reference]] = [
        (entry.start_line or 0, read_entry(entry)) for entry in library.entries
    ]
    for block in library.failed_blocks:
        line = block.start_line or 0
        inner = block.ignore_error_block
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(inner, Entry):
            # Two references may have one key: they are told apart by their addresses and titles.
            found.append((line, read_alone(inner)))
        else:
            raw = " ".join((block.raw or "").split())[:60]
            problem = (
                f"The reference at line {line + 1} (“{raw}”) can’t be read. A brace or a comma is "
                "probably missing. Correct it, or export it again."
            )
            found.append((line, Reference(problem=problem)))
    return [reference for _, reference in sorted(found, key=lambda pair: pair[0])]


def read_alone(entry: Entry) -> Reference:
    library = Library([entry])
    for step in STACK:
        library = step.transform(library)
    return read_entry(library.entries[0]) if library.entries else Reference()


def read_entry(entry: Entry) -> Reference:
    values = {field.key.lower(): field.value for field in entry.fields}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    genre = texts.get("type", "").casefold()
    format_name = TYPES.get(entry.entry_type.lower(), entry.entry_type)
    if format_name == "report" and "paper" in genre:
        format_name = "paper"
    addresses = {name: ESCAPED.sub(r"\1", values[name][0]) for name in ADDRESSES & values.keys()}
    url = strip_command(addresses.get("url", ""))
    if not url:
        elsewhere = f"{addresses.get('howpublished', '')} {addresses.get('note', '')}"
        url = next(iter(find_addresses(re.sub(r"[{}]", " ", elsewhere))), "")
    people = [text for name, text in texts.items() if name.startswith("author ")]
    people = people or [text for name, text in texts.items() if name.startswith("editor ")]
    organizations = [
        texts.get(name, "") for name in ("institution", "organization", "school", "publisher")
    ]
    title = ": ".join(filter(None, (texts.get("title", ""), texts.get("subtitle", ""))))
    return Reference(
        {
            "title": title,
            "url": url,
            "format": format_name,
            "made_by": join_makers(people, organizations),
            "year": texts.get("year") or texts.get("date", ""),
            "summary": texts.get("abstract", ""),
            "tags": texts.get("keywords", ""),
            "doi": strip_command(addresses.get("doi", "")),
        },
        [name for name in values if name.split()[0] not in USED],
    )


def strip_command(address: str) -> str:
    r"""Return the address in \url{…}, or in braces."""
    match = re.fullmatch(r"(?:\\url)?\s*\{(.*)\}", address.strip(), re.DOTALL)
    return match[1].strip() if match else address.strip()
