"""Citations as files: BibTeX, RIS, and CSL JSON."""

import json
import re
from dataclasses import replace

import pytest

from content.citations.bibliographies import write_bibtex, write_csl_json, write_ris
from content.citations.bibtex import bibtex
from content.citations.csl_json import csl_json
from content.citations.ris import ris
from content.citations.works import CitedAuthor
from tests.support.cited_works import ARTICLE, INSTITUTE, POST, REPORT, VIDEO, work_by


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


def test_csl_json_of_a_report():
    assert json.loads(csl_json(REPORT)) == [
        {
            "id": "patrick2013necessary",
            "type": "report",
            "title": "Necessary for Success",
            "author": [
                {"family": "Patrick", "given": "Susan"},
                {"family": "Sturgis", "given": "Chris"},
            ],
            "publisher": "iNACOL",
            "issued": {"date-parts": [[2013]]},
            "URL": "https://cw.org/library/success/",
        }
    ]


def test_csl_json_of_an_article_has_the_day_of_its_revision():
    [item] = json.loads(csl_json(replace(ARTICLE, authors=(INSTITUTE,))))

    assert (item["author"], item["issued"], item["container-title"]) == (
        [{"literal": "Aurora Institute"}],
        {"date-parts": [[2019, 9, 8]]},
        "CompetencyWorks Wiki",
    )


def test_bibliography_gives_each_work_a_key_of_its_own():
    works = [REPORT, replace(REPORT, title="Necessary Too"), replace(REPORT, title="Other")]

    keys = re.findall(r"^@\w+\{(\w+),", write_bibtex(works), re.MULTILINE)

    assert keys == ["patrick2013necessary", "patrick2013necessaryb", "patrick2013other"]
    assert [item["id"] for item in json.loads(write_csl_json(works))] == keys
    assert write_ris(works).count("ER  - \r\n") == 3


def test_bibtex_of_a_post_has_its_day():
    assert bibtex(POST) == (
        "@misc{lee2020what,\n"
        "  author = {Lee, Ann},\n"
        "  title = {{What Holds?}},\n"
        "  year = {2020},\n"
        "  howpublished = {\\url{https://cw.org/blog/what-holds/}},\n"
        "  note = {CompetencyWorks. Published 2020-03-09},\n"
        "  month = mar,\n"
        "}\n"
    )


def test_ris_of_a_recording_is_a_video():
    assert ris(VIDEO).splitlines() == [
        "TY  - VIDEO",
        "AU  - Lee, Ann",
        "TI  - Grading Together",
        "T2  - CompetencyWorks",
        "M3  - Webinar",
        "PY  - 2021",
        "DA  - 2021/05/04",
        "UR  - https://cw.org/events/grading/",
        "ER  - ",
    ]


def test_csl_json_of_a_post_and_a_recording_have_their_days():
    assert [json.loads(csl_json(work))[0] for work in (POST, VIDEO)] == [
        {
            "id": "lee2020what",
            "type": "post-weblog",
            "title": "What Holds?",
            "author": [{"family": "Lee", "given": "Ann"}],
            "container-title": "CompetencyWorks",
            "issued": {"date-parts": [[2020, 3, 9]]},
            "URL": "https://cw.org/blog/what-holds/",
        },
        {
            "id": "lee2021grading",
            "type": "motion_picture",
            "title": "Grading Together",
            "author": [{"family": "Lee", "given": "Ann"}],
            "genre": "Webinar",
            "container-title": "CompetencyWorks",
            "issued": {"date-parts": [[2021, 5, 4]]},
            "URL": "https://cw.org/events/grading/",
        },
    ]
