import os

import pytest


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


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
