"""Find where one page's links lead here, and remember what was found."""

from collections.abc import Callable
from pathlib import PurePosixPath

from imports.files.data_urls import key_of_data_url
from imports.folders.links import FolderMap, anchor_of, split_address
from imports.folders.pages import FolderPage

MAX_NAMED = 20
# Stores a file of the folder or a data URL, and takes what it shows if it is an image. Returns the
# file's address, which differs for each content.
Store = Callable[[PurePosixPath | str, str], str]


class PageLinks:
    """Finds where one page's links lead here, and remembers what it was asked."""

    def __init__(self, page: FolderPage, folder_map: FolderMap, store: Store) -> None:
        self.page = page
        self.map = folder_map
        self.store = store
        self.found: dict[str, str] = {}
        self.missing: dict[str, None] = {}
        self.failed: dict[str, None] = {}
        self.stored: set[str] = set()

    def resolve(self, address: str, *, alt: str = "", by_name: bool = False) -> str:
        """Return where an address leads here, or the address itself if it leads elsewhere.

        `by_name` finds a file in any folder, as wikis do.
        """
        local = split_address(address, host=self.map.host)
        if local is None or not local[0].strip() or address in self.stored:
            return address
        path, fragment = local
        folder_map, beside = self.map, self.page.path
        target = folder_map.find(path, beside=beside)
        if target is None and "?" in path:
            target = folder_map.find(path.partition("?")[0], beside=beside)
        if target is None and by_name:
            target = folder_map.find_file(path, beside=beside)
        match target:
            case FolderPage():
                self.found[address] = str(target.path)
                return target.address + anchor_of(fragment)
            case PurePosixPath():
                stored = self.store(target, alt)
                if stored:
                    self.found[address] = stored
                    return stored
                self.failed[address] = None
                return address
        self.missing[address] = None
        return address

    def find_page(self, name: str) -> FolderPage | None:
        page = self.map.find_page(name, beside=self.page.path)
        if page is not None:
            self.found[f"[[{name}]]"] = str(page.path)
        return page

    def store_picture(self, address: str, *, alt: str = "") -> str:
        stored, name = self.store(address, alt), key_of_data_url(address)
        if stored:
            self.found[name] = stored
            self.stored.add(stored)
        else:
            self.failed[f"a picture in the text{f' (“{alt}”)' if alt else ''}"] = None
        return stored

    def note_missing(self, name: str) -> None:
        self.missing[name] = None

    def is_unique(self, title: str) -> bool:
        return self.map.is_unique(title)

    def problems(self) -> list[str]:
        sentences = []
        for names, words in (
            (self.missing, "These links lead to nothing that was imported"),
            (self.failed, "These files couldn’t be imported"),
        ):
            if names:
                shown = ", ".join(list(names)[:MAX_NAMED])
                more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
                sentences.append(f"{words}: {shown}{more}.")
        return sentences
