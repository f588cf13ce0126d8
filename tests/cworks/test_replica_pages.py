"""Which pages may be read from a replica."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from cworks.replica import may_be_read_from_replica
from tests.support.public_pages import EXAMPLES, FORMS

NEVER = ("/admin/", "/registrations/a/", "/preview/a/", "/readers/a/", "/confirm/a/")
PUBLIC = ("/", "/blog/the-post/", "/feed/", "/search/", "/blog/the-post/comments/", "/problems/1/")


def addresses_of_forms() -> list[str]:
    return [
        reverse(name, kwargs=arguments)
        for name in sorted(FORMS)
        for arguments in EXAMPLES.get(name, [{}])
    ]


@pytest.mark.parametrize("path", [*NEVER, *addresses_of_forms()])
def test_page_that_shows_what_was_just_sent_is_not(path):
    assert not may_be_read_from_replica(RequestFactory().get(path))


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_is(path):
    assert may_be_read_from_replica(RequestFactory().get(path))


def test_no_page_is_while_staff_are_signed_in():
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"] = "any"

    assert not may_be_read_from_replica(request)


def test_nothing_that_is_sent_is():
    assert not may_be_read_from_replica(RequestFactory().post("/search/"))
