"""Slugs, old addresses, and GUIDs of WordPress posts."""

import pytest
from django.test import Client

from blog.models import Post
from content.models import Redirect
from imports.reports import Outcome
from tests.factories import PageFactory, PostFactory
from tests.support.wordpress_exports import item, meta

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"post_name": "license%e2%80%91oriented"}, "license-oriented"),
        ({"post_name": "caf%C3%A9"}, "café"),
        ({"post_name": "", "title": "A draft’s title"}, "a-drafts-title"),
        (
            {"post_name": "", "title": "", "content": "The first words here."},
            "the-first-words-here",
        ),
        ({"post_name": "", "title": "", "content": ""}, "2014-03-01"),
        ({"post_name": "feed"}, "feed-2"),
        ({"post_name": "taken"}, "taken-2"),
    ],
)
def test_slug_is_kept_or_made_valid(import_items, changes, slug):
    PostFactory(slug="taken")

    import_items(item(1, **changes))

    post = Post.objects.exclude(slug="taken").get()
    assert post.slug == slug
    assert Client().get(post.get_absolute_url()).status_code == 200


def test_old_addresses_redirect_to_post_in_one_step(import_items, client):
    import_items(
        item(
            9,
            meta("_wp_old_slug", "earlier-name"),
            meta("_wp_old_slug", ""),
            link="https://old.example.org/2014/03/caf%C3%A9/",
            post_name="caf%C3%A9",
        )
    )

    for path in ("/2014/03/caf%C3%A9/", "/2014/03/caf%C3%A9", "/2014/03/earlier-name/", "/?p=9"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/blog/caf%C3%A9/"), path
    assert client.get("/blog/caf%C3%A9/").status_code == 200


def test_address_claimed_by_two_posts_stays_with_first(import_items):
    link = "https://old.example.org/the-same/"

    report = import_items(item(1, link=link), item(2, link=link))

    assert Redirect.objects.get(old_path="/the-same/").entry.slug == "post-1"
    assert report.remarks["Addresses and titles that were already taken"] == [
        "/the-same/ already leads to “Post 1”, so it doesn’t lead to “Post 2”."
    ]


@pytest.mark.parametrize("post_type", ["post", "page"])
def test_address_that_the_site_needs_itself_is_reported(import_items, post_type):
    report = import_items(
        item(
            1,
            title="Search",
            link="https://old.example.org/search/",
            post_name="search",
            post_type=post_type,
        )
    )

    assert (
        "/search/ already leads to a page of this site itself, so it doesn’t lead to “Search”."
    ) in report.remarks["Addresses and titles that were already taken"]
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == ["/?p=1"]


def test_two_items_with_same_guid_are_both_imported_every_time(import_items):
    items = [item(1), item(2, guid="https://old.example.org/?p=1")]

    report = import_items(*items)
    again = import_items(*items)

    assert list(Post.objects.order_by("pk").values_list("guid", flat=True)) == [
        "https://old.example.org/?p=1",
        "https://old.example.org/?p=1#post-2-post-2",
    ]
    assert len(report.remarks["GUIDs shared by two items"]) == 1
    assert again.counts["Posts"] == {Outcome.UNCHANGED: 2}


def test_guid_of_different_kind_fails(import_items):
    PageFactory(guid="https://old.example.org/?p=1")

    report = import_items(item(1))

    assert Post.objects.count() == 0
    assert report.failures == [
        (
            "export.xml, line 13, “Post 1”",
            "Its GUID, https://old.example.org/?p=1, belongs to a page here.",
        )
    ]
