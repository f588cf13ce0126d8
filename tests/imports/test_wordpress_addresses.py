"""Slugs, old addresses, and GUIDs of WordPress posts."""

import pytest
from django.test import Client

from blog.models import Post
from content.models import Redirect
from imports.reports import Outcome
from imports.wordpress.export import ExportItem
from imports.wordpress.old_paths import path_of_link
from tests.factories import PageFactory, PostFactory
from tests.support.wordpress_exports import attachment, item, meta

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"post_name": "license%e2%80%91oriented"}, "license-oriented"),
        ({"post_name": "caf%C3%A9"}, "café"),
        ({"post_name": "blog/2019/5/1/from-squarespace"}, "from-squarespace"),
        ({"post_name": "blog/2019/5/1/", "title": "May Day"}, "may-day"),
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


def test_addresses_on_blogger_redirect_to_post(import_items, client):
    import_items(
        item(
            9,
            meta("blogger_blog", "blog.example.net"),
            meta("blogger_permalink", "/2012/05/first_12.html"),
        )
    )

    response = client.get("/2012/05/first_12.html")
    assert (response.status_code, response["Location"]) == (301, "/blog/post-9/")


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


LAB = "<wp:base_blog_url>https://example.edu/~lab</wp:base_blog_url>\n"


def lab(number: int, *inside: str, **changes: str) -> str:
    address = f"https://example.edu/~lab/?p={number}"
    return item(number, *inside, **({"link": address, "guid": address} | changes))


def test_plain_permalinks_of_a_site_in_a_folder_keep_their_query(import_items, client):
    import_items(
        LAB,
        lab(2, status="draft", post_type="page", link="https://example.edu/~lab/?page_id=2"),
        lab(5, post_type="page", link="https://example.edu/~lab/?page_id=5"),
        lab(7),
        lab(8, link="https://example.edu/~lab/index.php?p=8"),
        lab(9, link="https://example.edu/~lab/?post_type=post&amp;p=9"),
    )

    for old, new in {
        "/~lab/?page_id=5": "/post-5/",
        "/~lab/?p=5": "/post-5/",
        "/~lab/?p=7": "/blog/post-7/",
        "/~lab/index.php?p=8": "/blog/post-8/",
        "/~lab?p=8": "/blog/post-8/",
        "/~lab/?post_type=post&p=9": "/blog/post-9/",
        "/~lab/": "/",
        "/~lab/feed/atom/": "/feed/",
    }.items():
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new), old
        assert client.get(new).status_code == 200
    assert client.get("/~lab/?page_id=2").status_code == 404
    assert client.get("/?p=7").status_code == 404


@pytest.mark.parametrize("status", ["draft", "pending"])
def test_draft_takes_no_address(import_items, status):
    import_items(
        item(1, status=status, link="https://old.example.org/about/"),
        item(2, link="https://old.example.org/about/"),
    )

    redirects = Redirect.objects.order_by("old_path").values_list("old_path", "entry__slug")
    assert list(redirects) == [("/?p=2", "post-2"), ("/about/", "post-2")]


def test_link_wins_over_the_guid_of_an_earlier_item(import_items, client):
    # The site was moved, and numbers were given again.
    report = import_items(
        item(1, guid="https://old.example.org/about/", link="https://old.example.org/one/"),
        item(2, guid="https://old.example.org/?p=900", link="https://old.example.org/about/"),
        item(3, guid="https://old.example.org/?p=3", link="https://old.example.org/three/"),
        item(4, guid="https://old.example.org/?p=904", link="https://old.example.org/?p=3"),
    )

    assert client.get("/about/")["Location"] == "/blog/post-2/"
    assert client.get("/?p=3")["Location"] == "/blog/post-4/"
    assert report.remarks == {"No topic": [f"“Post {number}”" for number in (1, 2, 3, 4)]}


def test_guid_of_an_earlier_folder_keeps_its_query(import_items):
    import_items(
        *(
            item(
                number,
                guid=f"http://localhost/wordpress/?p={number}",
                link=f"https://a.org/{name}/",
            )
            for number, name in ((1, "one"), (2, "two"))
        )
    )

    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == [
        "/?p=1",
        "/?p=2",
        "/one/",
        "/two/",
        "/wordpress/?p=1",
        "/wordpress/?p=2",
    ]


def test_page_of_an_attachment_leads_to_its_post(import_items, client):
    parts = [
        attachment(
            5,
            "https://old.example.org/wp-content/uploads/a.pdf",
            link="https://old.example.org/reflections/post-1/a/",
            post_parent="1",
        ),
        attachment(
            6,
            "https://old.example.org/wp-content/uploads/b.pdf",
            link="https://old.example.org/?attachment_id=6",
            post_parent="1",
        ),
        attachment(7, "https://old.example.org/wp-content/uploads/c.pdf", post_parent="0"),
        item(1),
    ]

    report = import_items(*parts)
    again = import_items(*parts)

    for old in ("/reflections/post-1/a/", "/?attachment_id=5", "/?attachment_id=6", "/?p=6"):
        assert client.get(old)["Location"] == "/blog/post-1/", old
    assert report.counts["Pages of attachments"] == {Outcome.NEW: 2, Outcome.SKIPPED: 1}
    assert again.counts["Pages of attachments"] == {Outcome.UNCHANGED: 2, Outcome.SKIPPED: 1}
    assert (report.unaccounted(), again.unaccounted()) == ({}, {})


@pytest.mark.parametrize("post_type", ["post", "page"])
def test_address_of_another_page_here_is_reported(import_items, client, post_type):
    PageFactory(slug="about", title="About us")

    report = import_items(
        item(1, link="https://old.example.org/about/", post_name="x", post_type=post_type)
    )

    assert report.remarks["Addresses and titles that were already taken"] == [
        "/about/ already leads to a page of this site itself, so it doesn’t lead to “Post 1”."
    ]
    assert not Redirect.objects.filter(old_path="/about/").exists()
    assert client.get("/about/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/login/", "/admin/blog/post/", "/archive/2014/"]
)
def test_address_of_staff_or_of_a_list_is_reported(import_items, path):
    report = import_items(item(1, link=f"https://old.example.org{path}"))

    assert report.remarks["Addresses and titles that were already taken"] == [
        f"{path} already leads to a page of this site itself, so it doesn’t lead to “Post 1”."
    ]


def test_address_with_accents_that_stays_the_same_is_not_reported_as_taken(import_items):
    report = import_items(
        item(1, post_name="caf%c3%a9", link="https://old.example.org/blog/caf%c3%a9/"),
    )

    assert Post.objects.get().slug == "café"
    assert "Addresses and titles that were already taken" not in report.remarks


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"link": "https://old.example.org/2014/05/a-b/"}, "/2014/05/a-b/"),
        ({"link": "https://old.example.org/a/b/c/"}, "/a/b/c/"),
        ({"link": "https://old.example.org/a/b.html"}, "/a/b.html"),
        ({"link": "https://old.example.org/index.php/2014/a/"}, "/index.php/2014/a/"),
        ({"link": "https://old.example.org/a/?lang=fr"}, "/a/?lang=fr"),
        ({"link": "https://old.example.org/a/?p=4&#038;x=1"}, "/a/?p=4&x=1"),
        ({"link": "https://old.example.org/caf%C3%A9/"}, "/café/"),
        ({"link": "https://old.example.org/a/#part"}, "/a/"),
        ({"link": " http://WWW.old.example.org/a/ "}, "/a/"),
        ({"link": "https://old.example.org/"}, ""),
        ({"link": "https://old.example.org"}, ""),
        ({"link": "http://[broken/"}, ""),
        ({"link": "mailto:ada@example.org"}, ""),
        ({"link": ""}, ""),
    ],
)
def test_path_of_link(changes, path):
    found = path_of_link(ExportItem("post", "publish", **changes), "https://old.example.org")

    assert found == path
