"""Works that the tests of citations cite."""

from dataclasses import replace
from datetime import date

from content.citations.works import CitedAuthor, Work

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
POST = Work(
    title="What Holds?",
    kind="post",
    address="https://cw.org/blog/what-holds/",
    authors=(CitedAuthor("Ann Lee"),),
    container="CompetencyWorks",
    published=date(2020, 3, 9),
)
VIDEO = Work(
    title="Grading Together",
    kind="video",
    address="https://cw.org/events/grading/",
    authors=(CitedAuthor("Ann Lee"),),
    container="CompetencyWorks",
    published=date(2021, 5, 4),
    medium="Webinar",
)


def work_by(*names: str) -> Work:
    return replace(REPORT, authors=tuple(CitedAuthor(name) for name in names))


def work_by_many(count: int) -> Work:
    return work_by(*(f"Ann Lee{number}" for number in range(1, count + 1)))
