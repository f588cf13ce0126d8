"""The page cache has at no address what one reader sees and another doesn't."""

import functools
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory

from cworks.page_cache.layer import PageCache, key_of
from cworks.wsgi import django_application
from tests.factories import UserFactory
from tests.support.filled_site import fill_site, find_examples
from tests.support.hostile_requests import all_routes
from tests.support.page_caches import KnownChanges, kept_connections
from tests.support.public_pages import public_pages

pytestmark = pytest.mark.django_db

STAFF = ["no group", "Writers", "Event managers", "Editors", "administrators"]
# Old addresses, which redirect, and what isn't found.
OTHERS = ["/tag/the-tag/", "/author/the-person/", "/?p=1", "/old/", "/no-such-page/", "/Blog"]


@pytest.fixture(scope="module")
def addresses(module_rows) -> list[str]:
    """Every address of the URLconf, of a site with something at each."""
    with module_rows():
        fill_site(Client())
        found = [route.fill(route.arguments) for route in all_routes(find_examples())]
        return list(dict.fromkeys([*found, *(page.address for page in public_pages()), *OTHERS]))


@pytest.fixture
def cache() -> Iterator[PageCache]:
    cache = PageCache(django_application, max_bytes=20_000_000)
    cache.changes = KnownChanges()
    with kept_connections():
        yield cache


@pytest.fixture(scope="module")
def answer_of(addresses):
    """A function that returns what everyone gets at an address, which is the same for all roles."""
    return functools.cache(lambda address: get(django_application, make_environ(address)))


def get(application, environ: dict) -> tuple[str, bytes]:
    answer = []
    response = application(dict(environ), lambda *given: answer.extend(given))
    return answer[0], b"".join(response)


def make_environ(address: str, client: Client | None = None) -> dict:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].OutputString() if client else ""
    return RequestFactory(headers={"Cookie": cookie, "Host": "localhost"}).get(address).environ


@pytest.mark.parametrize("role", STAFF)
def test_no_page_that_staff_see_differently_is_kept(addresses, answer_of, cache, role):
    client = Client()
    user = UserFactory(is_superuser=role == "administrators")
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    kept = {}
    for address in addresses:
        if cache.is_file_or_private(make_environ(address)):
            continue
        status, _ = get(cache, make_environ(address, client))
        page = cache.pages.get(key(address)) or cache.made_up.get(key(address))
        if page:
            kept[address] = status, page.body

    assert len(kept) > 100
    assert {address: answer_of(address) for address in kept} == kept


@pytest.mark.parametrize("condition", ["HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"])
@pytest.mark.parametrize("value", ['"other"', "Sat, 28 Nov 1998 09:00:00 GMT", ""])
def test_conditions_for_changing_a_page_do_not_change_its_answer(cache, condition, value):
    environ = make_environ("/blog/") | {condition: value}

    answers = [get(cache, environ), get(cache, environ)]

    assert answers == [get(django_application, make_environ("/blog/"))] * 2


def test_pages_of_staff_and_of_registrants_are_never_kept(addresses, cache):
    private = {
        address.split("/")[1]
        for address in addresses
        if cache.is_file_or_private(make_environ(address))
    }

    assert private >= {"admin", "registrations", "preview", "media"}


def key(address: str) -> tuple:
    return key_of(make_environ(address))
