"""Bibliographies of reference managers become rows of resources."""

import json

import pytest
from django.urls import reverse

from imports.bibliographies.bibtex import read_bibtex
from imports.bibliographies.reading import read_resources_file
from imports.exceptions import UnreadableFile
from imports.resources.columns import RESOURCES
from imports.resources.importer import import_resources
from tests.factories import PublicationFactory, ResourceFactory
from tests.support.resource_imports import all_resources, import_rows
from wiki.models import Resource

BIBTEX = r"""
@string{inst = "Aurora Institute"}
@techreport{sturgis2018,
  author = {Sturgis, Chris and N{\'u}{\~n}ez, Mar{\'\i}a},
  title = {{Quality by Design: a Caf\'{e}}}, institution = inst, year = 2018, pages = {1--3},
  url = {https://example.org/a%20b\_c}, keywords = {equity,mastery}, abstract = {50% of students},
}
@article{same, title = "One", doi = {10.1000/xyz}, date = {2016-05-01}}
@article{same, title = "Two", year = 2015}
@book{broken, title = {Unclosed
"""
RIS = (
    "TY  - RPRT\r\nAU  - Sturgis, Chris\r\nTI  - Quality\r\nPY  - 2018/03//\r\n"
    "UR  - https://example.org/1\r\nKW  - a\r\nKW  - b\r\n"
    "TY - THES\r\nTI - No end\r\nAU - Aurora Institute,\r\n"
)
CSL = [
    {
        "type": "report",
        "title": "Quality",
        "author": [{"family": "Sturgis", "given": "Chris"}, {"literal": "Aurora Institute"}],
        "issued": {"date-parts": [["2018", 3]]},
        "URL": "https://example.org/1",
    },
    5,
]


def cells(text: str) -> list[dict[str, str]]:
    rows = read_resources_file(text.encode(), RESOURCES).rows
    return [{name: cell.problem or cell.text for name, cell in row.cells.items()} for row in rows]


def test_bibtex_is_read_with_names_accents_and_addresses():
    *entries, broken = cells(BIBTEX)

    assert entries == [
        {
            "title": "Quality by Design: a Café",
            "url": "https://example.org/a%20b_c",
            "format": "report",
            "made_by": "Chris Sturgis, María Núñez, Aurora Institute",
            "year": "2018",
            "summary": "50% of students",
            "tags": "equity,mastery",
        },
        {"title": "One", "format": "article", "year": "2016-05-01", "doi": "10.1000/xyz"},
        {"title": "Two", "format": "article", "year": "2015"},
    ]
    assert broken["title"].startswith(
        "The reference at line 10 (“@book{broken, title = {Unclosed”)"
    )


def test_fields_without_a_place_are_named():
    notices = read_resources_file(BIBTEX.encode(), RESOURCES).notices

    assert notices[1] == (
        "Resources have no place for these fields, so they were left out: pages (1)."
    )


def test_ris_is_read_although_an_end_is_missing():
    assert cells(RIS) == [
        {
            "title": "Quality",
            "url": "https://example.org/1",
            "format": "report",
            "made_by": "Chris Sturgis",
            "year": "2018/03",
            "tags": "a; b",
        },
        {"title": "No end", "format": "paper", "made_by": "Aurora Institute"},
    ]


def test_csl_json_is_read_and_what_is_no_reference_is_reported():
    assert cells(json.dumps(CSL)) == [
        {
            "title": "Quality",
            "url": "https://example.org/1",
            "format": "report",
            "made_by": "Chris Sturgis, Aurora Institute",
            "year": "2018-03",
        },
        {"title": "This isn’t a reference: it has neither a type nor a title."},
    ]


@pytest.mark.parametrize("text", ["[1]", "{", "[]", "[" * 100_000, "<rdf:RDF>", "%0 Book\n"])
def test_other_files_are_refused_with_the_formats_that_are_read(text):
    with pytest.raises(UnreadableFile, match="CSL JSON"):
        read_resources_file(text.encode(), RESOURCES)


def test_ampersand_stays_and_others_are_no_one():
    (reference,) = read_bibtex(
        "@article{a, title={Health & Safety}, author={Smith, John and others}, year=2018}"
    )

    assert (reference.values["title"], reference.values["made_by"]) == (
        "Health & Safety",
        "John Smith",
    )


def test_bibtex_values_in_parts_and_logos_are_read():
    (reference,) = read_bibtex(
        r"""@string{ai = "Aurora"}
        @book{a, title = "Part " # {two of {\LaTeX}}, publisher = ai # " Institute", year = 2018}"""
    )

    assert (reference.values["title"], reference.values["made_by"]) == (
        "Part two of LaTeX",
        "Aurora Institute",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_own_citations_come_back_as_the_same_entries(client, style):
    import_rows(["Toolkit, 2nd", "https://example.org/a_b?c=%20d", "tool", "In short."])
    ResourceFactory(title="No address", made_by="Ann Ray; Bob Lee, Jr.", format="policy", year=2018)
    ResourceFactory(title="Video & more", url="https://example.org/v", format="video")
    PublicationFactory(title="A report {of ours}")
    before = all_resources()
    content = client.get(reverse("wiki:library-file", args=[style])).content

    plan = import_resources(sheet=read_resources_file(content, RESOURCES))

    assert [row.outcome.value for row in plan.rows] == ["unchanged"] * 4
    assert all_resources() == before


def test_attached_files_of_zotero_are_noted():
    sheet = read_resources_file(
        b"Key,Item Type,Title,Url,File Attachments\nA,report,One,https://example.org/1,C:\\a.pdf",
        RESOURCES,
    )

    assert sheet.rows[0].cells["files"].text == "C:\\a.pdf"
    assert sheet.notices == ["The column “Key” isn’t recognized, so it was skipped."]


@pytest.mark.django_db
def test_markup_of_zotero_in_titles_is_removed():
    title = 'The <i>DNA</i> of H<sub>2</sub>O: <span class="nocase">a <b>x</b></span> if a <i b'
    sheet = read_resources_file(
        json.dumps([{"type": "book", "title": title, "URL": "https://example.org/1"}]).encode(),
        RESOURCES,
    )

    import_resources(sheet=sheet)

    assert Resource.objects.get().title == "The DNA of H2O: a x if a <i b"
