import pytest

from content.links import checks as link_checks


@pytest.fixture
def pauses(website, monkeypatch):
    """Send the checks to the local test server and record their pauses instead of sleeping."""
    pauses = []
    monkeypatch.setattr(link_checks, "CLIENT", website.client(pause=pauses.append))
    return pauses
