"""Where the pages of a folder come from, and how they are known at the next import."""

import hashlib
from dataclasses import dataclass

from imports.folders.pages import FolderPage


@dataclass(slots=True)
class FolderSource:
    """Where pages come from. `name` tells folders apart, and `old_folder` is their old path."""

    source: str
    name: str
    old_folder: str = ""
    host: str = ""

    @property
    def prefix(self) -> str:
        return f"{self.source}:{self.name}:"

    def guid_of(self, page: FolderPage) -> str:
        whole = f"{self.prefix}{page.path}"
        if len(whole) <= 500:
            return whole
        return f"{self.prefix}{hashlib.sha256(whole.encode()).hexdigest()}"
