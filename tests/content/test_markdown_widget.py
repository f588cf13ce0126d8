"""The editor keeps the contract of django-markdownx: its fields, widget, views, and settings."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.module_loading import import_string
from markdownx.models import MarkdownxField
from markdownx.views import ImageUploadView, MarkdownifyView
from markdownx.widgets import MarkdownxWidget

from content.editing.forms.widgets import MarkdownWidget
from content.models import Entry, Page, SiteSettings
from tests.factories import PostFactory
from tests.support.signing_in import sign_in


def render_widget(**attributes):
    html = MarkdownWidget(attrs={"rows": 6}).render("body", "<b>Bold</b>", **attributes)
    return BeautifulSoup(html, "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "offered"), [(Page, True), (SiteSettings, False)])
def test_end_of_excerpt_is_offered_only_where_listings_show_one(client, model, offered):
    sign_in(client, "Editors")

    page = client.get(reverse(f"admin:content_{model._meta.model_name}_add")).content.decode()

    assert ("End of excerpt</button>" in page) is offered


@pytest.mark.parametrize(("model", "name"), [(Entry, "body"), (SiteSettings, "mission")])
def test_markdown_is_a_markdownx_field(model, name):
    assert isinstance(model._meta.get_field(name), MarkdownxField)


@pytest.mark.parametrize(("model", "name"), [(Page, "body"), (SiteSettings, "mission")])
def test_admin_form_uses_custom_widget(rf: RequestFactory, admin_user, model, name):
    request = rf.get("/admin/")
    request.user = admin_user

    form = admin.site.get_model_admin(model).get_form(request)

    widget = form.base_fields[name].widget
    assert isinstance(widget, MarkdownxWidget)
    assert isinstance(widget, MarkdownWidget)


def test_widget_loads_custom_module_and_no_markdownx_script():
    media = str(MarkdownWidget().media)

    assert media == '<script src="/static/js/editor.js" type="module"></script>'


def test_widget_passes_urls_to_script():
    textarea = render_widget(attrs={"id": "id_body"}).textarea

    assert textarea.text.strip() == "<b>Bold</b>"
    assert {name: textarea[name] for name in textarea.attrs if name.startswith("data-")} == {
        "data-markdownx-editor-resizable": "True",
        "data-markdownx-urls-path": "/admin/markdownx/markdownify/",
        "data-markdownx-upload-urls-path": "/admin/markdownx/upload/",
        "data-markdownx-latency": "350",
        "data-longest": "400000",
    }
    assert (textarea["id"], textarea["rows"]) == ("id_body", "6")


def test_widget_renders_without_attributes():
    assert render_widget().textarea["name"] == "body"


def test_preview_blocks_scripts_and_links_open_new_tabs():
    assert render_widget().iframe["sandbox"] == [
        "allow-same-origin",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
    ]


@pytest.mark.parametrize(
    ("name", "view"),
    [("markdownx_markdownify", MarkdownifyView), ("markdownx_upload", ImageUploadView)],
)
def test_markdownx_views_are_overridden_at_their_url_names(name, view):
    address = reverse(name)

    assert address.startswith("/admin/")
    assert issubclass(resolve(address).func.view_class, view)


@pytest.mark.django_db
def test_markdownify_function_renders_like_site(settings):
    PostFactory(title="The other")
    post = PostFactory(body="See [[The other]]. <script>alert(1)</script>")

    markdownify = import_string(settings.MARKDOWNX_MARKDOWNIFY_FUNCTION)

    assert markdownify(post.body) == post.body_html


@pytest.mark.django_db
def test_preview_requires_staff_and_post(client):
    address = reverse("markdownx_markdownify")

    anonymous = client.post(address, {"content": "Text"})
    sign_in(client, "Writers")
    got = client.get(address)
    without_text = client.post(address, {"text": "Text"})
    previewed = client.post(address, {"content": "Text"})

    assert [answer.status_code for answer in (anonymous, got, without_text, previewed)] == [
        403,
        405,
        400,
        200,
    ]
    assert without_text.json() == {"error": "There is no text to preview."}
    assert previewed.content.decode() == "<p>Text</p>"
    assert "no-store" in previewed["Cache-Control"]
