"""What a publication or resource of a plug-in says of itself: format, year, address, and maker."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from imports.files.viewers import file_behind
from imports.own_keys import PREFIX
from imports.values import read_name, read_plain
from imports.wordpress.export import ExportItem
from imports.wordpress.php_values import read_strings

# In plug-ins' terms and field values, singular or plural.
FORMATS = {
    "report": "report", "brief": "report", "issue brief": "report", "white paper": "paper",
    "whitepaper": "paper", "paper": "paper", "working paper": "paper", "study": "paper",
    "research": "paper", "book": "book", "ebook": "book", "chapter": "book",
    "article": "article", "tool": "tool",
    "toolkit": "tool", "template": "tool", "guide": "tool", "rubric": "tool", "video": "video",
    "film": "video", "recording": "recording", "webinar": "recording", "podcast": "recording",
    "policy": "policy", "legislation": "policy", "law": "policy", "website": "website",
    "web site": "website", "web page": "website",
}  # fmt: skip
FORMAT_TAXONOMY = re.compile(r"type|format|kind|categor", re.IGNORECASE)
FORMAT_KEY = re.compile(r"(?:^|_)(?:type|format|kind)$", re.IGNORECASE)
ADDRESS_KEY = re.compile(r"(?:^|[_-])(?:url|uri|link|website|web_?address|href)$", re.IGNORECASE)
MAKER_KEY = re.compile(
    r"(?:^|[_-])(?:authors?|made_by|organizations?|publisher|source|creators?|produced_by)$",
    re.IGNORECASE,
)
YEAR_KEY = re.compile(
    r"(?:^|[_-])(?:year|publication_date|pub_?date|date_published)$", re.IGNORECASE
)
FILE_KEY = re.compile(
    r"(?:^|[_-])(?:files?|pdf|downloads?|attachment|document|upload)(?:_(?:id|url|file))?$",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
# What publications offer as files: not the pictures in their texts.
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|epub|csv|zip|rtf|txt)$", re.IGNORECASE)
LINKED = re.compile(r"""<a\s[^>]*?href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


@dataclass(slots=True)
class LibraryFacts:
    """Fields of an entry, and the meta keys that they come from."""

    fields: dict = field(default_factory=dict)
    used_keys: set[str] = field(default_factory=set)

    def take(self, name: str, value, key: str) -> None:
        if value and name not in self.fields:
            self.fields[name] = value
            self.used_keys.add(key)


def read_publication_facts(item: ExportItem) -> LibraryFacts:
    facts = LibraryFacts()
    read_format(item, facts, allowed={"report", "book", "paper"}, otherwise="report")
    read_year(item, facts)
    return facts


def read_resource_facts(item: ExportItem, *, old_hosts: set[str]) -> LibraryFacts:
    """Read a resource. Addresses on the old site itself aren't those of others' work."""
    facts = LibraryFacts()
    read_format(item, facts, allowed=set(FORMATS.values()), otherwise="website")
    read_year(item, facts)
    for key, value in public_fields(item):
        if ADDRESS_KEY.search(key) and WEB_ADDRESS.fullmatch(value):
            host = (urlsplit(value).hostname or "").removeprefix("www.")
            if host not in old_hosts and len(value) <= 2000:
                facts.take("url", value, key)
        elif MAKER_KEY.search(key) and not value.isdigit():
            facts.take("made_by", read_plain(value)[:500], key)
    return facts


def read_format(item: ExportItem, facts: LibraryFacts, *, allowed: set[str], otherwise: str):
    for term in item.terms:
        found = format_of(term.name)
        is_own = term.taxonomy in {"category", "post_tag"}
        if found in allowed and not is_own and FORMAT_TAXONOMY.search(term.taxonomy):
            facts.fields.setdefault("format", found)
    for key, value in public_fields(item):
        if FORMAT_KEY.search(key) and format_of(value) in allowed:
            facts.take("format", format_of(value), key)
    facts.fields.setdefault("format", otherwise)


def format_of(name: str) -> str:
    words = " ".join(read_name(name).casefold().replace("-", " ").split())
    return FORMATS.get(words) or FORMATS.get(words.removesuffix("s"), "")


def read_year(item: ExportItem, facts: LibraryFacts) -> None:
    for key, value in public_fields(item):
        years = set(YEAR.findall(value)) or set(re.findall(r"^(?:19|20)\d\d(?=\d{4}$)", value))
        if YEAR_KEY.search(key) and len(years) == 1:
            facts.take("year", int(years.pop()), key)


def public_fields(item: ExportItem):
    """Yield (key, value) of every custom field with a single value."""
    for key, value in item.meta:
        strings = read_strings(value)
        is_own = key.startswith(PREFIX)
        if not is_own and len(strings) == 1 and len(strings[0]) <= 2000:
            yield key, strings[0].strip()


def read_file_references(item: ExportItem) -> list[tuple[str, str]]:
    """Return (meta key, reference) of an item's files: an attachment's number, or an address."""
    found: list[tuple[str, str]] = []
    for key, value in item.meta:
        if not FILE_KEY.search(key):
            continue
        for text in read_strings(value):
            if text.isdigit() or (WEB_ADDRESS.fullmatch(text) and is_file(text)):
                found.append((key, text))
    return found


def read_linked_files(item: ExportItem) -> list[str]:
    """Return the addresses of files that an item's text links to."""
    linked = (file_behind(unescape(address)) for address in LINKED.findall(item.content))
    return [address for address in linked if is_file(address)]


def is_file(address: str) -> bool:
    try:
        return bool(FILE.search(urlsplit(address).path))
    except ValueError:
        return False
