"""What each address answers to methods other than those it is made for."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_resolver, reverse

from content.models import User
from tests.support.public_pages import public_pages, routes
from tests.support.public_site import publish_site

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "POST"]
UNUSED_METHODS = ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "nonsense"]


@pytest.fixture(scope="module", autouse=True)
def _site(module_rows):
    with module_rows():
        publish_site()


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(User.objects.create_superuser("ada@example.org", "x", name="Ada"))


def all_addresses() -> dict[str, str]:
    """Return {route: an address}, with ones for arguments that have no example."""
    found = {page.route: page.address for page in public_pages()}
    for name, pattern in routes(get_resolver()):
        for value in (1, "x", "nope"):
            if name not in found:
                arguments = dict.fromkeys(pattern.pattern.converters, value)
                arguments = arguments or dict.fromkeys(pattern.pattern.regex.groupindex, value)
                try:
                    found[name] = reverse(name, kwargs=arguments)
                except NoReverseMatch:
                    continue
    files = {"favicon": "/favicon.ico", "a style sheet": static("css/pages/listing.css")}
    return found | files | {"healthz": "/healthz", "readyz": "/readyz"}


def test_options_names_methods_and_has_no_body(client):
    answers = {name: client.options(address) for name, address in all_addresses().items()}

    assert {name for name, response in answers.items() if response.getvalue()} == set()
    assert {response.get("Content-Length", "0") for response in answers.values()} == {"0"}
    assert {
        name
        for name, response in answers.items()
        if response.status_code == 200 and not response.get("Allow", "").endswith("OPTIONS")
    } == set()
    assert len([1 for response in answers.values() if response.status_code == 200]) > 200


def test_unused_method_is_refused_everywhere(client):
    # One middleware refuses them all in the same way, so each address gets one of them in turn.
    methods = cycle(UNUSED_METHODS)

    answers = {
        (method, name): client.generic(method, path)
        for method, (name, path) in zip(methods, all_addresses().items(), strict=False)
    }

    assert {
        sent: response.status_code
        for sent, response in answers.items()
        if response.getvalue() or response.status_code not in (301, 302, 403, 404, 405)
    } == {}


def test_public_page_allows_exactly_the_methods_it_names(client):
    named = {page.address: client.options(page.address)["Allow"] for page in public_pages()}

    answered = {
        address: ", ".join([*accepted_methods(client, address), "OPTIONS"]) for address in named
    }

    assert answered == named


def accepted_methods(client, address: str) -> Iterator[str]:
    for method in METHODS:
        if client.generic(method, address).status_code != 405:
            yield method


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE"])
def test_unknown_address_is_not_found_by_any_method(client, method):
    response = client.generic(method, "/no/such/page/here/")

    assert (response.status_code, response["Content-Length"]) == (404, "0")


def test_options_of_form_names_post(client):
    assert client.options("/blog/the-post/comment/")["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_options_says_nothing_of_staff_pages_to_others(client):
    client.logout()

    assert client.options("/admin/blog/post/").content == b""
