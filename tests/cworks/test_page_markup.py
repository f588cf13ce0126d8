"""The markup of every public page, and of every template component."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.markup import find_faults
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site

COMPONENTS = sorted(Path(settings.BASE_DIR, "templates/components").glob("*.html"))


@pytest.mark.django_db
def test_every_public_page_has_valid_markup(client):
    publish_site()

    faults = {}
    for address in [*(page.address for page in public_pages()), "/no-such-page/"]:
        response = client.get(address)
        if response["Content-Type"].startswith("text/html"):
            faults[address] = find_faults(response.content.decode())

    assert len(faults) > 40
    assert {address: found for address, found in faults.items() if found} == {}


def test_server_error_page_needs_no_database(client, monkeypatch):
    def fail(seconds):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("cworks.views.machine.limit_statements", fail)

    response = client.get("/readyz")

    assert response.status_code == 500
    assert find_faults(response.content.decode()) == []


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_component_starts_with_its_parameters(component):
    first_line = component.read_text().partition("\n")[0]

    assert re.fullmatch(r"\{# .+(No parameters|Parameters: .+)\. #\}", first_line)
