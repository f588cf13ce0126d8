from datetime import UTC, datetime, timedelta

import pytest

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
        ("/page/164/", "/archive/"),
    ],
)
def test_former_address_answers_with_one_permanent_redirect_that_arrives(client, old, new):
    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    "path", ["/author/unknown/", "/tag/none/", "/location/atlantis/", "/?p=9", "/a/b/c/d/"]
)
def test_address_that_never_was_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_renamed_post_is_found_under_any_category_by_its_former_slug(client):
    post = Post.objects.get(slug="mastery")
    post.slug = "mastery-revisited"
    save_entry(entry=post, by=None)

    response = client.get("/analysis/mastery/")

    assert (response.status_code, response["Location"]) == (301, "/blog/mastery-revisited/")


def test_former_page_of_the_blog_leads_to_the_posts_that_stood_there(client):
    posts = [
        PostFactory(title=f"Old {number}", published_at=MAY - timedelta(days=number))
        for number in range(25)
    ]

    response = client.get("/page/2/")

    # The post of the fixture is the newest, so that nine of these stand on the first page.
    assert response["Location"] == f"/?before={paging.key_of(posts[8])}"
    assert client.get(response["Location"]).context["entries"][0].title == "Old 9"


def test_former_page_of_the_second_blog_counts_its_own_posts(client):
    posts = [
        PostFactory(published_at=MAY - timedelta(days=number), sector="higher-education")
        for number in range(12)
    ]

    response = client.get("/higher-education/page/2/")

    assert response["Location"] == f"/higher-education/?before={paging.key_of(posts[9])}"


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
def test_address_without_its_final_slash_leads_to_the_one_with_it(client, path):
    # The slug of a topic is no reason to lead to a post that has the same.
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
def test_former_address_survives_a_renaming_here(client, model, slug, old):
    thing = model.objects.get(slug=slug)
    thing.slug = "renamed"
    if isinstance(thing, Entry):
        save_entry(entry=thing, by=None)
    else:
        save_term(term=thing)

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, thing.get_absolute_url())


def test_search_of_the_old_site_leads_to_search(client, db):
    response = client.get("/?s=caf%C3%A9+%26+more")

    assert (response.status_code, response["Location"]) == (301, "/search/?q=caf%C3%A9+%26+more")
