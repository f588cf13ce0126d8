"""Registrations as spreadsheets: complete, and without anything that runs as a formula."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from content.csv_files import neutralize
from events.models import Event, Registration
from events.services.exports import CHUNK_SIZE
from events.services.privacy import erase
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory, UserFactory
from tests.support.signing_in import sign_in
from tests.support.staff_pages import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

EVERY_KIND = pytest.mark.parametrize("kind", ["csv", "xlsx"])
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\tAna",
    "\rAna",
    "\n=1",
    " =cmd|' /C calc'!A0",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1",
    "−1",
    "|cmd",
    "%0A",
    '=HYPERLINK("https://evil.example")',
]
HARMLESS = ["Ana", "O’Neil-Smith", "ana@example.org", "1 + 1 = 2", "K-12; grades", "", "a\tb", "’"]


def download(client, event: Event, kind: str) -> list[list[str]]:
    """Return the cells of the file, as a spreadsheet program reads them."""
    response = client.get(address("export", event.pk, kind))
    content = response.getvalue()
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value or "" for cell in row] for row in sheet]


@pytest.mark.parametrize("text", HOSTILE)
def test_formula_gets_an_apostrophe(text):
    assert neutralize(text).startswith("'")
    assert neutralize(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_text_is_unchanged(text):
    assert neutralize(text) == text


def test_formula_after_semicolon_or_newline_is_neutralized():
    assert neutralize("Ana;=1+1") == "Ana;'=1+1"
    assert neutralize("Ana; =1+1") == "Ana;' =1+1"
    assert neutralize("Ana\n@SUM(A1)") == "Ana\n'@SUM(A1)"


def test_formula_after_control_characters_is_neutralized():
    assert neutralize("\x01=1+1\x1f") == "'=1+1"


@EVERY_KIND
def test_export_lists_everyone_with_answers_and_local_times(staff, kind):
    event = EventFactory(time_zone="America/Chicago")
    role = QuestionFactory(event=event, label="Role", kind="choice", choices="Teacher\nLeader")
    topics = QuestionFactory(event=event, label="Topics", kind="choices", choices="Time\nGrades")
    at = datetime(2027, 3, 14, 18, 30, tzinfo=UTC)
    RegistrationFactory(
        event=event,
        name="Zoë",
        email="zoe@example.org",
        created_at=at,
        attended_at=at.replace(hour=22),
        answers={role.key: "Teacher", topics.key: ["Time", "Grades"]},
    )
    RegistrationFactory(
        event=event,
        name="Ben",
        email="ben@example.org",
        waiting=True,
        created_at=at.replace(day=13),
        waiting_since=at.replace(day=13),
        added_by=UserFactory(name="Edith"),
    )
    RegistrationFactory(
        event=event,
        name="Cleo",
        email="cleo@example.org",
        left=True,
        created_at=at.replace(day=15),
        canceled_at=at.replace(day=16),
    )

    rows = download(staff, event, kind)

    assert rows[0] == [
        "Name",
        "Email",
        "Status",
        "Registered (America/Chicago)",
        "Waiting since (America/Chicago)",
        "Canceled (America/Chicago)",
        "Attended (America/Chicago)",
        "Added by",
        "Role",
        "Topics",
    ]
    # Clocks go forward on March 14.
    saturday, sunday, monday = "2027-03-13 12:30", "2027-03-14 13:30", "2027-03-15 13:30"
    assert [row[:3] for row in rows[1:]] == [
        ["Ben", "ben@example.org", "On the waiting list"],
        ["Zoë", "zoe@example.org", "Registered"],
        ["Cleo", "cleo@example.org", "Canceled"],
    ]
    assert [row[3:] for row in rows[1:]] == [
        [saturday, saturday, "", "", "Edith", "", ""],
        [sunday, "", "", "2027-03-14 17:30", "", "Teacher", "Time; Grades"],
        [monday, "", "2027-03-16 13:30", "", "", "", ""],
    ]


@EVERY_KIND
def test_user_input_is_never_a_formula(staff, kind):
    event = EventFactory()
    why = QuestionFactory(event=event, label="=Why?")
    for number, text in enumerate(HOSTILE):
        email = f"+p{number}@example.org"
        RegistrationFactory(event=event, name=text, email=email, answers={why.key: text})

    rows = download(staff, event, kind)

    assert rows[0][-1] == "'=Why?"
    typed = [cell for row in rows[1:] for cell in (row[1], row[-1])]
    assert {cell[:1] for cell in typed} == {"'"}
    assert len(typed) == 2 * len(HOSTILE)
    # No name begins with a tab or a line break, so that some are harmless already.
    assert {row[0][:1] for row in rows[1:]} == {"'", "A"}


def test_every_excel_cell_is_text(staff, event):
    number = QuestionFactory(event=event, label="How many?")
    RegistrationFactory(event=event, name="=1+1", answers={number.key: "007"})
    RegistrationFactory(event=event, name="#N/A", answers={number.key: "2026-11-26"})

    content = staff.get(address("export", event.pk, "xlsx")).getvalue()

    sheet = load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}
    assert [row[-1].value for row in sheet][1:] == ["007", "2026-11-26"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = file.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml


@EVERY_KIND
def test_unsupported_characters_are_removed(staff, event, kind):
    RegistrationFactory(event=event, name="An\x01a\x1f\uffff")

    rows = download(staff, event, kind)

    assert rows[1][0] == "Ana"


@EVERY_KIND
def test_deleted_details_are_not_exported(staff, event, kind):
    RegistrationFactory(event=event, name="Ana")
    erase(registration=RegistrationFactory(event=event, name="Ben"))

    rows = download(staff, event, kind)

    assert [row[0] for row in rows] == ["Name", "Ana"]


def test_csv_has_utf_8_bom_and_is_streamed(staff, event):
    RegistrationFactory(event=event, name="Zoë")

    response = staff.get(address("export", event.pk, "csv"))

    assert response.streaming
    pieces = list(response)
    assert (pieces[0], len(pieces)) == (b"\xef\xbb\xbf", 3)
    assert pieces[2].startswith('"Zoë","'.encode())
    assert pieces[2].endswith(b"\r\n")


def test_export_larger_than_a_chunk_is_complete(staff):
    event = EventFactory()
    now = timezone.now()
    Registration.objects.bulk_create(
        Registration(event=event, name=f"Person {n}", email=f"p{n}@example.org", seated_at=now)
        for n in range(CHUNK_SIZE + 1)
    )

    rows = download(staff, event, "csv")

    assert len(rows) == 1 + CHUNK_SIZE + 1


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_export_has_filename_and_type_and_is_not_cached(staff, kind, content_type):
    event = EventFactory(slug="the-meetup")

    response = staff.get(address("export", event.pk, kind))
    response.close()

    name = f"registrations-the-meetup-{timezone.localdate():%Y-%m-%d}.{kind}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert "no-store" in response["Cache-Control"]


def test_unknown_export_format_is_not_found(staff, event):
    assert staff.get(address("export", event.pk, "exe")).status_code == 404


@EVERY_KIND
def test_export_requires_registration_permission(client, groups, event, kind):
    RegistrationFactory(event=event, name="Ana")
    sign_in(client, "Writers")

    response = client.get(address("export", event.pk, kind))

    assert (response.status_code, b"Ana" in response.content) == (403, False)


def test_filename_keeps_non_latin_slug(staff):
    event = EventFactory(slug="能力")

    response = staff.get(address("export", event.pk, "csv"))
    response.close()

    name = f"registrations-%E8%83%BD%E5%8A%9B-{timezone.localdate():%Y-%m-%d}.csv"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
