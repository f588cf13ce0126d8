"""Export a site, import it into an empty database, and compare every table and every page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from imports.site.exporting import export_site
from imports.site.importing import import_site
from tests.support.exported_sites import all_pages, all_tables, empty_database, fill_site

pytestmark = pytest.mark.django_db(transaction=True)


def media_files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_export_and_import_give_the_same_tables_pages_and_files(tmp_path, settings, monkeypatch):
    # Large sites are rendered in processes.
    monkeypatch.setattr("imports.site.rendering.WORTH_PROCESSES", 1)
    fill_site()
    with time_machine.travel(datetime.now(UTC), tick=False):
        tables, pages, files = all_tables(), all_pages(), media_files()
        export_site(tmp_path / "export", with_private=True)
        empty_database()
        settings.MEDIA_ROOT = str(tmp_path / "other-media")

        import_site(tmp_path / "export")

        imported_tables, imported_pages = all_tables(), all_pages()
        assert [name for name in tables if imported_tables[name] != tables[name]] == []
        assert [each for each in pages if imported_pages[each] != pages[each]] == []
        assert [name for name, rows in tables.items() if not rows] == []
        assert imported_tables.keys() == tables.keys()
        assert imported_pages.keys() == pages.keys()
        assert media_files() == files
