"""Addresses of the old site below others, in its folder, and by number."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from content.models import Redirect
from tests.factories import (
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    post = PostFactory(
        slug="mastery", tags=["pace"], published_at=datetime(2019, 5, 7, 12, tzinfo=UTC)
    )
    page = PageFactory(slug="welcome")
    TopicFactory(slug="equity")
    PersonFactory(slug="ada-ayers")
    PlaceFactory(slug="kentucky")
    for old_path, entry in [
        ("/2019/05/07/mastery/", post),
        ("/mastery/", post),
        ("/~lab/", page),
        ("/~lab/?p=7", post),
        ("/~lab/?page_id=5", page),
        ("/blog/?p=7", post),
        ("/?publication=a-report", post),
        ("/~lab/?attachment_id=9", post),
        ("/?p=12", post),
    ]:
        Redirect.objects.create(old_path=old_path, entry=entry)
    Redirect.objects.create(old_path="/~lab/feed/", new_path="/feed/")
    Redirect.objects.create(old_path="/?cat=3", new_path="/topics/equity/")
    Redirect.objects.create(old_path="/issue/equity/", new_path="/topics/equity/")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Dates
        ("/2019/", "/archive/2019/"),
        ("/2019", "/archive/2019/"),
        ("/2019/05/", "/archive/2019/5/"),
        ("/2019/5", "/archive/2019/5/"),
        ("/2019/05/12/", "/archive/2019/5/"),
        ("/2019/05/page/3/", "/archive/2019/5/"),
        ("/2019/05/feed/", "/archive/2019/5/feed/"),
        ("/2019/05/12/feed/atom/", "/archive/2019/5/feed/"),
        ("/~lab/2019/05/", "/archive/2019/5/"),
        ("/blog/2019/05/", "/archive/2019/5/"),
        ("/?m=201905", "/archive/2019/5/"),
        ("/~lab/?m=20190512", "/archive/2019/5/"),
        # Numbers
        ("/~lab/?p=7", "/blog/mastery/"),
        ("/~lab?p=7", "/blog/mastery/"),
        ("/~lab/index.php?p=7", "/blog/mastery/"),
        ("/~lab/?page_id=5", "/welcome/"),
        ("/~lab/?page_id=7", "/blog/mastery/"),
        ("/~lab/?attachment_id=9", "/blog/mastery/"),
        ("/blog/?p=7", "/blog/mastery/"),
        ("/?p=12", "/blog/mastery/"),
        ("/?attachment_id=12", "/blog/mastery/"),
        ("/?p=12&preview=true", "/blog/mastery/"),
        ("/?publication=a-report", "/blog/mastery/"),
        ("/?cat=3", "/topics/equity/"),
        ("/?tag=pace", "/tags/pace/"),
        # Below a post
        ("/mastery/comment-page-2/", "/blog/mastery/"),
        ("/mastery/feed/", "/blog/mastery/"),
        ("/mastery/feed/rss2/", "/blog/mastery/"),
        ("/mastery/2/", "/blog/mastery/"),
        ("/mastery/amp/", "/blog/mastery/"),
        ("/mastery/embed/", "/blog/mastery/"),
        ("/2019/05/07/mastery/trackback/", "/blog/mastery/"),
        ("/2019/05/07/mastery/comment-page-3/", "/blog/mastery/"),
        ("/2019/05/07/mastery/comment-page-3/feed/", "/blog/mastery/"),
        ("/reflections/mastery/comment-page-1", "/blog/mastery/"),
        # Below lists
        ("/blog/page/2/", "/archive/"),
        ("/issue/equity/page/2/", "/topics/equity/"),
        ("/issue/equity/feed/", "/topics/equity/feed/"),
        ("/issue/equity/feed/rdf", "/topics/equity/feed/"),
        ("/library/page/4/", "/library/"),
        ("/~lab/feed/", "/feed/"),
        ("/~lab/feed/rss2/", "/feed/"),
        ("/~lab/page/2/", "/welcome/"),
        # In a folder
        ("/~lab/category/equity/", "/topics/equity/"),
        ("/~lab/category/policy/equity/", "/topics/equity/"),
        ("/~lab/category/equity/page/2/", "/topics/equity/"),
        ("/news/blog/tag/pace/feed/", "/tags/pace/feed/"),
        ("/~lab/author/ada-ayers/", "/people/ada-ayers/"),
        ("/~lab/location/kentucky", "/places/kentucky/"),
    ],
)
def test_address_of_the_old_site_redirects_once_to_a_page(client, old, new):
    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/2019/13/",
        "/1899/05/",
        "/2999/05/",
        "/wiki/2019/",
        "/library/2019/05/",
        "/registrations/2019/",
        "/~lab/?page_id=2",
        "/~lab/?cat=99",
        "/unknown/feed/",
        "/unknown/comment-page-2/",
        "/~lab/category/nothing/",
        "/wiki/category/equity/",
        "/a/b/c/d/e/page/2/",
    ],
)
def test_address_that_never_was_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/blog/", "/blog/?before=x", "/library/?format=report", "/?before="]
)
def test_page_of_this_site_is_no_old_address(client, path):
    assert client.get(path).status_code in {200, 404}
    assert "Location" not in client.get(path)


def test_page_whose_slug_is_a_year_is_shown(client):
    PageFactory(slug="2019")

    assert client.get("/2019/").status_code == 200


def test_old_page_number_below_blog_leads_to_the_same_posts(client):
    for day in range(1, 25):
        PostFactory(published_at=datetime(2018, 5, day, 12, tzinfo=UTC))

    response = client.get("/blog/page/2/")

    assert re.fullmatch(r"/blog/\?before=\S+", response["Location"])
    assert client.get(response["Location"]).context["page"].entries[0].published_at.day == 15


def test_hidden_entry_is_not_revealed(client):
    hidden = PostFactory(slug="hidden", status="draft")
    Redirect.objects.create(old_path="/~lab/?p=8", entry=hidden)

    for path in ("/~lab/?p=8", "/x/hidden/comment-page-2/"):
        assert client.get(path).status_code == 404


def test_form_is_never_redirected():
    assert Client().post("/~lab/?p=7").status_code == 405
