"""The files that browsers and programs look for at the root of any site."""

import re
from io import BytesIO

import pytest
from django.contrib.staticfiles.finders import find
from lxml import etree, html
from PIL import Image

from content.media.images import add_image
from content.models import SiteSettings
from content.rendering import save_site_settings
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("path", "kind", "sizes"),
    [
        ("/favicon.ico", "ICO", {(16, 16), (32, 32), (48, 48)}),
        ("/apple-touch-icon.png", "PNG", {(180, 180)}),
        ("/apple-touch-icon-precomposed.png", "PNG", {(180, 180)}),
    ],
)
def test_icons_are_at_the_root(client, path, kind, sizes):
    response = client.get(path)
    image = Image.open(BytesIO(body_of(response)))

    assert (response.status_code, image.format) == (200, kind)
    assert image.info.get("sizes", {image.size}) == sizes


def test_icon_at_the_root_is_the_one_of_the_site_settings(client):
    icon = add_image(file=picture(size=(60, 40), color="teal"), name="icon.png", alt="Icon")
    save_site_settings(site=SiteSettings(icon=icon))

    image = Image.open(BytesIO(client.get("/favicon.ico").content))

    assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert image.convert("RGB").getpixel((24, 24)) == (0, 128, 128)


def test_manifest_names_site_and_its_icons(client):
    response = client.get("/site.webmanifest")
    manifest = response.json()

    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"]) == ("CompetencyWorks", "/")
    assert all(find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_browsers_learn_how_to_search(client, settings):
    response = client.get("/opensearch.xml")
    description = etree.fromstring(response.content)

    [url] = description.findall("{*}Url")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert url.get("template") == f"{settings.SITE_URL}/search/?q={{searchTerms}}"


def test_language_models_learn_what_is_where(client, settings):
    response = client.get("/llms.txt")
    text = response.content.decode()

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith("# CompetencyWorks\n\n> ")
    assert f"- [Wiki]({settings.SITE_URL}/wiki/): " in text
    pages = re.findall(rf"\]\({settings.SITE_URL}(.+?)\)", text)
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_every_page_links_to_them(client):
    head = html.fromstring(client.get("/").content).find("head")

    links = {link.get("rel"): link.get("href") for link in head.iter("link")}
    assert (links["manifest"], links["search"]) == ("/site.webmanifest", "/opensearch.xml")
    assert "/favicon.ico" in {link.get("href") for link in head.iter("link")}


@pytest.mark.parametrize(
    "path", ["/humans.txt", "/wp-login.php", "/xmlrpc.php", "/blog/x.pdf", "/blog/a/b.txt", "/x.y"]
)
def test_missing_file_is_not_found_without_redirect(client, path):
    assert client.get(path).status_code == 404
