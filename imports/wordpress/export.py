"""The contents of a WordPress export as plain data."""

import hashlib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from imports.own_keys import PART_KEY, SERIES_KEY

# Their text is shown in posts, or is all that there is of them.
KEPT_WHOLE = {
    "attachment", "event-venue", "guest-author", "location", "tablepress_table", "tribe_organizer",
    "tribe_venue", "wp_block",
}  # fmt: skip
KEPT_META = {"_wp_old_slug", "blogger_blog", "blogger_permalink", SERIES_KEY, PART_KEY}


@dataclass(frozen=True, slots=True)
class ExportAuthor:
    login: str
    display_name: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ExportTerm:
    """A category, a tag, or a term of another taxonomy. `parent` is the parent's slug.

    `number` is its number on the old site, which only the file's list of terms has.
    """

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ExportComment:
    """A reader's comment, without the IP address."""

    id: str
    author: str
    email: str
    url: str
    date: str
    date_gmt: str
    content: str
    approved: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class ExportItem:
    """Anything that WordPress stores as a post. Dates are strings, as written in the file."""

    post_type: str
    status: str
    title: str = ""
    post_id: str = ""
    guid: str = ""
    link: str = ""
    slug: str = ""
    content: str = ""
    content_filtered: str = ""
    excerpt: str = ""
    password: str = ""
    parent: str = ""
    attachment_url: str = ""
    date: str = ""
    date_gmt: str = ""
    feed_date: str = ""
    modified: str = ""
    modified_gmt: str = ""
    comments_open: bool = False
    is_sticky: bool = False
    creators: tuple[str, ...] = ()
    terms: tuple[ExportTerm, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: tuple[ExportComment, ...] = ()
    comment_count: int = 0
    line: int = 0

    def meta_values(self, key: str) -> list[str]:
        return [value for name, value in self.meta if name == key and value]

    @property
    def fingerprint(self) -> str:
        """A hash of everything that the file says of the item."""
        facts = [
            getattr(self, each.name)
            for each in fields(self)
            if each.name not in {"comment_count", "line"}
        ]
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()

    def without_text(self) -> "ExportItem":
        """Return what to keep of an item in memory while the file is imported."""
        if self.post_type in KEPT_WHOLE:
            return self
        meta = tuple(pair for pair in self.meta if pair[0] in KEPT_META)
        # Without a slug and a title, it gets its address from its text.
        content = "" if self.slug or self.title else self.content
        return replace(
            self, content=content, content_filtered="", excerpt="", meta=meta, comments=()
        )


@dataclass(slots=True)
class ExportSite:
    title: str = ""
    url: str = ""
    language: str = ""
    version: str = ""


@dataclass(slots=True)
class Export:
    path: Path
    site: ExportSite = field(default_factory=ExportSite)
    authors: list[ExportAuthor] = field(default_factory=list)
    terms: list[ExportTerm] = field(default_factory=list)
    # Without their text: imports.wordpress.wxr.read_items reads them one after another.
    items: list[ExportItem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # Which of the file's channels it has: the parts of an archive.
    channels: set[int] = field(default_factory=set)

    def add(self, other: "Export") -> None:
        """Add another part of the same site's export."""
        self.authors += other.authors
        self.terms += other.terms
        self.items += other.items
        self.channels |= other.channels
