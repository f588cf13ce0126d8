from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from blog.models import Post
from content import paging
from content.editing.saving import save_entry
from content.editing.terms import save_term
from content.models import Entry, Person, Place, Redirect, Topic
from tests.factories import PersonFactory, PlaceFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site():
    post = PostFactory(slug="mastery", tags=["pace"])
    Redirect.objects.create(old_path="/?p=108", entry=post)
    PersonFactory(slug="ada-ayers")
    PlaceFactory(slug="kentucky")
    TopicFactory(slug="equity")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/reflections/mastery/", "/blog/mastery/"),
        ("/any-other-category/mastery/", "/blog/mastery/"),
        ("/uncategorized/mastery", "/blog/mastery/"),
        ("/reflections/mastery/trackback/", "/blog/mastery/"),
        ("/higher-education/mastery/", "/blog/mastery/"),
        ("/?p=108", "/blog/mastery/"),
        ("/author/ada-ayers/", "/people/ada-ayers/"),
        ("/author/ada-ayers", "/people/ada-ayers/"),
        ("/author/ada-ayers/page/7/", "/people/ada-ayers/"),
        ("/author/ada-ayers/feed/", "/people/ada-ayers/feed/"),
        ("/location/kentucky/", "/places/kentucky/"),
        ("/location/kentucky", "/places/kentucky/"),
        ("/tag/pace/", "/tags/pace/"),
        ("/tag/pace", "/tags/pace/"),
        ("/tag/pace/feed/", "/tags/pace/feed/"),
        ("/category/equity/", "/topics/equity/"),
        ("/category/policy/equity", "/topics/equity/"),
        ("/category/higher-education/", "/higher-education/"),
        ("/category/uncategorized/", "/blog/"),
        ("/page/1/", "/"),
        ("/page/1", "/"),
        ("/archive/2019/05/", "/archive/2019/5/"),
        ("/archive/2019/05", "/archive/2019/5/"),
        ("/page/164/", "/archive/"),
    ],
)
def test_former_address_redirects_once_to_existing_page(client, old, new):
    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    "path", ["/author/unknown/", "/tag/none/", "/location/atlantis/", "/?p=9", "/a/b/c/d/"]
)
def test_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_renamed_post_redirects_from_former_slug_in_any_category(client):
    post = Post.objects.get(slug="mastery")
    post.slug = "mastery-revisited"
    save_entry(entry=post, by=None)

    response = client.get("/analysis/mastery/")

    assert (response.status_code, response["Location"]) == (301, "/blog/mastery-revisited/")


def test_old_blog_page_number_redirects_to_same_posts(client):
    posts = [
        PostFactory(title=f"Old {number}", published_at=MAY - timedelta(days=number))
        for number in range(25)
    ]

    response = client.get("/page/2/")

    # The fixture's post is the newest, so nine of these are on the first page.
    assert response["Location"] == f"/?before={paging.key_of(posts[8])}"
    page = html.fromstring(client.get(response["Location"]).content)
    assert page.xpath("string(//article[@class='entry'][1]/h2)") == "Old 9"


def test_old_page_number_of_sector_counts_only_its_posts(client):
    posts = [
        PostFactory(published_at=MAY - timedelta(days=number), sector="higher-education")
        for number in range(12)
    ]

    response = client.get("/higher-education/page/2/")

    assert response["Location"] == f"/higher-education/?before={paging.key_of(posts[9])}"


@pytest.mark.parametrize("path", ["/archive/002019/", "/archive/2019/0005/", "/wiki/revisions/01/"])
def test_number_with_zeros_before_it_is_no_other_address_of_page(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/people/ada-ayers",
        "/places/kentucky",
        "/topics/equity",
        "/tags/pace",
        "/blog/mastery",
        "/blog/feed",
        "/k-12/feed",
        "/blog",
        "/archive/2019",
        "/blog/mastery/comment",
    ],
)
def test_address_without_trailing_slash_redirects(client, path):
    # The topic's address must not redirect to the post with the same slug.
    PostFactory(slug="equity")

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, f"{path}/")


@pytest.mark.parametrize(
    ("model", "slug", "old"),
    [
        (Person, "ada-ayers", "/author/ada-ayers/"),
        (Place, "kentucky", "/location/kentucky"),
        (Topic, "equity", "/category/policy/equity/"),
    ],
)
def test_former_address_redirects_after_renaming(client, model, slug, old):
    thing = model.objects.get(slug=slug)
    thing.slug = "renamed"
    if isinstance(thing, Entry):
        save_entry(entry=thing, by=None)
    else:
        save_term(term=thing)

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, thing.get_absolute_url())


def test_old_search_redirects_to_search(client, db):
    response = client.get("/?s=caf%C3%A9+%26+more")

    assert (response.status_code, response["Location"]) == (301, "/search/?q=caf%C3%A9+%26+more")
