import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from cworks.demo.texts import FOLDER, read_folder, read_toml

PDFS = {path.name for path in (FOLDER / "publications" / "pdf").glob("*.pdf")}
REFERENCE = re.compile(r"\((post|series|resource|publication|event):([\w-]+)\)")
REQUIRED = {
    "resource": {
        *("slug", "title", "url", "format", "made_by", "summary", "annotation"),
        *("topics", "tags", "sector", "days_ago"),
    },
    "publication": {
        *("slug", "title", "summary", "format", "publisher", "authors", "topics", "tags"),
        *("sector", "image", "days_ago", "companions", "files"),
    },
}
OPTIONAL = {
    "resource": {"year", "places", "archived_url"},
    "publication": {"year", "places", "isbn", "doi"},
}


@pytest.fixture(scope="module")
def resources() -> list[dict]:
    return read_toml(FOLDER / "resources.toml")["resources"]


@pytest.fixture(scope="module")
def publications() -> list:
    return read_folder(FOLDER / "publications")


@pytest.fixture(scope="module")
def known(resources, publications) -> set[tuple[str, str]]:
    """Everything that the library may refer to, as pairs of a kind and a slug."""
    rows = {
        "topics": read_toml(FOLDER / "topics.toml")["topics"],
        "places": read_toml(FOLDER / "places.toml")["places"],
        "authors": read_toml(FOLDER / "people.toml")["people"],
        "resource": resources,
    }
    texts = {
        "post": read_folder(FOLDER / "posts"),
        "series": read_folder(FOLDER / "series"),
        "publication": publications,
        "event": read_folder(FOLDER / "events"),
    }
    return {
        *((kind, row["slug"]) for kind, found in rows.items() for row in found),
        *((kind, text.slug) for kind, found in texts.items() for text in found),
        *(("image", name) for name in read_toml(FOLDER / "images" / "images.toml")["alt"]),
        *(("pdf", name) for name in PDFS),
    }


def references_of(facts: dict, body: str) -> list[tuple[str, str]]:
    return [
        *((key, slug) for key in ("topics", "places", "authors") for slug in facts.get(key, [])),
        *(("image", facts[key]) for key in ("image",) if key in facts),
        *(tuple(companion.split(":")) for companion in facts.get("companions", [])),
        *(
            ("pdf", version["pdf"])
            for file in facts.get("files", [])
            for version in file["versions"]
        ),
        *REFERENCE.findall(body),
    ]


def test_library_covers_every_format_and_both_sectors(resources, publications):
    kinds = Counter(row["format"] for row in resources)
    sectors = Counter(row["sector"] for row in resources)

    assert kinds == {
        "article": 12,
        "book": 11,
        "report": 10,
        "tool": 8,
        "policy": 7,
        "video": 6,
        "website": 6,
    }
    assert sectors == {"k-12": 27, "both": 18, "higher-education": 15}
    assert Counter((text.facts["format"], text.facts["sector"]) for text in publications) == {
        ("report", "k-12"): 1,
        ("report", "higher-education"): 1,
        ("book", "both"): 1,
        ("paper", "k-12"): 1,
        ("paper", "higher-education"): 1,
    }


def test_every_entry_has_required_and_no_unknown_fields(resources, publications):
    entries = [
        *(("resource", row) for row in resources),
        *(("publication", text.facts) for text in publications),
    ]

    incomplete = {
        facts["slug"]: (REQUIRED[kind] - set(facts), set(facts) - REQUIRED[kind] - OPTIONAL[kind])
        for kind, facts in entries
        if REQUIRED[kind] - set(facts) or set(facts) - REQUIRED[kind] - OPTIONAL[kind]
    }

    assert incomplete == {}


def test_library_has_no_missing_references(resources, publications, known):
    references = [
        *(
            (row["slug"], found)
            for row in resources
            for found in references_of(row, row["annotation"])
        ),
        *(
            (text.slug, found)
            for text in publications
            for found in references_of(text.facts, text.body)
        ),
    ]

    assert [reference for reference in references if reference[1] not in known] == []


def test_resources_and_publications_have_distinct_slugs(resources, publications):
    slugs = Counter([*(row["slug"] for row in resources), *(text.slug for text in publications)])

    assert len(slugs) == 65
    assert [slug for slug, count in slugs.items() if count > 1] == []


def test_urls_are_https_and_placeholders_name_the_resource(resources):
    invalid = [
        row["url"]
        for row in resources
        if urlsplit(row["url"]).scheme != "https"
        or ("example.org" in row["url"])
        != (row["url"] == f"https://example.org/library/{row['slug']}")
    ]

    assert invalid == []


def test_texts_have_expected_length(resources, publications):
    annotations = {row["slug"]: len(row["annotation"].split()) for row in resources}
    pages = {text.slug: len(text.body.split()) for text in publications}

    assert {slug: count for slug, count in annotations.items() if not 40 <= count <= 100} == {}
    assert {slug: count for slug, count in pages.items() if not 250 <= count <= 500} == {}


def test_files_use_every_pdf_and_versions_have_notes(publications):
    files = {
        (text.slug, file["slug"]): [
            (version["pdf"], version["days_ago"], bool(version["note"]))
            for version in file["versions"]
        ]
        for text in publications
        for file in text.facts["files"]
    }

    assert files == {
        ("in-which-language", "working-paper"): [("in-which-language.pdf", 71.4, False)],
        ("one-education-two-records", "full-report"): [
            ("one-education-two-records-first-version.pdf", 95.1, False),
            ("one-education-two-records.pdf", 52.3, True),
        ],
        ("six-of-eight", "paper"): [("six-of-eight.pdf", 13.2, False)],
        ("the-same-word", "full-report"): [("the-same-word.pdf", 163.2, False)],
        ("the-same-word", "one-page-summary"): [("the-same-word-on-one-page.pdf", 160.1, False)],
        ("the-second-year", "the-book"): [("the-second-year.pdf", 334.3, False)],
    }
    assert {pdf for versions in files.values() for pdf, _, _ in versions} == PDFS


def test_identifiers_are_reserved_examples(publications):
    identifiers = [
        (key, text.facts[key])
        for text in publications
        for key in ("isbn", "doi")
        if key in text.facts
    ]

    assert identifiers == [
        ("doi", "10.5555/cw.wp.07"),
        ("doi", "10.5555/cw.2025.04"),
        ("doi", "10.5555/cw.2025.01"),
        ("isbn", "978-3-16-148410-0"),
    ]
    assert [text.slug for text in publications if "year" not in text.facts] == ["in-which-language"]
