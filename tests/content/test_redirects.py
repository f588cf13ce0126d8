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
def test_renamed_post_redirects_permanently_from_its_old_address(client, path):
    rename(PostFactory(slug="first"), "second")

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, "/blog/second/")


def test_chain_of_renamings_is_flattened(client):
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


def test_redirect_to_a_post_that_is_taken_back_gives_nothing_away(client):
    post = PostFactory(slug="first")
    rename(post, "second")
    fresh = type(post).objects.get(pk=post.pk)
    fresh.status = "draft"
    save_entry(entry=fresh, by=None)

    response = client.get("/blog/first/")

    assert response.status_code == 404


def test_live_page_wins_over_a_redirect_from_its_address(client):
    rename(PostFactory(slug="first"), "second")
    PostFactory(slug="first", title="Newcomer")

    assert client.get("/blog/first/").status_code == 200
    assert client.get("/blog/first")["Location"] == "/blog/first/"


def test_renamed_topic_redirects_and_chains_are_flattened():
    topic = TopicFactory(slug="first")

    rename(topic, "second")
    rename(topic, "third")

    assert stored() == {"/topics/first/": "/topics/third/", "/topics/second/": "/topics/third/"}


def test_redirect_by_hand_that_closes_a_loop_is_refused():
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    with pytest.raises(ValidationError, match="a loop"):
        Redirect(old_path="/b/", new_path="/a/").full_clean()


def test_redirect_by_hand_to_an_old_address_is_flattened():
    page = PageFactory(slug="about")
    Redirect.objects.create(old_path="/b/", entry=page)
    redirect = Redirect(old_path="/a/", new_path="/b/")

    redirect.full_clean()
    redirect.save()

    assert stored() == {"/a/": "/about/", "/b/": "/about/"}


def test_redirect_from_an_address_that_others_lead_to_takes_them_along():
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    Redirect.objects.create(old_path="/b/", new_path="/c/")

    assert stored() == {"/a/": "/c/", "/b/": "/c/"}


@pytest.mark.parametrize("taken", ["second", "first"])
def test_renaming_to_and_fro_never_leaves_a_page_that_leads_to_itself(client, taken):
    post = PostFactory(slug="first")
    rename(post, "second")
    rename(post, "first")
    rename(post, taken)

    assert client.get(f"/blog/{taken}/").status_code == 200


def test_post_renamed_while_it_was_taken_back_keeps_its_public_address(client):
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
        ("/x/", " /space/"),
    ],
)
def test_redirect_that_goes_in_a_circle_or_nowhere_is_refused(old_path, new_path):
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    with pytest.raises(ValidationError):
        Redirect(old_path=old_path, new_path=new_path).full_clean()


@pytest.mark.parametrize("feed", ["feed/", "feed/json/", "feed"])
def test_feed_of_a_renamed_topic_moves_with_it(client, feed):
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
def test_what_lies_below_a_renamed_entry_moves_with_it(client, old, new):
    rename(PublicationFactory(slug="first"), "second")

    response = client.get(f"/library/first/{old}")

    assert (response.status_code, response["Location"]) == (301, f"/library/second/{new}")


@pytest.mark.parametrize("below", ["nothing/like/it/", "files/", "feed/", "a/b/c/d/e/f/g/"])
def test_what_the_site_does_not_have_below_any_entry_does_not_move_with_it(client, below):
    rename(PublicationFactory(slug="first"), "second")

    assert client.get(f"/library/first/{below}").status_code == 404


def test_address_that_only_leads_on_does_not_move_with_a_page(client):
    rename(PageFactory(slug="about"), "information")

    assert client.get("/about/team/").status_code == 404


def test_what_lies_below_a_draft_gives_nothing_away(client):
    publication = PublicationFactory(slug="first")
    rename(publication, "second")
    type(publication).objects.update(status="draft")

    assert client.get("/library/first/files/report.pdf").status_code == 404


def test_what_lies_below_an_address_by_hand_stays_on_this_site(client):
    Redirect.objects.create(old_path="/away/", new_path="https://example.org/")
    Redirect.objects.create(old_path="/topic/", new_path="/library/?kind=report")

    assert client.get("/away/feed/").status_code == 404
    assert client.get("/topic/problem/").status_code == 404
