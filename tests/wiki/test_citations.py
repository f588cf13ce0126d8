"""Citations of publications and wiki articles, as text and as files."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils.safestring import SafeString

from wiki.citations.bibtex import bibtex
from wiki.citations.names import split
from wiki.citations.ris import ris
from wiki.citations.scholar import File, citation_tags, structured_data
from wiki.citations.styles import STYLES, apa, chicago, mla
from wiki.citations.works import CitedAuthor, Work

INSTITUTE = CitedAuthor("Aurora Institute", is_organization=True)
REPORT = Work(
    title="Necessary for Success",
    kind="report",
    address="https://cw.org/library/success/",
    authors=(CitedAuthor("Susan Patrick"), CitedAuthor("Chris Sturgis")),
    publisher="iNACOL",
    year=2013,
)
ARTICLE = Work(
    title="Mastery",
    kind="article",
    address="https://cw.org/wiki/mastery/history/7/",
    container="CompetencyWorks Wiki",
    publisher="Aurora Institute",
    revised=date(2019, 9, 8),
)


def work_by(*names: str) -> Work:
    return replace(REPORT, authors=tuple(CitedAuthor(name) for name in names))


def work_by_many(count: int) -> Work:
    return work_by(*(f"Ann Lee{number}" for number in range(1, count + 1)))


@pytest.mark.parametrize(
    ("name", "family", "given", "suffix", "initials"),
    [
        ("Susan Patrick", "Patrick", "Susan", "", "S."),
        ("Dana Borrelli-Murray", "Borrelli-Murray", "Dana", "", "D."),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig", "", "L."),
        ("Tom Vander Ark", "Vander Ark", "Tom", "", "T."),
        ("Van Morrison", "Morrison", "Van", "", "V."),
        ("Martin Luther King Jr.", "King", "Martin Luther", "Jr.", "M. L."),
        ("Martin Luther King, Jr., Ph.D.", "King", "Martin Luther", "Jr.", "M. L."),
        ("John Smith III", "Smith", "John", "III", "J."),
        ("Dr. Jane Doe, EdD", "Doe", "Jane", "", "J."),
        ("Li Wei Ma", "Ma", "Li Wei", "", "L. W."),
        ("William “Bill” Smith", "Smith", "William", "", "W."),
        ("J. K. Rowling", "Rowling", "J. K.", "", "J. K."),
        ("J.K. Rowling", "Rowling", "J.K.", "", "J. K."),
        ("TJ Smith", "Smith", "TJ", "", "T. J."),
        ("Jean-Paul Sartre", "Sartre", "Jean-Paul", "", "J.-P."),
        ("Plato", "Plato", "", "", ""),
        (",", ",", "", "", ""),
    ],
)
def test_name_is_split_into_parts(name, family, given, suffix, initials):
    parts = split(CitedAuthor(name))

    assert (parts.family, parts.given, parts.suffix) == (family, given, suffix)
    assert parts.initials == initials


@pytest.mark.parametrize(
    ("author", "in_apa"),
    [
        (
            CitedAuthor("María José García Márquez", "García Márquez, María José"),
            "García Márquez, M. J.",
        ),
        (CitedAuthor("Ludwig van Beethoven", "Beethoven, Ludwig van"), "Beethoven, L. van."),
        (CitedAuthor("Mao Zedong", "Mao, Zedong"), "Mao, Z."),
        (CitedAuthor("Henry Gates", "Gates, Henry, Jr"), "Gates, H., Jr."),
        (CitedAuthor("Office of Ideas, Inc.", is_organization=True), "Office of Ideas, Inc."),
    ],
)
def test_sort_name_and_organization_override_guess(author, in_apa):
    text = apa(replace(REPORT, authors=(author,))).text

    assert text == (
        f"{in_apa} (2013). Necessary for Success. iNACOL. https://cw.org/library/success/"
    )


@pytest.mark.parametrize(
    ("work", "apa_byline", "mla_byline", "chicago_byline"),
    [
        (work_by("Ann Lee"), "Lee, A.", "Lee, Ann.", "Lee, Ann."),
        (work_by("Plato"), "Plato.", "Plato.", "Plato."),
        (
            work_by("Ann Lee", "Bo Roe Jr."),
            "Lee, A., & Roe, B., Jr.",
            "Lee, Ann, and Bo Roe, Jr.",
            "Lee, Ann, and Bo Roe Jr.",
        ),
        (
            work_by("Plato", "Ann Lee"),
            "Plato, & Lee, A.",
            "Plato and Ann Lee.",
            "Plato and Ann Lee.",
        ),
        (
            work_by("Ann Lee", "Bo Roe", "Cy Poe"),
            "Lee, A., Roe, B., & Poe, C.",
            "Lee, Ann, et al.",
            "Lee, Ann, Bo Roe, and Cy Poe.",
        ),
        (
            work_by("Ann Lee", "Bo Roe", "Cy Poe", "Di Day"),
            "Lee, A., Roe, B., Poe, C., & Day, D.",
            "Lee, Ann, et al.",
            "Lee, Ann, Bo Roe, Cy Poe, and Di Day.",
        ),
        (
            replace(REPORT, authors=(INSTITUTE, CitedAuthor("Ann Lee"), CitedAuthor("Bo Roe"))),
            "Aurora Institute, Lee, A., & Roe, B.",
            "Aurora Institute et al.",
            "Aurora Institute, Ann Lee, and Bo Roe.",
        ),
        (
            replace(REPORT, authors=(), editors=(CitedAuthor("Ann Lee"),)),
            "Lee, A. (Ed.).",
            "Lee, Ann, editor.",
            "Lee, Ann, ed.",
        ),
        (
            replace(REPORT, authors=(), editors=REPORT.authors),
            "Patrick, S., & Sturgis, C. (Eds.).",
            "Patrick, Susan, and Chris Sturgis, editors.",
            "Patrick, Susan, and Chris Sturgis, eds.",
        ),
    ],
)
def test_authors_and_editors_follow_each_style(work, apa_byline, mla_byline, chicago_byline):
    address = "cw.org/library/success/"

    texts = [style(work).text for _, style in STYLES.values()]

    assert texts == [
        f"{apa_byline} (2013). Necessary for Success. iNACOL. https://{address}",
        f"{mla_byline} Necessary for Success. iNACOL, 2013, {address}.",
        f"{chicago_byline} Necessary for Success. iNACOL, 2013. https://{address}.",
    ]


def byline(citation) -> str:
    return re.split(r" \(2013\)| Necessary", citation.text)[0]


def test_authors_up_to_style_limit_are_all_named():
    in_chicago = [f"Ann Lee{number}" for number in range(2, 11)]
    in_apa = [f"Lee{number}, A." for number in range(1, 21)]

    assert byline(chicago(work_by_many(10))) == (
        f"Lee1, Ann, {', '.join(in_chicago[:-1])}, and {in_chicago[-1]}."
    )
    assert byline(apa(work_by_many(20))) == f"{', '.join(in_apa[:-1])}, & {in_apa[-1]}"


def test_authors_beyond_style_limit_are_omitted():
    in_apa = [f"Lee{number}, A." for number in range(1, 20)]

    assert byline(chicago(work_by_many(11))) == (
        "Lee1, Ann, Ann Lee2, Ann Lee3, Ann Lee4, Ann Lee5, Ann Lee6, Ann Lee7, et al."
    )
    assert byline(apa(work_by_many(21))) == f"{', '.join(in_apa)}, . . . Lee21, A."


@pytest.mark.parametrize(
    ("work", "in_apa", "in_mla", "in_chicago"),
    [
        pytest.param(
            replace(REPORT, authors=(INSTITUTE,), publisher="Aurora Institute", year=None),
            "Aurora Institute. (n.d.). <i>Necessary for Success</i>. "
            "https://cw.org/library/success/",
            "<i>Necessary for Success</i>. Aurora Institute, cw.org/library/success/.",
            "Aurora Institute. <i>Necessary for Success</i>. Aurora Institute, n.d. "
            "https://cw.org/library/success/.",
            id="organization is its own publisher, no date",
        ),
        pytest.param(
            replace(REPORT, authors=(), year=None, publisher="Jossey-Bass Inc."),
            "<i>Necessary for Success</i>. (n.d.). Jossey-Bass Inc. "
            "https://cw.org/library/success/",
            "<i>Necessary for Success</i>. Jossey-Bass Inc., cw.org/library/success/.",
            "<i>Necessary for Success</i>. Jossey-Bass Inc., n.d. https://cw.org/library/success/.",
            id="no author",
        ),
        pytest.param(
            replace(REPORT, authors=(), publisher="", year=None),
            "<i>Necessary for Success</i>. (n.d.). https://cw.org/library/success/",
            "<i>Necessary for Success</i>. cw.org/library/success/.",
            "<i>Necessary for Success</i>. n.d. https://cw.org/library/success/.",
            id="title only",
        ),
        pytest.param(
            replace(
                work_by("Martin Luther King, Jr."),
                title="Where Do We Go?",
                kind="book",
                edition="Second edition",
                doi="doi:10.1234/AB-c",
            ),
            "King, M. L., Jr. (2013). <i>Where Do We Go?</i> (2nd ed.). iNACOL. "
            "https://doi.org/10.1234/AB-c",
            "King, Martin Luther, Jr. <i>Where Do We Go?</i> 2nd ed., iNACOL, 2013, "
            "https://doi.org/10.1234/AB-c.",
            "King, Martin Luther, Jr. <i>Where Do We Go?</i> 2nd ed. iNACOL, 2013. "
            "https://doi.org/10.1234/AB-c.",
            id="question as title, with edition and DOI",
        ),
        pytest.param(
            replace(
                work_by("Ann Lee"),
                edition="Revised",
                editors=tuple(map(CitedAuthor, ["Bo Roe Jr.", "Cy Poe"])),
            ),
            "Lee, A. (2013). <i>Necessary for Success</i> (B. Roe Jr. &amp; C. Poe, Eds.; "
            "Revised). iNACOL. https://cw.org/library/success/",
            "Lee, Ann. <i>Necessary for Success</i>. Edited by Bo Roe, Jr. and Cy Poe, Revised, "
            "iNACOL, 2013, cw.org/library/success/.",
            "Lee, Ann. <i>Necessary for Success</i>. Revised. Edited by Bo Roe Jr. and Cy Poe. "
            "iNACOL, 2013. https://cw.org/library/success/.",
            id="authors and editors",
        ),
        pytest.param(
            replace(work_by("Ann Lee"), title='Who “Owns” <b>It</b> & "Why"'),
            "Lee, A. (2013). <i>Who “Owns” &lt;b&gt;It&lt;/b&gt; &amp; &quot;Why.&quot;</i> "
            "iNACOL. https://cw.org/library/success/",
            "Lee, Ann. <i>Who “Owns” &lt;b&gt;It&lt;/b&gt; &amp; &quot;Why.&quot;</i> "
            "iNACOL, 2013, cw.org/library/success/.",
            "Lee, Ann. <i>Who “Owns” &lt;b&gt;It&lt;/b&gt; &amp; &quot;Why.&quot;</i> "
            "iNACOL, 2013. https://cw.org/library/success/.",
            id="title with HTML characters and quotation marks",
        ),
        pytest.param(
            ARTICLE,
            "Mastery. (2019, September 8). In <i>CompetencyWorks Wiki</i>. "
            "https://cw.org/wiki/mastery/history/7/",
            "“Mastery.” <i>CompetencyWorks Wiki</i>, Aurora Institute, 8 Sept. 2019, "
            "cw.org/wiki/mastery/history/7/.",
            "“Mastery.” CompetencyWorks Wiki. Aurora Institute. Last modified September 8, 2019. "
            "https://cw.org/wiki/mastery/history/7/.",
            id="wiki article",
        ),
        pytest.param(
            replace(ARTICLE, title='What "Mastery" Means to “Us”'),
            "What &quot;Mastery&quot; Means to “Us.” (2019, September 8). "
            "In <i>CompetencyWorks Wiki</i>. https://cw.org/wiki/mastery/history/7/",
            "“What ‘Mastery’ Means to ‘Us.’” <i>CompetencyWorks Wiki</i>, Aurora Institute, "
            "8 Sept. 2019, cw.org/wiki/mastery/history/7/.",
            "“What ‘Mastery’ Means to ‘Us.’” CompetencyWorks Wiki. Aurora Institute. "
            "Last modified September 8, 2019. https://cw.org/wiki/mastery/history/7/.",
            id="nested quotation marks",
        ),
        pytest.param(
            replace(ARTICLE, title="Why?", revised=None, publisher="", accessed=date(2026, 5, 4)),
            "Why? (n.d.). In <i>CompetencyWorks Wiki</i>. Retrieved May 4, 2026, from "
            "https://cw.org/wiki/mastery/history/7/",
            "“Why?” <i>CompetencyWorks Wiki</i>, cw.org/wiki/mastery/history/7/. "
            "Accessed 4 May 2026.",
            "“Why?” CompetencyWorks Wiki. Accessed May 4, 2026. "
            "https://cw.org/wiki/mastery/history/7/.",
            id="article with unknown revision",
        ),
        pytest.param(
            replace(ARTICLE, title="The Work of Teachers’", publisher=""),
            "The Work of Teachers’. (2019, September 8). In <i>CompetencyWorks Wiki</i>. "
            "https://cw.org/wiki/mastery/history/7/",
            "“The Work of Teachers’.” <i>CompetencyWorks Wiki</i>, 8 Sept. 2019, "
            "cw.org/wiki/mastery/history/7/.",
            "“The Work of Teachers’.” CompetencyWorks Wiki. Last modified September 8, 2019. "
            "https://cw.org/wiki/mastery/history/7/.",
            id="title ending with an apostrophe",
        ),
        pytest.param(
            replace(work_by("Ann Lee"), edition="Revised edition"),
            "Lee, A. (2013). <i>Necessary for Success</i> (Rev. ed.). iNACOL. "
            "https://cw.org/library/success/",
            "Lee, Ann. <i>Necessary for Success</i>. Rev. ed., iNACOL, 2013, "
            "cw.org/library/success/.",
            "Lee, Ann. <i>Necessary for Success</i>. Rev. ed. iNACOL, 2013. "
            "https://cw.org/library/success/.",
            id="edition at the start of a sentence",
        ),
        pytest.param(
            Work(
                title="Our Aims",
                kind="website",
                address="https://cw.org/aims/",
                authors=(INSTITUTE,),
                container="Aurora Institute",
            ),
            "Aurora Institute. (n.d.). <i>Our Aims</i>. https://cw.org/aims/",
            "Aurora Institute. “Our Aims.” <i>Aurora Institute</i>, cw.org/aims/.",
            "Aurora Institute. “Our Aims.” Aurora Institute, n.d. https://cw.org/aims/.",
            id="site as its own author",
        ),
        pytest.param(
            Work(
                title="About Us",
                kind="website",
                address="https://cw.org/about/",
                authors=(INSTITUTE,),
                container="CompetencyWorks",
                year=2011,
                accessed=date(2026, 5, 4),
            ),
            "Aurora Institute. (2011). <i>About Us</i>. CompetencyWorks. "
            "Retrieved May 4, 2026, from https://cw.org/about/",
            "Aurora Institute. “About Us.” <i>CompetencyWorks</i>, 2011, cw.org/about/. "
            "Accessed 4 May 2026.",
            "Aurora Institute. “About Us.” CompetencyWorks, 2011. https://cw.org/about/.",
            id="page of a site",
        ),
    ],
)
def test_full_citation(work, in_apa, in_mla, in_chicago):
    assert [str(style(work).html) for style in (apa, mla, chicago)] == [in_apa, in_mla, in_chicago]


def test_citation_is_safe_html_and_plain_text():
    citation = apa(replace(work_by("<script> Lee"), title="A & <i>B</i>", publisher="<P>"))

    assert isinstance(citation.html, SafeString)
    assert citation.html == (
        "Lee, &lt;. (2013). <i>A &amp; &lt;i&gt;B&lt;/i&gt;</i>. &lt;P&gt;. "
        "https://cw.org/library/success/"
    )
    assert citation.text == ("Lee, <. (2013). A & <i>B</i>. <P>. https://cw.org/library/success/")


@pytest.mark.parametrize(
    ("edition", "short"),
    [
        ("Second edition", "2nd ed."),
        ("3rd ed", "3rd ed."),
        ("4", "4th ed."),
        ("First Edition", ""),
        ("Revised edition", "rev. ed."),
        ("Spanish edition", "Spanish ed."),
        ("Version 2", "Version 2"),
        ("", ""),
    ],
)
def test_edition_is_shortened(edition, short):
    assert replace(REPORT, edition=edition).short_edition == short


@pytest.mark.parametrize(
    ("typed", "location"),
    [
        ("10.1234/a(b)c", "https://doi.org/10.1234/a(b)c"),
        ("https://dx.doi.org/10.1234/abc", "https://doi.org/10.1234/abc"),
        ("DOI: 10.1234/abc", "https://doi.org/10.1234/abc"),
        ("none", "https://cw.org/library/success/"),
        ("javascript:10.1234/abc", "https://cw.org/library/success/"),
    ],
)
def test_doi_in_any_format_is_used_as_location(typed, location):
    assert replace(REPORT, doi=typed).location == location


def test_bibtex_of_a_report():
    assert bibtex(REPORT) == (
        "@techreport{patrick2013necessary,\n"
        "  author = {Patrick, Susan and Sturgis, Chris},\n"
        "  title = {{Necessary for Success}},\n"
        "  institution = {iNACOL},\n"
        "  year = {2013},\n"
        "  url = {https://cw.org/library/success/},\n"
        "}\n"
    )


def test_bibtex_of_an_article():
    assert bibtex(ARTICLE) == (
        "@misc{2019mastery,\n"
        "  title = {{Mastery}},\n"
        "  publisher = {Aurora Institute},\n"
        "  year = {2019},\n"
        "  howpublished = {\\url{https://cw.org/wiki/mastery/history/7/}},\n"
        "  note = {CompetencyWorks Wiki. Revised 2019-09-08},\n"
        "  month = sep,\n"
        "}\n"
    )


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Return type, key, and fields, counting braces as BibTeX does: escaped ones count too."""
    kind, key, body = re.fullmatch(r"@(\w+)\{([a-z0-9]+),\n(.*)\}\n", text, re.DOTALL).groups()
    found, depth, name, start = {}, 0, "", 0
    for position, character in enumerate(body):
        if character == "{":
            depth += 1
            if depth == 1:
                name = re.search(r"(\w+) = $", body[:position])[1]
                start = position + 1
        elif character == "}":
            depth -= 1
            assert depth >= 0
            if depth == 0:
                found[name] = body[start:position]
    assert depth == 0
    return kind, key, found


def strip_tex(value: str) -> str:
    """Return the text as TeX prints it."""
    commands = {
        "textbackslash": "\\",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textasciitilde": "~",
        "textasciicircum": "^",
    }
    return re.sub(
        r"\{\\(\w+)\}|\\([&%$#_])|[{}]",
        lambda match: commands[match[1]] if match[1] else match[2] or "",
        value,
    )


def test_bibtex_escapes_special_characters():
    title = r"The 100% & $5_Plan #1 {a} ~^\end } @misc{x, Größe, 学校"
    work = replace(
        REPORT,
        title=title,
        kind="book",
        authors=(
            CitedAuthor("Rock and Roll, {Inc.}", is_organization=True),
            CitedAuthor("Bo van der Øst Jr."),
            CitedAuthor("Salt And Pepper", "And Pepper, Salt"),
        ),
        publisher="A & B",
        edition="Second edition",
        isbn="978-0-123",
        doi="10.1234/a_{b}",
        address="https://cw.org/a_b/?c=%7E&d={e}",
    )

    kind, key, found = read_bibtex(bibtex(work))

    assert (kind, key) == ("book", "rockandrollinc2013100")
    assert strip_tex(found.pop("title")) == title
    assert found == {
        "author": "{Rock and Roll, {\\textbraceleft}Inc.{\\textbraceright}} and "
        "van der Øst, Jr., Bo and {And Pepper}, Salt",
        "publisher": r"A \& B",
        "edition": "Second",
        "year": "2013",
        "isbn": "978-0-123",
        "doi": "10.1234/a_%7Bb%7D",
        "url": "https://cw.org/a_b/?c=%7E&d=%7Be%7D",
    }


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (replace(work_by("Anna Łąß"), title="The Ünited School"), "lass2013united"),
        (replace(work_by("Anna Lee"), title="A", year=None), "lee"),
        (replace(work_by("王 小明"), title="学校", year=None), "work"),
        (replace(REPORT, authors=(), editors=(CitedAuthor("Bo Roe"),)), "roe2013necessary"),
    ],
)
def test_bibtex_key_is_ascii(work, key):
    assert read_bibtex(bibtex(work))[1] == key


def test_bibtex_without_year_has_no_year():
    assert set(read_bibtex(bibtex(replace(REPORT, year=None)))[2]) == {
        "author",
        "title",
        "institution",
        "url",
    }


def test_bibtex_does_not_split_organization_name():
    work = replace(REPORT, authors=(INSTITUTE,))

    assert "  author = {{Aurora Institute}},\n" in bibtex(work)


def read_ris(text: str) -> list[tuple[str, str]]:
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    return [re.fullmatch(r"([A-Z][A-Z0-9])  - ([^\r\n]*)", line).groups() for line in lines]


def test_ris_of_a_book():
    work = replace(
        work_by("Susan Patrick", "Martin Luther King Jr."),
        kind="book",
        editors=(CitedAuthor("Office, of Ideas", is_organization=True),),
        edition="Second edition",
        isbn="978-0-123",
        doi="10.1234/abc",
    )

    assert read_ris(ris(work)) == [
        ("TY", "BOOK"),
        ("AU", "Patrick, Susan"),
        ("AU", "King, Martin Luther, Jr."),
        ("ED", "Office of Ideas,"),
        ("TI", "Necessary for Success"),
        ("ET", "Second edition"),
        ("PB", "iNACOL"),
        ("PY", "2013"),
        ("SN", "978-0-123"),
        ("DO", "10.1234/abc"),
        ("UR", "https://cw.org/library/success/"),
        ("ER", ""),
    ]


def test_ris_of_an_article():
    assert read_ris(ris(ARTICLE)) == [
        ("TY", "ENCYC"),
        ("TI", "Mastery"),
        ("T2", "CompetencyWorks Wiki"),
        ("PB", "Aurora Institute"),
        ("PY", "2019"),
        ("DA", "2019/09/08"),
        ("UR", "https://cw.org/wiki/mastery/history/7/"),
        ("ER", ""),
    ]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\0"])
def test_line_break_in_value_does_not_start_a_field(breaks):
    work = replace(work_by(f"Ann{breaks}Lee"), title=f"A{breaks}ER  - {breaks}TY  - BOOK")

    assert read_ris(ris(work))[:3] == [
        ("TY", "RPRT"),
        ("AU", "Lee, Ann"),
        ("TI", "A ER - TY - BOOK"),
    ]
    assert len(bibtex(work).splitlines()) == 7


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
    ]


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
