"""Citations in a page's head: Scholar's meta tags and structured data."""

import json
from dataclasses import replace
from datetime import date

from content.citations.scholar import File, citation_tags, structured_data
from content.citations.works import CitedAuthor
from tests.support.cited_works import INSTITUTE, POST, REPORT, work_by


def test_scholar_meta_tags_of_a_report():
    work = replace(REPORT, authors=(CitedAuthor("Bo Roe Jr."), INSTITUTE), doi="10.1234/abc")

    tags = citation_tags(
        work,
        pdf_url="https://cw.org/library/success/report.pdf",
        online_date=date(2014, 2, 3),
    )

    assert tags == [
        ("citation_title", "Necessary for Success"),
        ("citation_author", "Roe, Bo, Jr."),
        ("citation_author", "Aurora Institute"),
        ("citation_publication_date", "2013"),
        ("citation_online_date", "2014/02/03"),
        ("citation_technical_report_institution", "iNACOL"),
        ("citation_doi", "10.1234/abc"),
        ("citation_language", "en"),
        ("citation_abstract_html_url", "https://cw.org/library/success/"),
        ("citation_pdf_url", "https://cw.org/library/success/report.pdf"),
        ("z:itemType", "report"),
    ]


def test_scholar_meta_tags_of_a_book_without_date():
    work = replace(work_by("Ann Lee"), kind="book", year=None, isbn="978-0-123")

    assert citation_tags(work) == [
        ("citation_title", "Necessary for Success"),
        ("citation_author", "Lee, Ann"),
        ("citation_publisher", "iNACOL"),
        ("citation_isbn", "978-0-123"),
        ("citation_language", "en"),
        ("citation_abstract_html_url", "https://cw.org/library/success/"),
        ("z:itemType", "book"),
    ]


def test_tags_of_a_post_have_its_day_and_name_its_type_for_zotero():
    assert citation_tags(POST) == [
        ("citation_title", "What Holds?"),
        ("citation_author", "Lee, Ann"),
        ("citation_publication_date", "2020/03/09"),
        ("citation_language", "en"),
        ("citation_abstract_html_url", "https://cw.org/blog/what-holds/"),
        ("z:itemType", "blogPost"),
    ]


def test_tags_name_editors():
    work = replace(POST, editors=(CitedAuthor("Bo Roe"),))

    assert ("citation_editor", "Roe, Bo") in citation_tags(work)


def test_structured_data_of_a_book():
    work = replace(
        REPORT,
        kind="book",
        authors=(CitedAuthor("Bo Roe Jr."), INSTITUTE),
        isbn="978-0-123",
        edition="Second edition",
        doi="10.1234/abc",
    )
    file = File("https://cw.org/a.pdf", "application/pdf", 1234, "Full book")

    data = structured_data(work, description="What it takes.", files=[file])

    assert json.loads(json.dumps(data)) == {
        "@context": "https://schema.org",
        "@type": "Book",
        "name": "Necessary for Success",
        "headline": "Necessary for Success",
        "url": "https://cw.org/library/success/",
        "author": [
            {
                "@type": "Person",
                "name": "Bo Roe Jr.",
                "givenName": "Bo",
                "familyName": "Roe",
                "honorificSuffix": "Jr.",
            },
            {"@type": "Organization", "name": "Aurora Institute"},
        ],
        "publisher": {"@type": "Organization", "name": "iNACOL"},
        "datePublished": "2013",
        "bookEdition": "Second edition",
        "isbn": "978-0-123",
        "sameAs": "https://doi.org/10.1234/abc",
        "inLanguage": "en",
        "description": "What it takes.",
        "encoding": [
            {
                "@type": "MediaObject",
                "name": "Full book",
                "contentUrl": "https://cw.org/a.pdf",
                "encodingFormat": "application/pdf",
                "contentSize": "1234 B",
            }
        ],
    }


def test_structured_data_omits_unknown_values():
    work = replace(REPORT, authors=(), publisher="", year=None)

    assert structured_data(work) == {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": "Necessary for Success",
        "headline": "Necessary for Success",
        "url": "https://cw.org/library/success/",
        "inLanguage": "en",
    }
