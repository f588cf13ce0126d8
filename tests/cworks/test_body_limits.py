"""How much a request may send: refused before any of it is read."""

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from content.models import User
from cworks.body_limits import DOCUMENT_ROUTES, FOR_ANYONE, FOR_DOCUMENTS, FOR_STAFF
from cworks.web_worker.client_sockets import ClientSocket
from tests.factories import EventFactory, PublicationFactory
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

FORM = "multipart/form-data; boundary=x"
UPLOADS = [
    reverse("admin:content_document_add"),
    "/admin/wiki/publication/{publication}/files/",
    "/admin/wiki/publication/{publication}/files/1/",
    "/admin/events/event/{event}/recording/",
]


class Body:
    """A request's body that must not be read."""

    was_read = False

    def read(self, *args) -> bytes:
        self.was_read = True
        return b""

    readline = read


def send(client, address: str, length: int, *, method: str = "POST", **environ):
    """Announce a body, with a CSRF cookie that anyone can make up."""
    client.cookies["csrftoken"] = "x" * 32
    body = Body()
    response = client.generic(
        method,
        address,
        content_type=FORM,
        **{"wsgi.input": body, "CONTENT_LENGTH": str(length), **environ},
    )
    return response, body


def test_long_body_to_any_public_page_is_refused_unread(client):
    publish_site()
    client.handler.enforce_csrf_checks = True

    answers = {page.address: send(client, page.address, 300_000_000) for page in public_pages()}

    assert {
        address: response.status_code
        for address, (response, body) in answers.items()
        if response.status_code != 413 or body.was_read
    } == {}


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", *UPLOADS[:1]])
@pytest.mark.parametrize("signed_in", [False, True])
def test_long_body_to_staff_page_is_refused_to_everyone_else(client, address, signed_in):
    if signed_in:
        user = User.objects.create_user("ada@example.org", "x", name="Ada", is_staff=False)
        client.force_login(user)

    response, body = send(client, address, FOR_ANYONE + 1)

    assert (response.status_code, body.was_read) == (413, False)


def test_refusal_says_how_much_is_allowed(client):
    response, _ = send(client, "/", FOR_ANYONE + 1)

    assert "It is 2.0\xa0MB, and this page accepts at most 2.0\xa0MB." in response.text
    assert "Go back, make it shorter or choose a smaller file, and send it again." in response.text


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        (reverse("admin:blog_post_add"), FOR_STAFF),
        (reverse("admin:content_image_add"), FOR_STAFF),
        (reverse("imports:resource-import"), FOR_STAFF),
        (reverse("markdownx_upload"), FOR_STAFF),
        *[(address, FOR_DOCUMENTS) for address in UPLOADS],
    ],
)
def test_staff_may_send_what_the_page_takes(client, address, limit):
    address = address.format(publication=PublicationFactory().pk, event=EventFactory().pk)
    sign_in(client, "Editors", is_superuser=True)

    allowed, _ = send(client, address, limit)
    refused, body = send(client, address, limit + 1)

    assert allowed.status_code != 413
    assert (refused.status_code, body.was_read) == (413, False)


def test_every_page_that_takes_documents_may_take_them():
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    adding = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_add": model_admin.get_form(request)
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_add_permission(request)
    }
    with_files = {
        route
        for route, form in adding.items()
        for field in form.base_fields.values()
        if isinstance(field, forms.FileField)
    }

    # An image is at most 20 MB, which every page for staff takes.
    assert with_files - DOCUMENT_ROUTES == {"admin:content_image_add"}


@pytest.mark.parametrize(("method", "is_read"), [("POST", True), ("GET", False), ("HEAD", False)])
def test_rest_of_long_body_is_read_only_where_browsers_send_one(
    client, monkeypatch, method, is_read
):
    monkeypatch.setattr(ClientSocket, "wait_for_body", lambda self, seconds: None)
    socket = ClientSocket.__new__(ClientSocket)

    response, body = send(client, "/", FOR_ANYONE + 1, method=method, **{"gunicorn.socket": socket})
    response.close()

    # Otherwise, a client that never sends it would keep a thread busy.
    assert (response.status_code, body.was_read) == (413, is_read)


def test_editor_learns_from_refusal_of_picture(client):
    sign_in(client, "Editors")

    response, _ = send(client, reverse("markdownx_upload"), 300_000_000)

    assert response.status_code == 413
    assert response.json()["error"].startswith(
        "It is 286.1\xa0MB, and this page accepts at most 21"
    )


@pytest.mark.parametrize("address", ["/", "/admin/login/"])
def test_body_of_unknown_length_is_refused_unread(client, address):
    response, body = send(client, address, 0, HTTP_TRANSFER_ENCODING="chunked")

    assert (response.status_code, body.was_read) == (411, False)


def test_nonsense_length_is_none(client):
    response, _ = send(client, "/admin/login/", 0, CONTENT_LENGTH="nonsense")

    assert response.status_code == 200
