"""A new kind of entry takes one folder: the site treats a toy like every other kind."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from content import kinds
from content.editing.previews import make_preview_link
from content.editing.restoring import restore_revision
from content.editing.saving import save_entry
from tests.factories import (
    ArticleFactory,
    EntryFactory,
    PersonFactory,
    PostFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in
from tests.toy_kind.kinds import TOY
from tests.toy_kind.models import Toy
from wiki.services.companion_offers import next_offers

pytestmark = pytest.mark.django_db
PATH = "/toys/abacus/"


class ToyFactory(EntryFactory):
    class Meta:
        model = Toy

    title = "Abacus"
    slug = "abacus"
    material = "Wood"


def read_page(client, path: str) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content)


def links(page: html.HtmlElement) -> set[str]:
    return {link.get("href") for link in page.iter("a")}


@pytest.mark.parametrize(
    "path",
    ["/", "/k-12/", "/topics/counting/", "/tags/beads/", "/people/ada/", "/search/?q=abacus"],
)
def test_toy_is_in_every_listing(client, path):
    ToyFactory(
        topics=[TopicFactory(slug="counting")],
        tags=["beads"],
        authors=[PersonFactory(slug="ada")],
    )

    assert PATH in links(read_page(client, path))


def test_toy_has_page_and_search_section(client):
    ToyFactory()

    page = read_page(client, "/search/?q=abacus&kind=toys")

    assert PATH in links(page)
    assert [element.text for element in page.find_class("kicker")] == ["Toy"]
    assert read_page(client, PATH).find(".//h1").text == "Abacus"


@pytest.mark.parametrize("page", ["links", "problem"])
def test_toy_has_pages_of_library_entry(client, page):
    ToyFactory()

    assert "Abacus" in read_page(client, f"/library/abacus/{page}/").text_content()


def test_toy_with_format_is_in_library(client):
    ToyFactory(format="book")

    page = read_page(client, "/library/?format=book")

    assert PATH in links(page)


@pytest.fixture
def toys_from_field():
    kinds.register(replace(TOY, is_ours=False))
    yield
    kinds.register(TOY)


@pytest.mark.usefixtures("toys_from_field")
def test_toy_from_field_is_listed_with_resources(client):
    ToyFactory(format="book")
    ArticleFactory(slug="counting", body="{{ resources: format=book }}")
    assert PATH in links(read_page(client, "/wiki/counting/"))
    assert PATH in links(read_page(client, "/library/?from=field"))


def test_toy_is_offered_as_companion():
    first = ToyFactory()
    second = ToyFactory(slug="second-abacus")

    offers, _ = next_offers()

    assert [(offer.first.pk, offer.second.pk) for offer in offers] == [(first.pk, second.pk)]


@pytest.mark.parametrize("path", ["/feed/", "/feed/json/", "/topics/counting/feed/"])
def test_toy_is_in_feeds(client, path):
    ToyFactory(topics=[TopicFactory(slug="counting")])

    assert PATH in client.get(path).content.decode()


def test_toy_has_own_sitemap(client):
    ToyFactory()

    assert "/sitemap-toys.xml" in client.get("/sitemap.xml").content.decode()
    assert PATH in client.get("/sitemap-toys.xml").content.decode()


def test_draft_has_preview_page(client):
    toy = ToyFactory(draft=True)

    page = read_page(client, f"/preview/{make_preview_link(entry=toy)}/")

    assert page.find(".//h1").text == "Abacus"
    assert client.get(PATH).status_code == 404


def test_renamed_toy_redirects_from_old_address(client):
    toy = ToyFactory()
    toy.slug = "counting-frame"
    save_entry(entry=toy, by=None)

    assert client.get(PATH).headers["Location"] == "/toys/counting-frame/"


def test_restoring_revision_restores_toy_field():
    toy = ToyFactory()
    first = toy.revisions.get()
    toy.material = "Plastic"
    save_entry(entry=toy, by=None)

    restore_revision(entry=toy, revision_id=first.pk, by=UserFactory())

    toy.refresh_from_db()
    assert toy.material == "Wood"


def test_dashboard_lists_toys_and_toys_in_review(client):
    sign_in(client, "Editors")
    toy = ToyFactory(status="review", published_at=None)

    found = links(read_page(client, reverse("admin:index")))

    assert reverse("admin:toy_kind_toy_changelist") in found
    assert reverse("admin:toy_kind_toy_change", args=[toy.pk]) in found


def test_start_page_leads_to_list_of_every_kind_in_review(client):
    sign_in(client, "Editors")
    ToyFactory(status="review", published_at=None)
    PostFactory(status="review", published_at=None, title="A post in review")

    found = links(read_page(client, reverse("admin:index")))
    lists = {url for url in found if url and url.endswith("?state=review")}

    assert lists == {"/admin/blog/post/?state=review", "/admin/toy_kind/toy/?state=review"}
    assert "Abacus" in client.get("/admin/toy_kind/toy/?state=review").content.decode()


def test_toy_form_runs_registered_publishing_check(client):
    sign_in(client, "Editors")
    form = {**FORM, "status": "published"}

    response = client.post(reverse("admin:toy_kind_toy_add"), form)
    saved = Toy.objects.count()
    anyway = client.post(reverse("admin:toy_kind_toy_add"), {**form, "publish_anyway": "published"})

    findings = html.fromstring(response.content.decode()).find_class("findings")[0].text_content()
    assert (response.status_code, saved) == (200, 0)
    assert "No author is named." in findings
    assert "It doesn’t say what it is made of." in findings
    assert anyway.status_code == 302
    assert Toy.objects.get().is_public


def test_bulk_publish_skips_incomplete_toys(client):
    sign_in(client, "Editors")
    facts = {"authors": [PersonFactory()], "topics": [TopicFactory()], "summary": "Beads."}
    whole = ToyFactory(draft=True, **facts)
    unfinished = ToyFactory(draft=True, slug="top", material="", **facts)
    chosen = {"action": "publish_chosen", "_selected_action": [whole.pk, unfinished.pk]}

    response = client.post(reverse("admin:toy_kind_toy_changelist"), chosen, follow=True)

    assert list(Toy.objects.published()) == [whole]
    assert "is not published. It doesn’t say what it is made of." in response.content.decode()
