"""The library as a file for reference managers."""

import json

import pytest

from imports.bibliographies.reading import read_resources_file
from imports.resources.columns import RESOURCES
from imports.resources.importer import import_resources
from tests.factories import PublicationFactory, ResourceFactory
from wiki.models import Resource
from wiki.views import citations, library

pytestmark = pytest.mark.django_db


def test_library_is_sent_in_each_format(client):
    ResourceFactory(title="Theirs", url="https://example.org/1", made_by="An Institute", year=2018)
    PublicationFactory(title="Ours")

    files = [client.get(f"/library/cite/{style}/") for style in ("bibtex", "ris", "csl-json")]

    assert [(file.status_code, file["Content-Disposition"]) for file in files] == [
        (200, 'attachment; filename="library.bib"'),
        (200, 'attachment; filename="library.ris"'),
        (200, 'attachment; filename="library.json"'),
    ]
    assert {item["title"] for item in json.loads(files[2].content)} == {"Theirs", "Ours"}
    assert [file.content.decode().count("Theirs") for file in files] == [1, 1, 1]


def test_library_file_has_only_what_the_choices_find(client):
    ResourceFactory(title="A report", format="report")
    ResourceFactory(title="A book", format="book")

    file = client.get("/library/cite/csl-json/?format=book")

    assert [item["title"] for item in json.loads(file.content)] == ["A book"]
    assert file["Content-Disposition"] == 'attachment; filename="library-book.json"'


def test_library_file_has_the_newest_of_a_large_library_and_the_page_says_so(client, monkeypatch):
    for module in (citations, library):
        monkeypatch.setattr(module, "MOST_CITED", 2)
    for title in ("Old", "Newer", "Newest"):
        ResourceFactory(title=title)

    page = client.get("/library/").content.decode()
    narrowed = client.get("/library/?format=book").content.decode()
    items = json.loads(client.get("/library/cite/csl-json/").content)

    assert ("Cite the newest 2:" in page, "Cite the newest" in narrowed) == (True, False)
    assert [item["title"] for item in items] == ["Newest", "Newer"]


def test_library_file_without_entries_is_empty(client):
    files = [client.get(f"/library/cite/{style}/?tag=none").content for style in ("bibtex", "ris")]

    assert files == [b"", b""]
    assert json.loads(client.get("/library/cite/csl-json/?tag=none").content) == []


def test_library_file_in_unknown_format_is_not_found(client):
    assert client.get("/library/cite/word/").status_code == 404


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_exported_library_is_imported_again_with_the_same_facts(client, style):
    ResourceFactory(
        title="50% of {us} & them: a_b #1",
        url="https://example.org/a%20b?x=1&y=2_3",
        format="report",
        made_by="Institute for Äpfel & Co",
        year=2018,
    )
    exported = client.get(f"/library/cite/{style}/").content
    Resource.objects.all().delete()

    import_resources(sheet=read_resources_file(exported, RESOURCES))

    resource = Resource.objects.get()
    assert (resource.title, resource.url, resource.format, resource.made_by, resource.year) == (
        "50% of {us} & them: a_b #1",
        "https://example.org/a%20b?x=1&y=2_3",
        "report",
        "Institute for Äpfel & Co",
        2018,
    )


@pytest.mark.parametrize("count", [1, 30])
def test_library_file_needs_as_many_queries_for_one_as_for_many(
    client, django_assert_num_queries, count
):
    for number in range(count):
        ResourceFactory(title=f"R{number}")
        PublicationFactory(title=f"P{number}")
    client.get("/library/cite/ris/")

    with django_assert_num_queries(6):
        client.get("/library/cite/ris/")
