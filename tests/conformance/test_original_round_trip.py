"""The original site, moved in, exported, and imported into an empty database: the same pages."""

from datetime import UTC, datetime

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from content.models import Entry, Person, Topic
from imports.site.exporting import export_site
from imports.site.importing import import_site
from imports.wordpress.importer import import_exports
from tests.support.corpus import corpus_path, read_json
from tests.support.exported_sites import all_tables, empty_database

pytestmark = pytest.mark.django_db(transaction=True)

ORIGINALS = ["home-2018-10", "archive-2014"]
LISTINGS = ["/", "/blog/", "/blog/feed/", "/feed/", "/topics/", "/people/", "/archive/"]


def test_original_site_is_the_same_after_export_and_import(tmp_path, settings):
    report = import_exports([corpus_path(f"competencyworks/{name}.wxr.xml") for name in ORIGINALS])
    assert report.failures == []
    with time_machine.travel(datetime.now(UTC), tick=False):
        tables, pages = all_tables(), read_pages()
        export_site(tmp_path / "export", with_private=True)
        empty_database()
        settings.MEDIA_ROOT = str(tmp_path / "other-media")

        import_site(tmp_path / "export")

        assert read_pages() == pages
        assert all_tables() == tables
        assert {status for status, _ in pages.values()} == {200}
    assert [title for title, _ in listed_posts()] == [
        post["title"]
        for name in ORIGINALS
        for post in read_json(f"competencyworks/{name}.expected.json")
    ]


def read_pages() -> dict[str, tuple[int, bytes]]:
    """Return {address: (status, content)} of all pages that the original's posts have here."""
    addresses = [
        *LISTINGS,
        *(entry.get_absolute_url() for entry in Entry.objects.all()),
        *(topic.get_absolute_url() for topic in Topic.objects.all()),
        *(person.get_absolute_url() for person in Person.objects.all()),
    ]
    client = Client()
    responses = {address: client.get(address) for address in addresses}
    return {
        address: (response.status_code, response.getvalue())
        for address, response in responses.items()
    }


def listed_posts() -> list[tuple[str, str]]:
    """Return (title, address) of the blog's posts, newest first."""
    address, posts = reverse("blog:post-list"), []
    while address:
        page = lxml.html.document_fromstring(Client().get(address).content)
        posts += page.xpath("//main//article/h2/a")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    return [(link.text_content().strip(), link.get("href")) for link in posts]
