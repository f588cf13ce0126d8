"""Each page loads one style sheet, which browsers may keep for good."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from lxml import html
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.support.collected_files import serve_collected_files
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site


@pytest.fixture(scope="module")
def static_root(collected_files):
    with serve_collected_files(collected_files):
        yield collected_files


def style_sheets_of(response) -> list[str]:
    return html.fromstring(response.content).xpath("//link[@rel='stylesheet']/@href")


@pytest.mark.django_db
def test_every_public_page_has_one_style_sheet(client):
    publish_site()

    responses = {public.address: client.get(public.address) for public in public_pages()}
    responses["/nowhere-at-all/"] = client.get("/nowhere-at-all/")
    style_sheets = {
        address: style_sheets_of(response)
        for address, response in responses.items()
        if response["Content-Type"].startswith("text/html")
    }

    assert {address: found for address, found in style_sheets.items() if len(found) != 1} == {}
    assert len(style_sheets) > 50


def test_collected_style_sheets_import_nothing(static_root):
    sheets = list(static_root.rglob("*.css"))

    assert [sheet for sheet in sheets if re.search(r"@import\b", sheet.read_text())] == []
    assert len(sheets) > 50


def test_collected_style_sheet_has_everything_it_imported(static_root):
    sheet = (static_root / staticfiles_storage.stored_name("css/pages/entry.css")).read_text()

    assert {
        name: rule in sheet
        for name, rule in {
            "tokens.css": "--paper:",
            "article.css": ".byline {",
            "print.css": "@media print",
        }.items()
    } == {"tokens.css": True, "article.css": True, "print.css": True}


def test_addresses_in_collected_style_sheets_lead_to_files(static_root):
    folder = static_root / "css" / "pages"
    sheets = [path for path in folder.glob("*.css") if re.search(r"\.[0-9a-f]{12}\.", path.name)]
    fonts: set[Path] = set()
    for sheet in sheets:
        urls = re.findall(r'url\("(.*?)"\)', sheet.read_text())
        fonts |= {(folder / url).resolve(strict=True) for url in urls}

    assert {font.relative_to(static_root.resolve()) for font in fonts} == {
        Path(staticfiles_storage.stored_name(f"fonts/source-serif-4-{style}.woff2"))
        for style in ("roman", "italic")
    }


@pytest.mark.parametrize(
    "name", ["css/pages/listing.css", "fonts/source-serif-4-roman.woff2", "js/local-time.js"]
)
def test_collected_file_may_be_kept_for_good(static_root, name):
    served = WhiteNoiseMiddleware(lambda request: HttpResponse())
    file = served.files[staticfiles_storage.url(name)]

    answer = file.get_response("GET", {"HTTP_ACCEPT_ENCODING": "gzip, br"})
    answer.file.close()
    headers = dict(answer.headers)

    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert headers.get("Content-Encoding") == (None if name.endswith(".woff2") else "br")
