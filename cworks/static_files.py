"""How the site's style sheets and other static files are stored for production."""

import gzip
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["'](?P<url>[^"':]+)["']\s*\)?\s*;""")
RELATIVE_URL = re.compile(r"""url\(\s*["']?(?P<url>(?![a-z]+:|/|#)[^"')]+)["']?\s*\)""")


class OneFilePerStyleSheet(CompressedManifestStaticFilesStorage):
    """Replace each @import in a style sheet with what it imports, so that browsers fetch one file.

    In development nothing is collected, and browsers follow the imports themselves.
    """

    # Modules name each other by hashed names, too, so that no page gets two versions of them, and
    # no browser asks for them again.
    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # A page links to ten files, whose addresses stay the same as long as the process runs.
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force:
            return super().url(name, force)
        if name not in self._urls:
            self._urls[name] = super().url(name)
        return self._urls[name]

    def post_process(self, paths, dry_run=False, **options) -> Iterator:
        if not dry_run:
            # All of them are read from their sources before any is replaced.
            sheets = {name: with_imports(name, paths) for name in paths if name.endswith(".css")}
            for name, sheet in sheets.items():
                self.delete(name)
                self._save(name, ContentFile(sheet.encode()))
            paths = paths | {name: (self, name) for name in sheets}
        yield from super().post_process(paths, dry_run, **options)
        self._urls.clear()

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        # Compressing takes most of the time of collecting, and most files are as they were.
        return super().compress_files([name for name in paths if not self.is_compressed(name)])

    def is_compressed(self, name: str) -> bool:
        """Whether the file has compressed copies; the one read here is written last."""
        try:
            with gzip.open(self.path(f"{name}.gz")) as copy:
                return copy.read() == Path(self.path(name)).read_bytes()
        except (OSError, EOFError):
            return False


def with_imports(name: str, paths: dict) -> str:
    """Return the style sheet with its imports inlined. `paths` are those of collectstatic."""
    storage, path = paths[name]
    with storage.open(path) as file:
        sheet = file.read().decode()
    folder = posixpath.dirname(name)

    def inlined(match: re.Match) -> str:
        imported = posixpath.normpath(posixpath.join(folder, match["url"]))
        imported_folder = posixpath.dirname(imported)

        def from_this_folder(match: re.Match) -> str:
            target = posixpath.join(imported_folder, match["url"])
            return f'url("{posixpath.relpath(target, folder or ".")}")'

        return RELATIVE_URL.sub(from_this_folder, with_imports(imported, paths))

    return IMPORT.sub(inlined, sheet)
