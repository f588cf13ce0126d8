"""What web pages say of themselves, however they say it."""

import pytest

from wiki.page_facts import PageFacts, read_page

URL = "https://institute.example.org/reports/one/"

SCHOLARLY = """<html><head><title>A study</title>
<meta name="citation_title" content="What moves when time doesn&amp;#8217;t">
<meta name="citation_author" content="Sturgis, Chris">
<meta name="citation_author" content="Ada Ayers">
<meta name="citation_publication_date" content="2018/03/01">
<meta name="citation_publisher" content="Aurora Institute">
<meta name="DC.Description" content="What it found.">
</head></html>"""

LINKED = """<html><head>
<meta property="og:title" content="Mastery | The Institute">
<meta property="og:site_name" content="The Institute">
<script type="application/ld+json">{"@graph": [
 {"@type": "WebSite", "name": "The whole site", "publisher": {"@id": "#us"}},
 {"@type": "WebPage", "name": "Mastery - The Institute", "description": "Of the page.",
  "datePublished": "2020-05-06"},
 {"@type": ["Article"], "headline": "Mastery", "author": [{"@id": "#ada"}, "Ben Bell"],
  "publisher": {"@id": "#us"}, "image": {"url": "/cover.png"}, "datePublished": "2019-05-06"},
 {"@type": "Person", "@id": "#ada", "name": "Ada Ayers"},
 {"@type": "Organization", "@id": "#us", "name": "The Institute, Inc."}]}</script>
<script type="application/ld+json">{not json}</script>
</head></html>"""

OPEN_GRAPH = """<html><head><title>Competency for all | News &amp; Views</title>
<meta property="og:site_name" content="News &amp; Views">
<meta property="article:author" content="https://www.facebook.com/ada">
<meta name="author" content="By Ada Ayers">
<meta property="article:published_time" content="2021-01-02">
<meta property="og:description" content="In  two\nsentences.">
<meta property="og:image" content="pictures/a.jpg?x=1">
<meta property="og:image:alt" content="A class">
</head></html>"""


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        (
            SCHOLARLY,
            PageFacts(
                title="What moves when time doesn’t",
                authors=["Chris Sturgis", "Ada Ayers"],
                site="Aurora Institute",
                year=2018,
                description="What it found.",
            ),
        ),
        (
            LINKED,
            PageFacts(
                title="Mastery",
                authors=["Ada Ayers", "Ben Bell"],
                site="The Institute, Inc.",
                year=2019,
                description="Of the page.",
                picture="https://institute.example.org/cover.png",
            ),
        ),
        (
            OPEN_GRAPH,
            PageFacts(
                title="Competency for all",
                authors=["Ada Ayers"],
                site="News & Views",
                year=2021,
                description="In two sentences.",
                picture="https://institute.example.org/reports/one/pictures/a.jpg?x=1",
                picture_alt="A class",
            ),
        ),
        ("", PageFacts()),
        ("<title>Only this</title>", PageFacts(title="Only this")),
        (
            '<meta property="og:image" content="javascript:alert(1)">'
            '<script type="application/ld+json">' + "[" * 5_000 + "</script>",
            PageFacts(),
        ),
    ],
)
def test_page_says_what_it_is_in_any_of_its_tags(page, facts):
    assert read_page(page.encode(), url=URL) == facts


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("<title>Núñez</title>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ('<meta charset="windows-1252"><title>Núñez</title>'.encode("cp1252"), "text/html"),
        ("<title>Núñez</title>".encode(), "text/html; charset=no-such-thing"),
        ("<title>Núñez</title>".encode("latin-1"), "text/html; charset=base64"),
        ("<title>Núñez</title>".encode("latin-1"), "text/html; charset=rot13"),
    ],
)
def test_page_is_read_in_its_own_encoding(content, content_type):
    assert read_page(content, url=URL, content_type=content_type).title == "Núñez"
