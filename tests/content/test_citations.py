"""Citations of publications and wiki articles in each style."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils.safestring import SafeString

from content.citations.formats import cite
from content.citations.names import split
from content.citations.sentence_case import sentence_case
from content.citations.styles import STYLES, apa, chicago, mla
from content.citations.works import CitedAuthor, Work
from tests.support.cited_works import ARTICLE, INSTITUTE, POST, REPORT, VIDEO, work_by, work_by_many


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
    in_chicago = [f"Ann Lee{number}" for number in range(2, 7)]
    in_apa = [f"Lee{number}, A." for number in range(1, 21)]

    assert byline(chicago(work_by_many(6))) == (
        f"Lee1, Ann, {', '.join(in_chicago[:-1])}, and {in_chicago[-1]}."
    )
    assert byline(apa(work_by_many(20))) == f"{', '.join(in_apa[:-1])}, & {in_apa[-1]}"


def test_authors_beyond_style_limit_are_omitted():
    in_apa = [f"Lee{number}, A." for number in range(1, 20)]

    assert byline(chicago(work_by_many(7))) == "Lee1, Ann, Ann Lee2, Ann Lee3, et al."
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
        pytest.param(
            POST,
            "Lee, A. (2020, March 9). What Holds? <i>CompetencyWorks</i>. "
            "https://cw.org/blog/what-holds/",
            "Lee, Ann. “What Holds?” <i>CompetencyWorks</i>, 9 Mar. 2020, cw.org/blog/what-holds/.",
            "Lee, Ann. “What Holds?” <i>CompetencyWorks</i> (blog), March 9, 2020. "
            "https://cw.org/blog/what-holds/.",
            id="post",
        ),
        pytest.param(
            replace(POST, container="The Mastery Blog"),
            "Lee, A. (2020, March 9). What Holds? <i>The Mastery Blog</i>. "
            "https://cw.org/blog/what-holds/",
            "Lee, Ann. “What Holds?” <i>The Mastery Blog</i>, 9 Mar. 2020, "
            "cw.org/blog/what-holds/.",
            "Lee, Ann. “What Holds?” <i>The Mastery Blog</i>, March 9, 2020. "
            "https://cw.org/blog/what-holds/.",
            id="blog whose name says so",
        ),
        pytest.param(
            VIDEO,
            "Lee, A. (2021, May 4). <i>Grading Together</i> [Webinar]. CompetencyWorks. "
            "https://cw.org/events/grading/",
            "Lee, Ann. “Grading Together.” <i>CompetencyWorks</i>, 4 May 2021, "
            "cw.org/events/grading/. Webinar.",
            "Lee, Ann. “Grading Together.” CompetencyWorks, May 4, 2021. Webinar. "
            "https://cw.org/events/grading/.",
            id="recording of a webinar",
        ),
    ],
)
def test_full_citation(work, in_apa, in_mla, in_chicago):
    assert [str(style(work).html) for style in (apa, mla, chicago)] == [in_apa, in_mla, in_chicago]


TEXT = (
    "<h2>Grades Matter</h2><p>Grades, “time,” and the school’s year. We met in New Hampshire. The "
    "competency-based portfolio is new; May was warm, and grades may rest in May.</p>"
)


@pytest.mark.parametrize(
    ("title", "in_apa"),
    [
        ("The School’s Time and Grades", "The school’s time and grades"),
        ("Time for Grades: Time and Portfolio", "Time for grades: Time and portfolio"),
        ("Competency-Based Time", "Competency-based time"),
        ("iNACOL, K-12, and the NGSS", "iNACOL, K-12, and the NGSS"),
        ("What grades do in New Hampshire",) * 2,
        # In doubt, a title stays as it is.
        ("Grades in Maine",) * 2,
        ("Grades Rest in May",) * 2,
        ("A Portfolio in New Hampshire",) * 2,
        ("Why Grades Matter",) * 2,
    ],
)
def test_apa_has_sentence_case_only_where_the_text_shows_it(title, in_apa):
    assert sentence_case(title, html=TEXT) == in_apa
    assert [citation.html for citation in cite(replace(POST, title=title), html=TEXT)] == [
        apa(replace(POST, title=in_apa)).html,
        mla(replace(POST, title=title)).html,
        chicago(replace(POST, title=title)).html,
    ]


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
