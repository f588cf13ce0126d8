"""Find a file in a copy of an old site's folder, and nowhere else."""

from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize


def find_in_folder(folder: Path, names: Iterable[str]) -> Path | None:
    """Return the first of these paths below `folder`, a resolved path, that is a file there.

    A path or symbolic link that leads out of the folder is not followed.
    """
    for name in names:
        # A copy made on a Mac may have accents as characters of their own.
        for spelling in dict.fromkeys((name, normalize("NFC", name), normalize("NFD", name))):
            try:
                path = (folder / spelling.lstrip("/")).resolve()
                if path.is_relative_to(folder) and path.is_file():
                    return path
            except (OSError, ValueError):
                # The name is too long, or has a character that no file name can have.
                continue
    return None
