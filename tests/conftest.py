import os

import pytest

from tests.emptying import empty_quickly


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        empty_quickly()


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
