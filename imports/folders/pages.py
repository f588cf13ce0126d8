"""A page in a folder, as its importer read it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from blog.models import Post
from content.models import Entry, Page, Status
from wiki.models import Article

MODELS: dict[str, type[Entry]] = {"article": Article, "post": Post, "page": Page}
# Pages that stand for the folder they are in.
INDEXES = {"index", "_index", "readme", "home", "default", "start"}


class Links(Protocol):
    """Finds where a page's links lead here."""

    def resolve(self, address: str, *, alt: str = "", by_name: bool = False) -> str:
        """Return where an address leads here, or the address itself if it leads elsewhere."""

    def find_page(self, name: str) -> "FolderPage | None":
        """Return the page with this title, name, or path, such as in a wiki link."""

    def note_missing(self, name: str) -> None:
        """Report a link to a page that isn't in the folder."""

    def store_picture(self, address: str, *, alt: str = "") -> str:
        """Store a picture that is its own address (data:), and return where it is here, or ""."""

    def is_unique(self, title: str) -> bool:
        """Whether a wiki link to this title can lead to no other page, here or in the folder."""


@dataclass(frozen=True, slots=True)
class PageBody:
    markdown: str
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class FolderPage:
    """What a page says of itself. `write_body` returns its text, with links as they are here."""

    path: PurePosixPath
    title: str
    write_body: Callable[[Links], PageBody]
    digest: str
    kind: str = "article"
    slug: str = ""
    summary: str = ""
    status: Status = Status.PUBLISHED
    published_at: datetime | None = None
    modified_at: datetime | None = None
    people: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    former_titles: list[str] = field(default_factory=list)
    old_paths: list[str] = field(default_factory=list)
    parent_name: str = ""
    parent: "FolderPage | None" = None
    problems: list[str] = field(default_factory=list)
    # Set by the import.
    address: str = ""
    entry_id: int | None = None

    @property
    def model(self) -> type[Entry]:
        return MODELS[self.kind]

    @property
    def is_index(self) -> bool:
        return self.path.stem.lower() in INDEXES
