import pytest
from django.db import connection

from imports.mediawiki.importer import import_dump
from imports.running import LOCK
from imports.wordpress.importer import import_exports
from tests.support.mediawiki_dumps import write_dump
from tests.support.wordpress_exports import write_export


@pytest.fixture
def import_items(tmp_path):
    """A function that imports a WordPress export with these items, and returns the report."""

    def run(*parts: str, **options):
        return import_exports([write_export(tmp_path, *parts)], **options)

    return run


@pytest.fixture
def import_pages(tmp_path):
    """A function that imports a MediaWiki dump with these pages, and returns the report."""

    def run(*pages: str, **options):
        return import_dump(write_dump(tmp_path, *pages), **options)

    return run


@pytest.fixture
def another_import(db):
    """Hold the lock of imports in another session, as an import that is running does."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
    finally:
        # Closing it gives the session back to the pool, which would keep the lock.
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        other.close()
