"""Checks of links to this site's own paths, which need no request."""

import pytest

from content.editing.saving import save_entry
from content.models import Link
from tests.factories import PostFactory
from tests.support.link_checks import link_to, run_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue", "pauses")]


def test_internal_links_are_checked_without_request(website):
    PostFactory(slug="there")
    PostFactory(slug="draft", draft=True)
    link_to("/blog/", "/blog/there/", "/blog/draft/", "/nowhere/", "/blog/?p=2#x")

    run_round()

    assert website.requests == []
    assert {
        link.address: link.web_address and (link.web_address.state, link.web_address.problem)
        for link in Link.objects.all()
    } == {
        "/blog/": ("works", ""),
        "/blog/there/": None,
        "/blog/draft/": ("dead", "This site has no public page at this address."),
        "/nowhere/": ("dead", "This site has no public page at this address."),
    }


def test_internal_path_is_kept_when_text_is_saved_again(website):
    entry = PostFactory(body="[x](/nowhere/)")
    run_round()

    save_entry(entry=entry, by=None)

    assert Link.objects.get().web_address.url == "/nowhere/"


def test_internal_path_with_new_entry_is_no_longer_dead(website):
    entry = PostFactory(body="[x](/blog/new/)")
    run_round()
    PostFactory(slug="new")

    save_entry(entry=entry, by=None)

    link = Link.objects.get()
    assert (link.target.slug, link.web_address) == ("new", None)
