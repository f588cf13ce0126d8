"""Importing events from a spreadsheet: errors are reported, local changes are kept."""

import io
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from content.editing.saving import delete_entry, save_entry
from content.models import Person
from events.models import Event
from imports.events.columns import read_presenters
from imports.models import SourceRecord
from tests.factories import PersonFactory, UserFactory
from tests.support.printed_reports import table_of
from tests.support.spreadsheets import workbook_bytes

pytestmark = pytest.mark.django_db

HEADINGS = "title,kind,date,starts,ends,time_zone,host,venue,presenters,summary"
ROW = "The webinar,webinar,2031-05-06,15:00,16:00,America/New_York,CompetencyWorks,,Ana (X),Short"


@pytest.fixture
def import_rows(tmp_path):
    """Return a function that imports rows and returns the command's output."""

    def import_rows(*rows: str, headings: str = HEADINGS, **options) -> str:
        file = tmp_path / "events.csv"
        file.write_text("\n".join([headings, *rows]) + "\n")
        out = io.StringIO()
        try:
            call_command("import_events", file, stdout=out, no_color=True, **options)
        except CommandError as error:
            out.write(f"{error}\n")
        return out.getvalue()

    return import_rows


def change_row(row: str, **cells: str) -> str:
    names = HEADINGS.split(",")
    values = dict(zip(names, row.split(","), strict=True)) | cells
    return ",".join(values[name] for name in names)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title": ""}, "column “title”: This row has no title"),
        ({"date": "2031-02-30"}, "column “date”: “2031-02-30” isn’t a date"),
        ({"starts": "25:00"}, "column “starts”: “25:00” isn’t a time"),
        ({"date": "0031-02-03"}, "column “date”: “0031-02-03” isn’t a date"),
        ({"ends": "14:00"}, "column “ends”: It ends at 14:00, which isn’t after its start"),
        ({"starts": ""}, "column “starts”: It ends at 16:00 but has no start time"),
        ({"time_zone": "IST"}, "column “time_zone”: “IST” isn’t a time zone"),
        ({"time_zone": "EST5"}, "column “time_zone”: “EST5” isn’t a time zone"),
        (
            {"date": "2030-03-10", "starts": "02:30"},
            "column “starts”: “02:30”: This time does not exist: clocks skip it when daylight "
            "saving time starts.",
        ),
        (
            {"date": "2030-11-03", "starts": "01:30"},
            "column “starts”: “01:30”: This time occurs twice",
        ),
    ],
)
def test_row_with_error_is_reported_and_others_are_imported(import_rows, cells, expected):
    printed = import_rows(change_row(ROW, title="Another"), change_row(ROW, **cells))

    assert f"Row 3: {expected}" in printed
    assert "One item failed. See above." in printed
    assert [event.title for event in Event.objects.all()] == ["Another"]


def test_duplicate_title_and_date_is_an_error(import_rows):
    printed = import_rows(ROW, ROW)

    assert "Row 3: Row 2 has the same title and date. Remove one of them." in printed
    assert Event.objects.count() == 1


def test_upcoming_event_is_public_and_takes_registrations(import_rows):
    import_rows(ROW)

    event = Event.objects.get()
    assert (event.is_public, event.takes_registrations, event.is_online) == (True, True, True)
    assert event.date_line == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


def test_draft_is_not_public(import_rows):
    import_rows(ROW, draft=True)

    assert Event.objects.get().status == "draft"


def test_event_without_time_lasts_all_day(import_rows):
    import_rows(change_row(ROW, starts="", ends=""))

    event = Event.objects.get()
    assert (event.is_all_day, event.date_line) == (True, "Tuesday, May 6, 2031")


def test_file_changes_are_imported_and_local_changes_are_kept(import_rows):
    import_rows(ROW)
    event = Event.objects.get()
    event.summary = "Written here"
    save_entry(entry=event, by=None)

    printed = import_rows(change_row(ROW, starts="14:00", summary="Longer"))

    event.refresh_from_db()
    assert (event.date_line, event.summary) == (
        "2:00–4:00 pm ET, Tuesday, May 6, 2031",
        "Written here",
    )
    assert "Starts: “15:00” → “14:00”" in printed
    assert "Summary was edited here, so the import leaves it unchanged." in printed
    again = import_rows(change_row(ROW, starts="14:00", summary="Longer"))
    assert table_of(again) == ("What was imported", {"unchanged": "1"})


def test_corrected_date_updates_same_event(import_rows):
    import_rows(ROW)
    uid = Event.objects.get().calendar_uid

    import_rows(change_row(ROW, date="2031-05-07"))

    event = Event.objects.get()
    assert (event.calendar_uid, event.calendar_sequence) == (uid, 1)
    assert event.date_line.endswith("Wednesday, May 7, 2031")


def test_two_changed_dates_create_new_events(import_rows):
    import_rows(ROW, change_row(ROW, date="2031-06-06"))

    printed = import_rows(change_row(ROW, date="2031-05-07"), change_row(ROW, date="2031-06-07"))

    assert table_of(printed) == ("What was imported", {"new": "2"})
    assert Event.objects.count() == 4


def test_locally_changed_time_is_kept_entirely(import_rows):
    import_rows(ROW)
    event = Event.objects.get()
    event.ends_at = event.starts_at + timedelta(minutes=30)
    save_entry(entry=event, by=None)

    printed = import_rows(change_row(ROW, starts="16:30", ends="17:30"))

    assert Event.objects.get().date_line == "3:00–3:30 pm ET, Tuesday, May 6, 2031"
    assert "changed here" in printed
    assert "Starts was edited here, so the import leaves it unchanged." in printed


def test_locally_deleted_event_is_not_restored(import_rows):
    import_rows(ROW)
    delete_entry(entry=Event.objects.get(), by=None)

    printed = import_rows(ROW)

    assert "It was deleted on this site, so it is not imported again." in printed
    assert Event.objects.count() == 0


def test_locally_created_event_is_left_alone(import_rows):
    import_rows(ROW)
    SourceRecord.objects.all().delete()

    printed = import_rows(change_row(ROW, starts="14:00"))

    assert "An event with this title and date is already on this site" in printed
    assert [(event.date_line, event.source_records.count()) for event in Event.objects.all()] == [
        ("3:00–4:00 pm ET, Tuesday, May 6, 2031", 0)
    ]


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (
            {"kind": "party"},
            "kind: “party” isn’t a type of event. Use webinar, meetup, or session. It was left out."
            " It was imported as a webinar.",
        ),
        (
            {"presenters": "Ben Ito; Ana (X"},
            "presenters: “Ana (X” isn’t a presenter. Enter Name (Affiliation), with semicolons "
            "between people. It was left out.",
        ),
        (
            {"ends": "TBD"},
            "ends: “TBD” isn’t a time. Enter it like 15:00. It was left out.",
        ),
    ],
)
def test_row_with_one_odd_value_is_imported_with_note(import_rows, cells, note):
    printed = import_rows(change_row(ROW, **cells))

    assert f"Row 2: The webinar. {note}" in printed
    again = import_rows(change_row(ROW, **cells))
    assert table_of(again) == ("What was imported", {"unchanged": "1"})


def test_value_that_became_odd_stays_as_it_is(import_rows):
    import_rows(ROW)

    import_rows(change_row(ROW, presenters="Ana (X", kind="party", ends="soon"))

    event = Event.objects.get()
    assert [each.name for each in event.presenters] == ["Ana"]
    assert event.date_line == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


def test_address_that_is_none_is_left_out_with_note(import_rows):
    columns = f"{HEADINGS},url"

    printed = import_rows(f"{change_row(ROW, host='Us')},javascript:alert(1)", headings=columns)

    assert "url: “javascript:alert(1)” isn’t a web address." in printed
    assert [event.registration_url for event in Event.objects.all()] == [""]


def test_times_of_other_programs_are_understood(import_rows):
    headings = "title,kind,date,starts,duration,time zone"

    printed = import_rows(
        "a,webinar,44392,0.625,90 min,",
        "b,webinar,7/15/2021,3pm ET / 12pm PT,,",
        "c,webinar,7/15/2021,1500,1h30,GMT-5",
        'd,webinar,"July 15, 2021, 3–4 pm ET / 12–1 pm PT",,,',
        "e,meetup,7/15/2021,3 PM,,AZ",
        headings=headings,
    )

    assert list(Event.objects.order_by("title").values_list("date_line", flat=True)) == [
        "3:00–4:30 pm ET, Thursday, July 15, 2021",
        "3:00 pm ET, Thursday, July 15, 2021",
        "3:00–4:30 pm CT, Thursday, July 15, 2021",
        "3:00–4:00 pm ET, Thursday, July 15, 2021",
        "3:00 pm MST, Thursday, July 15, 2021",
    ]
    assert "“44392” is a number as Excel stores 2021-07-15." in printed


def test_export_of_the_events_calendar_is_understood(import_rows):
    headings = (
        "EVENT NAME,EVENT EXCERPT,EVENT VENUE NAME,EVENT ORGANIZER NAME,EVENT START DATE,"
        "EVENT START TIME,EVENT END DATE,EVENT END TIME,ALL DAY EVENT,TIMEZONE,EVENT CATEGORY,"
        "EVENT WEBSITE,EVENT DESCRIPTION"
    )

    import_rows(
        "Mastery in schools,In short,Library,,2031-05-06,15:00:00,2031-05-06,16:00:00,FALSE,"
        'America/Denver,"News, Meetups",,"<p>What <strong>we</strong> do</p>"',
        headings=headings,
    )

    event = Event.objects.get()
    assert (event.event_type, event.date_line, event.venue, event.summary, event.body) == (
        "meetup",
        "3:00–4:00 pm MT, Tuesday, May 6, 2031",
        "Library",
        "In short",
        "What **we** do",
    )


def test_categories_of_a_calendar_have_one_note_for_the_file(import_rows):
    rows = [("One", "Book clubs"), ("Two", "Book clubs"), ("Three", "Grades & marks")]
    printed = import_rows(
        *(f"{title},2031-05-06,15:00,{category}" for title, category in rows),
        headings="Event Name,Event Start Date,Event Start Time,Event Category",
    )

    note = (
        "These categories don’t say whether an event is a webinar, meetup, or session, so its "
        "title and place decided: “Book clubs” (2) and “Grades & marks” (1)."
    )
    assert (printed.count(note), printed.count("Book clubs"), printed.count("its type")) == (
        1,
        1,
        0,
    )
    assert set(Event.objects.values_list("event_type", flat=True)) == {"webinar"}


def test_external_event_links_to_hosts_registration(import_rows):
    import_rows(
        f"{change_row(ROW, host='A college')},example.org/register", headings=f"{HEADINGS},Register"
    )

    event = Event.objects.get()
    assert (event.host_name, event.registration_url, event.takes_registrations) == (
        "A college",
        "https://example.org/register",
        False,
    )


def test_past_event_is_published_on_its_own_date(import_rows):
    import_rows(change_row(ROW, date="2018-11-07"))

    event = Event.objects.get()
    assert (event.published_at, event.takes_registrations) == (event.starts_at, False)


def test_workbook_date_and_time_cells_are_read(tmp_path):
    file = tmp_path / "events.xlsx"
    row = ["Webinar", "webinar", date(2031, 5, 6), time(15), time(16), "America/New_York"]
    moved = ["Meetup", "meetup", datetime(2031, 5, 7), "6 pm", None, "America/Chicago"]
    file.write_bytes(workbook_bytes(List=[HEADINGS.split(",")[:6], row, moved]))

    call_command("import_events", file, stdout=io.StringIO())

    assert list(Event.objects.order_by("pk").values_list("date_line", flat=True)) == [
        "3:00–4:00 pm ET, Tuesday, May 6, 2031",
        "6:00 pm CT, Wednesday, May 7, 2031",
    ]


def test_failing_row_is_rolled_back_and_others_are_imported(import_rows, monkeypatch):
    def fail(name, affiliation):
        raise RuntimeError

    monkeypatch.setattr("imports.events.importer.add_person", fail)

    printed = import_rows(ROW, change_row(ROW, title="No one presents", presenters=""))

    assert "Row 2: This is an error in the importer (RuntimeError: )." in printed
    assert [event.title for event in Event.objects.all()] == ["No one presents"]


def test_existing_presenter_keeps_affiliation_with_a_remark(import_rows):
    PersonFactory(name="Ana", affiliation="Sable River")

    printed = import_rows(ROW)

    assert "Ana’s affiliation here is “Sable River”, not “X”. It stays." in printed
    assert list(Person.objects.values_list("name", "affiliation")) == [("Ana", "Sable River")]


def test_duplicate_presenter_is_added_once(import_rows):
    import_rows(change_row(ROW, presenters="Ana (X); ana; Ben (Council (CCSSO))"))

    assert [(each.name, each.affiliation) for each in Event.objects.get().presenters] == [
        ("Ana", "X"),
        ("Ben", "Council (CCSSO)"),
    ]


def test_presenters_are_matched_by_name_and_keep_order(import_rows):
    import_rows(
        change_row(ROW, presenters="Ben Ito (Sable River); Ana"), change_row(ROW, title="Two")
    )

    first, second = Event.objects.order_by("pk")
    assert [(each.name, each.affiliation) for each in first.presenters] == [
        ("Ben Ito", "Sable River"),
        ("Ana", ""),
    ]
    assert second.presenters == [first.presenters[1]]


def test_user_who_cannot_publish_imports_only_drafts(import_rows):
    UserFactory(email="writer@example.org")

    assert "cannot publish. Use --draft." in import_rows(ROW, by="writer@example.org")
    assert Event.objects.count() == 0


def test_user_who_cannot_publish_changes_no_public_events(import_rows):
    import_rows(ROW)
    UserFactory(email="writer@example.org")

    printed = import_rows(change_row(ROW, starts="14:00"), by="writer@example.org", draft=True)

    assert "Only an editor can change what is published." in printed
    assert Event.objects.get().date_line == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


def test_missing_file_is_named():
    with pytest.raises(CommandError, match=r"There is no file nowhere\.csv"):
        call_command("import_events", "nowhere.csv")


@pytest.mark.usefixtures("another_import")
def test_concurrent_import_is_rejected(import_rows):
    printed = import_rows(ROW)

    assert "Another import is running. Wait until it is done, then try again." in printed
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Ray and Bob Lee, Ph.D.", ["Ann Ray", "Bob Lee, Ph.D."]),
        ("Ann Ray, Bob Lee, and Cy Orr", ["Ann Ray", "Bob Lee", "Cy Orr"]),
        ("Council of Schools and Districts", ["Council of Schools and Districts"]),
        ("Lee, Ann", ["Lee, Ann"]),
    ],
)
def test_presenters_with_whole_names_are_told_apart(text, names):
    assert [name for name, _ in read_presenters(text)[0]] == names


def test_address_of_own_event_is_left_out_with_a_note(import_rows):
    printed = import_rows(f"{ROW},https://a.org/1", headings=f"{HEADINGS},Register")

    assert Event.objects.get().registration_url == ""
    assert (
        "https://a.org/1 was left out, because this site takes the registrations. If another site "
        "does, name the host."
    ) in printed
