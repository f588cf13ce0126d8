"""Find where the links among the pages of a folder lead."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from content.markdown.headings import section_id
from content.querysets import title_key
from imports.folders.pages import FolderPage

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
PAGE_ENDINGS = (".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt")
SEPARATORS = re.compile(r"[\s_–-]+")
DATE_PREFIX = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-")


def key_of(name: str) -> str:
    """Return what names of one page have in common: neither case nor kind of space matters."""
    return SEPARATORS.sub(" ", name).strip().casefold()


def without_ending(path: str) -> str:
    lower = path.lower()
    return next((path[: -len(end)] for end in PAGE_ENDINGS if lower.endswith(end)), path)


class FolderMap:
    """The pages and files of a folder, by everything that a link can say."""

    def __init__(
        self, pages: Iterable[FolderPage], files: Iterable[PurePosixPath], *, host: str = ""
    ) -> None:
        self.host = host
        self.by_path: dict[str, FolderPage] = {}
        # Each with a rank: a file's name comes before a title, and a title before a former one.
        self.by_name: dict[str, list[tuple[int, FolderPage]]] = defaultdict(list)
        # Titles that other entries of this site have.
        self.taken: set[str] = set()
        self.by_title: dict[str, list[FolderPage]] = defaultdict(list)
        self.by_old_path: dict[str, FolderPage] = {}
        self.files: dict[str, PurePosixPath] = {}
        self.file_names: dict[str, list[PurePosixPath]] = defaultdict(list)
        for page in pages:
            self.add_page(page)
        for path in files:
            self.files.setdefault(str(path).casefold(), path)
            self.file_names[path.name.casefold()].append(path)

    def add_page(self, page: FolderPage) -> None:
        whole = str(page.path).casefold()
        self.by_path[whole] = page
        self.by_path.setdefault(without_ending(whole), page)
        if page.is_index:
            self.by_path.setdefault(str(page.path.parent).casefold(), page)
        stem = DATE_PREFIX.sub("", page.path.stem)
        names = [page.path.stem, stem, page.title, *page.former_titles]
        for rank, name in enumerate(names):
            self.by_name[key_of(name)].append((rank, page))
        self.by_title[key_of(page.title)].append(page)
        for old in page.old_paths:
            self.by_old_path.setdefault(old.rstrip("/").casefold(), page)

    def find(self, path: str, *, beside: PurePosixPath) -> FolderPage | PurePosixPath | None:
        """Return the page or file at a path, relative to a page or to the folder."""
        is_absolute = path.startswith("/")
        if is_absolute and (page := self.by_old_path.get(path.rstrip("/").casefold())):
            return page
        # A mirror has the site's root in a folder named after its host.
        above = [str(folder) for folder in reversed(beside.parents)]
        for start in above if is_absolute else (str(beside.parent), ""):
            whole = posixpath.normpath(posixpath.join(start, path.lstrip("/") or "."))
            if whole.startswith(".."):
                continue
            whole = whole.casefold()
            found = self.by_path.get(whole) or self.files.get(whole)
            found = found or self.by_path.get(without_ending(whole))
            if found is not None:
                return found
        return None

    def find_page(self, name: str, *, beside: PurePosixPath) -> FolderPage | None:
        """Return the page that a wiki link names, preferably in the same folder."""
        name = name.strip().replace("\\", "/")
        name = re.sub(r"(?<=\w):(?=\w)", "/", name) if "/" not in name else name
        found = self.find(name, beside=beside) if "/" in name else None
        if isinstance(found, FolderPage):
            return found
        named = self.by_name.get(key_of(without_ending(name.rpartition("/")[2])), [])
        ranked = [(rank, distance(page.path, beside), page) for rank, page in named]
        return min(ranked, key=lambda each: each[:2])[2] if ranked else None

    def is_unique(self, title: str) -> bool:
        """Whether a wiki link to this title can lead to no other page, here or in the folder."""
        return len(self.by_title[key_of(title)]) == 1 and title_key(title) not in self.taken

    def find_file(self, name: str, *, beside: PurePosixPath) -> PurePosixPath | None:
        """Return the file that a wiki names, in whichever folder it is."""
        found = self.find(name, beside=beside)
        if isinstance(found, PurePosixPath):
            return found
        named = self.file_names.get(name.rpartition("/")[2].casefold(), [])
        return min(named, key=lambda path: distance(path, beside), default=None)


def distance(path: PurePosixPath, other: PurePosixPath) -> tuple[int, str]:
    shared = 0
    for one, two in zip(path.parent.parts, other.parent.parts, strict=False):
        if one != two:
            break
        shared += 1
    return len(path.parent.parts) + len(other.parent.parts) - 2 * shared, str(path)


def split_address(address: str, *, host: str = "") -> tuple[str, str] | None:
    """Return a local address's path and fragment, or None if it leads elsewhere."""
    address = address.strip()
    if SCHEME.match(address):
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if not host or (parts.hostname or "").removeprefix("www.") != host:
            return None
        return unquote(parts.path) or "/", unquote(parts.fragment)
    path, _, fragment = address.partition("#")
    whole = unquote(path)
    return whole, unquote(fragment)


def anchor_of(fragment: str) -> str:
    return f"#{section_id(fragment)}" if fragment else ""
