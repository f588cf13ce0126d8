"""Upgrading from the previous release while it serves readers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements

from cworks.environment import BASE_DIR
from tests.support.database_servers import make_directory
from tests.support.posted_forms import forms_of, values_of
from tests.support.previous_releases import (
    RELEASE,
    Version,
    empty_database,
    extract_release,
)
from tests.support.site_servers import SiteServer, run_site

# In the words of the previous release.
CONTENT = """
from tests.factories import *
PostFactory(slug="the-post")
ArticleFactory(slug="the-article")
ResourceFactory(slug="the-resource")
RegistrationFactory(event=EventFactory(slug="the-event", title="The event", capacity=9))
CommentFactory(post=PostFactory(slug="discussed"))
"""
PAGES = (
    "/",
    "/blog/",
    "/blog/the-post/",
    "/blog/discussed/",
    "/wiki/the-article/",
    "/library/",
    "/events/",
    "/events/the-event/",
    "/events/the-event/register/",
    "/search/?q=event",
    "/sitemap.xml",
    "/feed/",
)


def later_migrations() -> list[tuple[str, str]]:
    """Return (app, name) of the project's migrations since the previous release, in order."""
    loader = MigrationLoader(connection)
    own = {path.parent.parent.name for path in BASE_DIR.glob("*/migrations/0001_*.py")}
    last = RELEASE["last_migrations"]
    return sorted(
        (app, name)
        for app, name in loader.disk_migrations
        if app in own and name > last.get(app, "")
    )


@pytest.mark.django_db
def test_previous_release_can_use_database_after_each_later_migration():
    linter = MigrationLinter(no_cache=True, no_output=True)

    found = set()
    for app, name in later_migrations():
        statements = linter.get_sql(app, name)
        errors, *_ = analyse_sql_statements(linter.sql_analyser_class, statements)
        found |= {f"{app} {name} {error.code}" for error in errors}

    assert found == set(RELEASE["judged"])


class Readers:
    """Someone who reads all the time, and notes what went wrong."""

    def __init__(self, site: SiteServer) -> None:
        self.site, self.problems, self.reads = site, [], 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        stopped = threading.Event()
        thread = threading.Thread(target=self.read, args=[stopped.is_set])
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()

    def read(self, is_stopped: Callable[[], bool]) -> None:
        for number in count():
            if is_stopped():
                return
            path = PAGES[number % len(PAGES)]
            # No copy of a page is kept for a parameter that no view reads.
            path += f"{'&' if '?' in path else '?'}fresh={number}"
            try:
                status, _ = self.site.get(path)
            except OSError as error:
                status = repr(error)
            self.reads += 1
            if status != 200:
                self.problems.append((path, status))


def register(site: SiteServer, name: str) -> int:
    """Fill in the form for registering, and return the status of the answer."""
    address = f"{site.address}/events/the-event/register/"
    browser = build_opener(HTTPCookieProcessor())
    with browser.open(address) as page:
        [form] = forms_of(page.read().decode())
    values = values_of(form) | {
        "name": [name],
        "email": [f"{name}@example.org"],
        "agrees": ["on"],
    }
    with browser.open(address, urlencode(values, doseq=True).encode()) as answer:
        return answer.status


@pytest.mark.django_db(transaction=True)
def test_readers_notice_nothing_of_an_upgrade():
    with make_directory() as folder, empty_database() as address:
        if not extract_release(folder / "code"):
            pytest.skip("This checkout doesn't have the previous release's history.")
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": address,
            "WEB_CONCURRENCY": "1",
            "CWORKS_DATA_DIR": str(folder / "data"),
        }
        old, new = Version(folder / "code", environment), Version(BASE_DIR, environment)
        old.manage("migrate", "--verbosity", "0")
        old.manage("shell", "--verbosity", "0", text=CONTENT)

        with run_site(folder=old.folder, **environment) as site:
            readers = Readers(site)
            with run_site(**environment) as too_early:
                before = too_early.get("/readyz")
            with readers.reading():
                new.manage("migrate", "--verbosity", "0")
                during = readers.reads
                # The old code serves on, and writes, too, until it is replaced.
                registered = [register(site, "ana")]
                with run_site(**environment) as upgraded:
                    ready = upgraded.get("/readyz")
                    readers.site = upgraded
                    registered.append(register(upgraded, "ben"))
                    registered.append(register(site, "cleo"))
                    after = {path: upgraded.get(path)[0] for path in PAGES}
                    readers.site = site

    assert before == (503, "the database is not migrated for this version yet\n")
    assert ready == (200, "ok\n")
    assert registered == [200, 200, 200]
    assert after == dict.fromkeys(PAGES, 200)
    assert readers.problems == []
    assert during > len(PAGES)
