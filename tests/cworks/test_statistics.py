"""Staff see what readers do: editors of the whole site, and writers of their own entries."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from content.editing.saving import delete_entry
from content.models import (
    PathViewCount,
    Person,
    ReferrerCount,
    SearchCount,
    SearchDay,
    ViewCount,
    ViewDay,
    ViewMonth,
)
from content.view_counts import sum_views
from tests.factories import (
    EventFactory,
    PersonFactory,
    PostFactory,
    PublicationFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.pdfs import pdf
from tests.support.signing_in import sign_in
from wiki.models import DownloadCount
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db

PATH = "/admin/statistics/"


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def search_for(words: str, *, found: int, count: int, days_ago: int = 0) -> None:
    search = SearchCount.objects.create(words=words, found=found)
    SearchDay.objects.create(search=search, day=ago(days_ago), count=count)


@pytest.fixture
def site():
    """What readers did today, a week ago, and a year ago."""
    person, topic = PersonFactory(name="Ada Ayers"), TopicFactory(name="Time")
    mine = PostFactory(title="Clocks", authors=[person], topics=[topic])
    other = PostFactory(title="Bells", topics=[topic])
    for entry, day, count in (
        (mine, 0, 5), (mine, 6, 2), (mine, 7, 4), (other, 1, 9), (other, 13, 1), (other, 365, 99),
    ):  # fmt: skip
        ViewCount.objects.create(entry=entry, day=ago(day), count=count)
    PathViewCount.objects.create(path="/blog/", day=ago(0), count=3)
    ReferrerCount.objects.create(host="example.org", day=ago(2), count=4)
    search_for("seat time", found=3, count=2)
    search_for("=1+1", found=0, count=1)
    file = add_file(
        publication=PublicationFactory(title="A report"), title="R", file=BytesIO(pdf("A page.")),
        name="a.pdf",
    )  # fmt: skip
    DownloadCount.objects.create(file=file, day=ago(0), count=6)
    RegistrationFactory(event=EventFactory(title="An evening"))
    return mine


def read(client, query: str = "days=7"):
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def charts(page) -> dict[str, tuple[str, str]]:
    """Return {title: (total, of the period before)}."""
    return {
        figure.findtext(".//h2"): (
            figure.findtext(".//strong"),
            figure.findtext(".//*[@class='chart-total']/span").removesuffix(" before"),
        )
        for figure in page.iter("figure")
    }


def rankings(page) -> dict[str, list[tuple[str, ...]]]:
    return {
        section.findtext("h2"): [
            tuple(cell.text_content().strip() for cell in row)
            for row in section.findall(".//tbody/tr")
        ]
        for section in page.xpath("//section[@class='ranking']")
    }


def read_csv(client, name: str, query: str = "days=7") -> list[list[str]]:
    response = client.get(f"{PATH}{name}.csv?{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_editor_sees_whole_site_and_the_days_before(client, site):
    sign_in(client, "Editors")

    page = read(client)

    assert charts(page) == {
        "Views": ("19", "5"),
        "Downloads": ("6", "0"),
        "Searches": ("3", "0"),
        "Registrations": ("1", "0"),
    }
    assert rankings(page) == {
        "Entries": [("Bells", "9", "1"), ("Clocks", "7", "4")],
        "Authors": [("Ada Ayers", "7", "4")],
        "Topics": [("Time", "16", "5")],
        "Downloads": [("A report", "6", "0")],
        "Registrations": [("An evening", "1", "0")],
        "Referrers": [("example.org", "4", "0")],
        "Hubs and lists": [("/blog/", "3", "0")],
        "Searches": [("seat time", "2", "0"), ("=1+1", "1", "0")],
        "Searches that found nothing": [("=1+1", "1", "0")],
    }


def test_chart_is_described_and_has_a_table_behind_it(client, site):
    sign_in(client, "Editors")

    figure = next(read(client).iter("figure"))

    day = figure.xpath(".//tbody/tr[6]/th")[0].text
    assert [figure.findtext(f".//{tag}") for tag in ("title", "desc")] == [
        "Views per day",
        f"19 views, 5 in the period before. The most, 9, on {day}.",
    ]
    cells = [[cell.text for cell in row.iter("td")] for row in figure.xpath(".//tbody/tr")]
    assert cells == [["2", "1"], *[["0", "0"]] * 4, ["9", "0"], ["8", "4"]]
    assert len(figure.findall(".//rect")) == 3


def test_year_is_drawn_by_week(client, site):
    sign_in(client, "Editors")

    page = read(client, "days=365")

    first = next(page.iter("figure"))
    assert charts(page)["Views"] == ("24", "99")
    assert len(first.findall(".//tbody/tr")) == 53


def test_writer_sees_only_own_entries(client, site):
    writer = sign_in(client, "Writers", person=site.people.get())
    other = ViewCount.objects.exclude(entry=site).first().entry

    page, narrowed = read(client), read(client, f"days=7&entry={other.pk}")

    assert charts(page) == charts(narrowed) == {"Views": ("7", "4"), "Downloads": ("0", "0")}
    assert rankings(page) == {
        "Entries": [("Clocks", "7", "4")],
        "Authors": [("Ada Ayers", "7", "4")],
        "Topics": [("Time", "7", "4")],
        "Downloads": [],
    }
    assert "Bells" not in narrowed.text_content()
    for name in ("searches", "referrers", "words", "registrations", "events", "pages"):
        assert client.get(f"{PATH}{name}.csv").status_code == 404, name
    assert writer.person.name == "Ada Ayers"


def test_event_manager_sees_registrations(client, site):
    sign_in(client, "Event managers")

    page = read(client)

    assert charts(page)["Registrations"] == ("1", "0")
    assert rankings(page)["Registrations"] == [("An evening", "1", "0")]
    assert rankings(page)["Entries"] == []


def test_numbers_are_narrowed_to_entry_author_and_topic(client, site):
    sign_in(client, "Editors")
    queries = {
        "entry": site.pk,
        "author": site.people.get().pk,
        "topic": site.topics.get().pk,
    }

    found = {name: read(client, f"days=7&{name}={pk}") for name, pk in queries.items()}

    assert {name: charts(page)["Views"] for name, page in found.items()} == {
        "entry": ("7", "4"),
        "author": ("7", "4"),
        "topic": ("16", "5"),
    }
    assert charts(found["topic"])["Registrations"] == ("0", "0")
    assert "Referrers" not in rankings(found["topic"])


def test_csv_has_every_day_and_no_formulas(client, site):
    sign_in(client, "Editors")

    days = read_csv(client, "views", f"from={ago(2)}&to={ago(0)}")

    assert days == [["Day", "Views"], [f"{ago(2)}", "0"], [f"{ago(1)}", "9"], [f"{ago(0)}", "8"]]
    assert read_csv(client, "nothing") == [
        ["Words", "Searches", "Period before"],
        ["'=1+1", "1", "0"],
    ]
    assert read_csv(client, "entries") == [
        ["Entry", "Views", "Period before"],
        ["Bells", "9", "1"],
        ["Clocks", "7", "4"],
    ]
    assert client.get(f"{PATH}other.csv").status_code == 404


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("from=2026-01-02&to=2026-01-01", "The first day is after the last."),
        ("from=x&to=2026-01-01", "Choose both dates."),
        ("from=2026-01-01", "Choose both dates."),
        ("from=1999-12-31&to=2000-01-01", "Choose days between 2000 and today."),
        ("from=2026-01-01&to=9999-01-01", "Choose days between 2000 and today."),
        ("from=2010-01-01&to=2020-01-01", "Choose at most three years."),
    ],
)
def test_period_that_cannot_be_shown_says_why(client, query, problem):
    sign_in(client, "Editors")

    page = read(client, query)

    assert page.findtext(".//*[@role='alert']") == f"{problem} Below are the last 30 days."


def test_query_count_does_not_grow_with_rows(client, site):
    sign_in(client, "Editors")

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(client)
        return len(queries)

    few = count()
    for number in range(12):
        entry = PostFactory(authors=[PersonFactory()], topics=[TopicFactory()])
        ViewCount.objects.create(entry=entry, day=ago(0), count=1)
        RegistrationFactory(event=EventFactory())
        search_for(f"words {number}", found=0, count=1)

    assert count() == few <= 30


def test_form_of_public_entry_says_how_often_it_was_viewed(client, site):
    sign_in(client, "Editors")

    page = html.fromstring(client.get(f"/admin/blog/post/{site.pk}/change/").content.decode())

    link = page.xpath("//a[starts-with(., 'Viewed')]")[0]
    assert (link.text, link.get("href")) == (
        "Viewed 11 times in 30 days",
        f"{PATH}?entry={site.pk}",
    )


# The last year and months, a whole year, parts of months, a whole month, and a day.
PERIODS = [
    "days=365",
    "days=90",
    "from=2026-01-01&to=2026-12-31",
    "from=2026-03-15&to=2026-07-20",
    "from=2026-02-01&to=2026-02-28",
    "from=2026-05-05&to=2026-05-05",
]


@pytest.fixture
def years(time_machine):
    """Four entries with views on many days of two years, up to the middle of a month."""
    time_machine.move_to(datetime(2027, 1, 14, 17, tzinfo=UTC))
    people = [PersonFactory(name=f"Author {number}") for number in (1, 2)]
    topic = TopicFactory(name="Time")
    posts = [
        PostFactory(
            title=f"Post {number}",
            authors=[people[number % 2]],
            topics=[topic] if number > 1 else [],
            published_at=datetime(2024, 1, 1, tzinfo=UTC),
        )
        for number in range(4)
    ]
    ViewCount.objects.bulk_create(
        ViewCount(entry=post, day=ago(day), count=1 + (day * (number + 3)) % 7)
        for number, post in enumerate(posts)
        for day in range(number, 740, number + 1)
    )
    return posts


def read_all(client) -> list:
    """Return every number of the periods, of the whole site and of one author."""
    author = f"author={Person.objects.get(name='Author 1').pk}"
    pages = [read(client, f"{period}&{more}") for period in PERIODS for more in ("", author)]
    tables = [read_csv(client, name, period) for period in PERIODS for name in ("views", "entries")]
    return [*((charts(page), rankings(page)) for page in pages), *tables]


def test_sums_of_months_and_days_change_no_number(client, years):
    sign_in(client, "Editors")
    counted = read_all(client)

    sum_views()

    assert read_all(client) == counted
    # Once more, after views that were not summed yet.
    ViewCount.objects.filter(day=ago(0)).update(count=50)
    new = read_all(client)
    assert new != counted
    sum_views()
    assert read_all(client) == new


def test_long_periods_are_read_from_sums(client, years):
    sign_in(client, "Editors")
    sum_views()
    spring = "from=2026-03-01&to=2026-05-31"
    page = read(client, spring)

    ViewCount.objects.filter(day__range=(date(2025, 12, 1), date(2026, 5, 31))).delete()

    without_days = read(client, spring)
    assert charts(without_days) == charts(page)
    assert rankings(without_days) == rankings(page)


def test_sums_follow_when_an_entry_is_deleted(years):
    sum_views()

    delete_entry(entry=years[0], by=UserFactory())
    sum_views()

    days = ViewCount.objects.filter(day__lt=ago(0)).values("day").annotate(total=Sum("count"))
    assert dict(ViewDay.objects.values_list("day", "count")) == dict(
        days.values_list("day", "total")
    )
    assert not ViewMonth.objects.filter(entry=years[0].pk).exists()
