"""What the library's admin rejects, and what it hides from other users."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from lxml import html

from content.models import Document, User
from tests.factories import PublicationFactory, ResourceFactory, UserFactory
from tests.support.pdfs import pdf
from wiki.models import Publication, Resource
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db

ROWS = {
    "contributions-TOTAL_FORMS": "0",
    "contributions-INITIAL_FORMS": "0",
}
NEW = {
    **ROWS,
    "title": "The same",
    "summary": "What it is.",
    "format": "report",
    "sector": "k-12",
    "status": "draft",
    "_save": "1",
}


def sign_in(client, group: str) -> User:
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


def errors_of(response) -> list[str]:
    page = html.fromstring(response.content.decode())
    return [" ".join(error.text_content().split()) for error in page.find_class("errorlist")]


@pytest.mark.parametrize(
    ("listed", "typed"),
    [
        ("https://example.org/report/", "http://www.example.org/report?utm_source=x"),
        (
            "https://doi.org/10.3102/0013189X013006004",
            "http://dx.doi.org/10.3102/0013189x013006004",
        ),
    ],
)
def test_duplicate_url_is_rejected_with_link_to_existing_resource(client, listed, typed):
    sign_in(client, "Editors")
    other = ResourceFactory(title="Listed", url=listed)

    response = client.post("/admin/wiki/resource/add/", {**NEW, "url": typed})

    assert errors_of(response) == [
        "The library already has this address: Listed. Change that entry instead."
    ]
    assert f'href="/admin/wiki/resource/{other.pk}/change/"' in response.content.decode()
    assert Resource.objects.count() == 1


def test_duplicate_url_in_other_users_draft_reveals_no_title(client):
    sign_in(client, "Writers")
    ResourceFactory(title="Secret", url="https://example.org/report", draft=True)

    response = client.post(
        "/admin/wiki/resource/add/", {**NEW, "url": "https://example.org/report"}
    )

    assert errors_of(response) == ["The library already has this address, in someone else’s draft."]
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize("page", ["history/", "history/compare/"])
def test_post_to_read_only_page_does_not_fail(client, page):
    sign_in(client, "Editors")
    publication = PublicationFactory()

    response = client.post(f"/admin/wiki/publication/{publication.pk}/{page}")

    assert response.status_code in (200, 404)


def test_publication_files_are_hidden_from_documents(client):
    publication = PublicationFactory(title="Embargoed", draft=True)
    add_file(publication=publication, title="Report", file=BytesIO(pdf("Secret")), name="r.pdf")
    sign_in(client, "Writers")

    listed = client.get("/admin/content/document/")
    opened = client.get(f"/admin/content/document/{Document.objects.get().pk}/change/")

    assert "Embargoed" not in listed.content.decode()
    assert opened.status_code == 302


def add_publication(client, doi: str):
    sign_in(client, "Editors")
    rows = {"files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"}
    return client.post("/admin/wiki/publication/add/", {**NEW, **rows, "doi": doi})


def test_publication_with_what_is_no_doi_is_refused(client):
    response = add_publication(client, "www.example.org/10")

    assert errors_of(response) == [
        "“www.example.org/10” is not a DOI. Enter one such as 10.5555/12345678, "
        "or leave this empty."
    ]


def test_publication_keeps_a_doi_without_its_address(client):
    response = add_publication(client, " https://doi.org/10.5555/12345678 ")

    assert response.status_code == 302
    assert Publication.objects.get().doi == "10.5555/12345678"


def test_form_does_not_offer_to_leave_the_required_format_empty(client):
    sign_in(client, "Editors")

    page = html.fromstring(client.get("/admin/wiki/resource/add/").content)

    assert page.get_element_by_id("id_format").get("required") is not None
    described = page.get_element_by_id("id_format_helptext").text_content().strip()
    assert described == "How the library lists it."
