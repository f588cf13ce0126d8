import os

import pytest
from django.db import transaction

from tests.emptying import empty_quickly


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        empty_quickly()


@pytest.fixture(scope="module")
def rows_of_module(django_db_setup, django_db_blocker):
    """A context in which a fixture writes rows once for all tests of its module.

    Every test of the module sees them as they were written: what one changes in them is taken back
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


def pytest_sessionfinish(session):
    """Fail a run that had to include the browser tests if none of them passed."""
    if "CWORKS_REQUIRE_BROWSER" not in os.environ or hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    passed = reporter.getreports("passed")
    if not any(report.nodeid.startswith("tests/browser/") for report in passed):
        reporter.ensure_newline()
        reporter.write_line("No browser test ran.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
