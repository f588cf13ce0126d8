import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.template import RequestContext, Template
from django.test.signals import template_rendered
from procrastinate.contrib.django import app

from cworks import embedded_postgres
from cworks.embedded_postgres import DATABASE, USER
from tests.support.collected_files import collect_once
from tests.support.database_reset import install_fast_reset
from tests.support.database_servers import make_directory
from tests.support.editors import Editor
from tests.support.fresh_databases import copy_database, fresh_database, start_making_template
from tests.support.mail_servers import MailServer, run_mail_server
from tests.support.web_servers import run_website


@pytest.fixture(scope="session", autouse=True)
def _all_jobs():
    """Import every job, as the worker does when it starts."""
    app.perform_import_paths()


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_pages(django_test_environment):
    """Copy only a page's own context for `response.context`, not those of its hundreds of parts."""

    def render(template, context):
        if context.template is template and isinstance(context, RequestContext):
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    # Django's teardown of the test environment puts its own back.
    Template._render = render


@pytest.fixture(autouse=True)
def _temporary_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    database = fresh_database()
    # Not while tests run: each says that it needs the database.
    with django_db_blocker.unblock():
        database.__enter__()
        install_fast_reset()
    yield
    with django_db_blocker.unblock():
        database.__exit__(None, None, None)


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker):
    """A context in which a fixture writes rows once for all tests of its module.

    Every test of the module sees them as they were written: what one changes is rolled back
    after it. A test that wants none of them belongs in a module of its own.
    """
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        # As the transaction of each test: one that must be the outermost may begin inside it.
        atomic._from_testcase = True
        atomic.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def empty_queue(db):
    # Django does not empty the queue's tables after a test with real transactions.
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def ruth(db) -> Editor:
    return Editor("Ruth Okonjo-Lind")


@pytest.fixture
def ben(db) -> Editor:
    return Editor("Ben Ito")


@pytest.fixture(scope="session")
def _session_website():
    with run_website() as website:
        yield website


@pytest.fixture
def website(_session_website):
    """Another site's web server, which answers as the test tells it to."""
    _session_website.pages.clear()
    _session_website.requests.clear()
    _session_website.headers.clear()
    return _session_website


@pytest.fixture(scope="session")
def _session_mail_server():
    with run_mail_server() as server:
        yield server


@pytest.fixture
def mail_server(_session_mail_server, settings) -> MailServer:
    """A mail server on this machine that the site sends through; it answers as the test says."""
    _session_mail_server.reset()
    settings.MAILERS = _session_mail_server.mailers
    return _session_mail_server


@pytest.fixture
def empty_directory() -> Iterator[Path]:
    with make_directory() as directory:
        yield directory


@pytest.fixture(scope="session")
def collected_files(tmp_path_factory) -> Path:
    """The static files as production has them, for all test processes. Tests only read them."""
    directory = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        directory = directory.parent
    collect_once(directory / "collected")
    return directory / "collected"


@pytest.fixture(scope="session")
def used_directory(django_db_setup, django_db_blocker, collected_files) -> Iterator[Path]:
    """Data of a site that was started before: its database is migrated, and is kept by tests."""
    with make_directory() as directory:
        shutil.copytree(collected_files, directory / "staticfiles")
        socket = embedded_postgres.ensure_running(directory, durable=False)
        with django_db_blocker.unblock():
            copy_database(f"postgresql://{USER}@/{DATABASE}?{urlencode({'host': socket})}")
        embedded_postgres.release(directory)
        yield directory


TEMPLATE = pytest.StashKey[subprocess.Popen]()


def is_test_process(session) -> bool:
    return hasattr(session.config, "workerinput")


def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`, run more than there are processors: many tests wait for other processes."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionstart(session):
    """Migrate a database while the test processes start, which takes as long."""
    if session.config.getoption("numprocesses", None) and not is_test_process(session):
        session.config.stash[TEMPLATE] = start_making_template()


def pytest_collection_finish(session):
    """Keep the garbage collector from looking through all modules and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session):
    """Fail a run that had to include the browser tests if none of them passed."""
    if TEMPLATE in session.config.stash:
        session.config.stash[TEMPLATE].wait()
    if "CWORKS_REQUIRE_BROWSER" not in os.environ or is_test_process(session):
        return
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    passed = reporter.getreports("passed")
    if not any(report.nodeid.startswith("tests/browser/") for report in passed):
        reporter.ensure_newline()
        reporter.write_line("No browser test ran.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
