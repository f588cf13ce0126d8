"""Every public route has an example that other tests open."""

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, path

from tests.support.public_pages import (
    NOT_PUBLIC,
    MissingExample,
    identifiers_of,
    public_pages,
    routes,
)
from tests.support.public_site import publish_site

urlpatterns = [
    path("new/", HttpResponse, name="new-list"),
    path("new/<slug:slug>/", HttpResponse, name="new-detail"),
]


@pytest.mark.urls(__name__)
def test_route_with_arguments_requires_example():
    with pytest.raises(MissingExample) as raised:
        public_pages()

    assert str(raised.value) == (
        "The route “new-detail” has no example. Add one to EXAMPLES in "
        "tests/support/public_pages.py (and what it shows to tests/support/public_site.py), "
        "or, if it isn’t for everyone, add it to NOT_PUBLIC with the reason."
    )


@pytest.mark.urls(__name__)
def test_route_without_arguments_needs_no_example(monkeypatch):
    monkeypatch.setitem(globals(), "urlpatterns", urlpatterns[:1])

    assert [page.address for page in public_pages()] == ["/new/"]


@pytest.mark.django_db
def test_every_public_page_is_found(client):
    publish_site()

    statuses = {page.address: client.get(page.address).status_code for page in public_pages()}

    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert len(statuses) > 100


def test_nonpublic_routes_exist():
    named = set().union(*(identifiers_of(*route) for route in routes(get_resolver())))

    assert NOT_PUBLIC.keys() - named == set()
