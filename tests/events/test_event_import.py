"""Events from a spreadsheet: what is wrong is said, what was changed here stays."""

import io

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HEADINGS = "title,kind,date,starts,ends,time_zone,host,venue,presenters,summary"
ROW = "The webinar,webinar,2031-05-06,15:00,16:00,America/New_York,CompetencyWorks,,Ana (X),Short"


@pytest.fixture
def bring_in(tmp_path):
    """A function that brings rows in and returns what the command printed."""

    def bring_in(*rows: str, headings: str = HEADINGS, **options) -> str:
        file = tmp_path / "events.csv"
        file.write_text("\n".join([headings, *rows]) + "\n")
        out = io.StringIO()
        try:
            call_command("import_events", file, stdout=out, no_color=True, **options)
        except CommandError as error:
            out.write(f"{error}\n")
        return out.getvalue()

    return bring_in


def change(row: str, **cells: str) -> str:
    names = HEADINGS.split(",")
    values = dict(zip(names, row.split(","), strict=True)) | cells
    return ",".join(values[name] for name in names)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title": ""}, "column “title”: This row has no title"),
        ({"kind": "party"}, "column “kind”: “party” is no kind of event"),
        ({"date": "2031-02-30"}, "column “date”: “2031-02-30” is no date"),
        ({"starts": "25:00"}, "column “starts”: “25:00” is no time"),
        ({"ends": "14:00"}, "column “ends”: It ends at 14:00, which is not after its start."),
        ({"time_zone": "EST5"}, "column “time_zone”: “EST5” is no time zone"),
        (
            {"date": "2030-03-10", "starts": "02:30"},
            "column “starts”: There is no such time: the clocks are set forward over it.",
        ),
        (
            {"date": "2030-11-03", "starts": "01:30"},
            "column “starts”: There are two such times",
        ),
    ],
)
def test_row_with_an_error_is_named_and_the_others_come_in(bring_in, cells, expected):
    printed = bring_in(change(ROW, title="Another"), change(ROW, **cells))

    assert f"Row 3: {expected}" in printed
    assert "One row has errors: see above." in printed
    assert [event.title for event in Event.objects.all()] == ["Another"]


def test_same_title_and_date_twice_is_an_error(bring_in):
    printed = bring_in(ROW, ROW)

    assert "Row 3: Row 2 has the same title and date." in printed
    assert Event.objects.count() == 1


def test_coming_event_of_ours_takes_registrations_and_is_announced_now(bring_in):
    bring_in(ROW)

    event = Event.objects.get()
    assert (event.is_public, event.takes_registrations, event.is_online) == (True, True, True)
    assert event.takes_place == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


def test_draft_is_seen_by_nobody(bring_in):
    bring_in(ROW, draft=True)

    assert Event.objects.get().status == "draft"


def test_event_without_a_time_lasts_all_day(bring_in):
    bring_in(change(ROW, starts="", ends=""))

    event = Event.objects.get()
    assert (event.is_all_day, event.takes_place) == (True, "Tuesday, May 6, 2031")


def test_what_changed_in_the_file_is_taken_over_and_what_changed_here_stays(bring_in):
    bring_in(ROW)
    event = Event.objects.get()
    event.summary = "Written here"
    event.save()

    printed = bring_in(change(ROW, starts="14:00", summary="Longer"))

    event.refresh_from_db()
    assert (event.takes_place, event.summary) == (
        "2:00–4:00 pm ET, Tuesday, May 6, 2031",
        "Written here",
    )
    assert "Starts is now “14:00”." in printed
    assert "Summary stays as somebody wrote it here." in printed
    assert "1 the same" in bring_in(change(ROW, starts="14:00", summary="Longer"))


def test_corrected_date_is_the_same_event(bring_in):
    bring_in(ROW)
    uid = Event.objects.get().calendar_uid

    bring_in(change(ROW, date="2031-05-07"))

    event = Event.objects.get()
    assert (event.calendar_uid, event.calendar_sequence) == (uid, 1)
    assert event.takes_place.endswith("Wednesday, May 7, 2031")


def test_presenters_are_known_by_name_and_keep_their_order(bring_in):
    bring_in(change(ROW, presenters="Ben Ito (Sable River); Ana"), change(ROW, title="Two"))

    first, second = Event.objects.order_by("pk")
    assert [(each.name, each.affiliation) for each in first.presenters] == [
        ("Ben Ito", "Sable River"),
        ("Ana", ""),
    ]
    assert second.presenters == [first.presenters[1]]


def test_who_cannot_publish_brings_drafts_in_only(bring_in):
    UserFactory(email="writer@example.org")

    assert "cannot publish: use --draft." in bring_in(ROW, by="writer@example.org")
    assert Event.objects.count() == 0


def test_file_that_is_missing_is_named():
    with pytest.raises(CommandError, match=r"There is no file nowhere\.csv"):
        call_command("import_events", "nowhere.csv")
