import pytest
from django.core.exceptions import ValidationError

from content.editing.saving import save_entry
from content.editing.terms import save_term
from content.models import Entry, Redirect
from tests.factories import PageFactory, PostFactory, PublicationFactory, TopicFactory

pytestmark = pytest.mark.django_db


def stored() -> dict[str, str]:
    return {
        redirect.old_path: redirect.new_path or redirect.entry.get_absolute_url()
        for redirect in Redirect.objects.select_related("entry")
    }


def rename(thing, slug: str) -> None:
    fresh = type(thing).objects.get(pk=thing.pk)
    fresh.slug = slug
    if isinstance(fresh, Entry):
        save_entry(entry=fresh, by=None)
    else:
        save_term(term=fresh)


@pytest.mark.parametrize("path", ["/blog/first/", "/blog/first"])
def test_renamed_post_redirects_permanently(client, path):
    rename(PostFactory(slug="first"), "second")

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, "/blog/second/")


def test_redirect_chain_is_flattened(client):
    post = PostFactory(slug="first")

    rename(post, "second")
    rename(post, "third")

    assert stored() == {"/blog/first/": "/blog/third/", "/blog/second/": "/blog/third/"}


def test_renaming_back_removes_the_redirect():
    post = PostFactory(slug="first")

    rename(post, "second")
    rename(post, "first")

    assert stored() == {"/blog/second/": "/blog/first/"}


def test_renamed_draft_leaves_no_redirect():
    rename(PostFactory(slug="first", draft=True), "second")

    assert stored() == {}


def test_redirect_to_unpublished_post_is_not_found(client):
    post = PostFactory(slug="first")
    rename(post, "second")
    fresh = type(post).objects.get(pk=post.pk)
    fresh.status = "draft"
    save_entry(entry=fresh, by=None)

    response = client.get("/blog/first/")

    assert response.status_code == 404


def test_page_wins_over_redirect(client):
    rename(PostFactory(slug="first"), "second")
    PostFactory(slug="first", title="Newcomer")

    assert client.get("/blog/first/").status_code == 200
    assert client.get("/blog/first")["Location"] == "/blog/first/"


def test_renamed_topic_redirects_and_chains_are_flattened():
    topic = TopicFactory(slug="first")

    rename(topic, "second")
    rename(topic, "third")

    assert stored() == {"/topics/first/": "/topics/third/", "/topics/second/": "/topics/third/"}


def test_manual_redirect_loop_is_rejected():
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    with pytest.raises(ValidationError, match="a loop"):
        Redirect(old_path="/b/", new_path="/a/").full_clean()


def test_manual_redirect_to_old_address_is_flattened():
    page = PageFactory(slug="about")
    Redirect.objects.create(old_path="/b/", entry=page)
    redirect = Redirect(old_path="/a/", new_path="/b/")

    redirect.full_clean()
    Redirect.objects.save_flat(redirect)

    assert stored() == {"/a/": "/about/", "/b/": "/about/"}


def test_new_redirect_flattens_redirects_to_its_address():
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    Redirect.objects.save_flat(Redirect(old_path="/b/", new_path="/c/"))

    assert stored() == {"/a/": "/c/", "/b/": "/c/"}


@pytest.mark.parametrize("taken", ["second", "first"])
def test_renaming_back_and_forth_leaves_no_redirect_loop(client, taken):
    post = PostFactory(slug="first")
    rename(post, "second")
    rename(post, "first")
    rename(post, taken)

    assert client.get(f"/blog/{taken}/").status_code == 200


def test_post_renamed_while_draft_redirects_from_public_address(client):
    post = PostFactory(slug="first")
    post.status = "draft"
    save_entry(entry=post, by=None)
    rename(post, "second")
    fresh = type(post).objects.get(pk=post.pk)
    fresh.status = "published"
    save_entry(entry=fresh, by=None)

    response = client.get("/blog/first/")

    assert (response.status_code, response["Location"]) == (301, "/blog/second/")


@pytest.mark.parametrize(
    ("old_path", "new_path"),
    [
        ("/b", "/a/"),
        ("/one", "/one/"),
        ("/x/", "javascript:alert(1)"),
        ("/x/", "//elsewhere.example/"),
        ("/x/", "no-slash"),
    ],
)
def test_redirect_loop_or_invalid_target_is_rejected(old_path, new_path):
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    with pytest.raises(ValidationError):
        Redirect(old_path=old_path, new_path=new_path).full_clean()


@pytest.mark.parametrize("feed", ["feed/", "feed/json/", "feed"])
def test_feed_of_renamed_topic_redirects(client, feed):
    rename(TopicFactory(slug="first"), "second")

    response = client.get(f"/topics/first/{feed}")

    assert (response.status_code, response["Location"].rstrip("/")) == (
        301,
        f"/topics/second/{feed}".rstrip("/"),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("files/report.pdf", "files/report.pdf"),
        ("files/2/a%20%3F%20b.pdf", "files/2/a%20%3F%20b.pdf"),
        ("cite/ris/", "cite/ris/"),
        ("cite/ris", "cite/ris/"),
    ],
)
def test_path_below_renamed_entry_redirects(client, old, new):
    rename(PublicationFactory(slug="first"), "second")

    response = client.get(f"/library/first/{old}")

    assert (response.status_code, response["Location"]) == (301, f"/library/second/{new}")


@pytest.mark.parametrize("below", ["nothing/like/it/", "files/", "feed/", "a/b/c/d/e/f/g/"])
def test_unknown_path_below_renamed_entry_is_not_found(client, below):
    rename(PublicationFactory(slug="first"), "second")

    assert client.get(f"/library/first/{below}").status_code == 404


def test_page_path_below_renamed_page_is_not_found(client):
    rename(PageFactory(slug="about"), "information")

    assert client.get("/about/team/").status_code == 404


def test_path_below_renamed_draft_is_not_found(client):
    publication = PublicationFactory(slug="first")
    rename(publication, "second")
    type(publication).objects.update(status="draft")

    assert client.get("/library/first/files/report.pdf").status_code == 404


def test_path_below_manual_redirect_is_not_found(client):
    Redirect.objects.create(old_path="/away/", new_path="https://example.org/")
    Redirect.objects.create(old_path="/topic/", new_path="/library/?format=report")

    assert client.get("/away/feed/").status_code == 404
    assert client.get("/topic/problem/").status_code == 404
