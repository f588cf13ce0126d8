"""The staff pages for importing resources."""

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from tests.support.resource_imports import HEADINGS
from tests.support.spreadsheets import csv_bytes

IMPORT, COMPANIONS = "imports:resource-import", "admin:wiki_resource_companions"


def upload(client, *rows: list[str], content: bytes | None = None, name: str = "list.csv"):
    file = SimpleUploadedFile(name, csv_bytes(*rows) if content is None else content)
    return client.post(reverse(IMPORT), {"file": file})


def open_preview(client, *rows: list[str], headings=HEADINGS, **query):
    """Upload a spreadsheet and return its preview's address and page."""
    address = upload(client, headings, *rows).url
    return address, html.fromstring(client.get(address, query).text)


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def table_rows(page) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in page.xpath("//tbody/tr")]


def submit_preview(client, address: str, page, **fields):
    """Submit the preview's form."""
    previewed = page.xpath("//input[@name='previewed']")[0].get("value")
    return client.post(address, {"previewed": previewed, "is_published": "on", **fields})


def messages_of(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]
