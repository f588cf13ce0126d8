"""Lists of followers: imported with their consent, exported, and counted."""

import csv
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.models import Activity, Reader
from content.readers import count_request
from following.models import Follow
from tests.factories import FollowFactory, ReaderFactory
from tests.support.mail_servers import send_queued_emails, text_of
from tests.support.reader_emails import path_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue"),
]
LIST = """\
Email,Consent,consent_date
ana@example.org,yes,2025-09-30
ben@example.org,no,
Cleo@Example.org,yes,
dan@example.org,yes,2024-01-01
eva@example.org,yes,2025-09-30
not an address,yes,2025-09-30
finn@example.org,yes,soon
"""


def upload(client, content: bytes) -> str:
    file = SimpleUploadedFile("=list.csv", content)
    data = {"file": file, "follows": "sector.k-12", "frequency": "monthly"}
    return client.post(reverse("admin:following_follow_import"), data).content.decode()


def test_list_is_imported_with_consent_and_others_are_asked_once(admin_client, mail_server):
    stopped = FollowFactory(
        reader__email="dan@example.org",
        scope="sector",
        key="k-12",
        confirmed_at=timezone.now() - timedelta(days=60),
        stopped_at=timezone.now() - timedelta(days=30),
    )
    FollowFactory(reader__email="eva@example.org", reader__problem=Reader.Problem.COMPLAINED)

    page = upload(admin_client, LIST.encode())
    upload(admin_client, LIST.encode("utf-8-sig"))
    send_queued_emails()
    admin_client.post(path_in(mail_server.taken[0], "/confirm/"))
    exported = b"".join(
        admin_client.get(reverse("admin:following_follow_export")).streaming_content
    )
    weeks = admin_client.get(reverse("admin:following_follow_weeks")).content.decode()

    assert "Line 7: This is not an email address." in page
    assert "Line 8: “soon” is not a date such as 2025-09-30." in page
    assert [to for to, _ in mail_server.subjects] == ["ben@example.org", "cleo@example.org"]
    ana = Follow.objects.get(reader__email="ana@example.org")
    agreed = datetime(2025, 9, 30, tzinfo=ZoneInfo("America/New_York"))
    assert (ana.confirmed_at, ana.source) == (agreed, "=list.csv")
    stopped.refresh_from_db()
    assert not stopped.is_active
    today = timezone.localdate().isoformat()
    assert list(csv.reader(exported.decode("utf-8-sig").splitlines())) == [
        ["email", "follows", "frequency", "consent", "consent_date", "source"],
        ["ana@example.org", "K-12", "monthly", "yes", "2025-09-30", "'=list.csv"],
        ["ben@example.org", "K-12", "monthly", "yes", today, "'=list.csv"],
    ]
    assert "<td>1</td>" in weeks
    recorded = Activity.objects.filter(kind="export").values_list("sentence", flat=True)
    assert list(recorded) == ["Followers downloaded (CSV)"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("email\né".encode("utf-16"), "This isn’t a list that we can read."),
        (b"name\nAna\n", "The list has no column “email”."),
        (b"\x00,name\n", "The list has no column “email”."),
        (b"email\n" + b"a@example.org\n" * 10_001, "more than 10,000 lines. Split it."),
    ],
)
def test_file_that_is_no_list_is_refused_with_a_sentence(admin_client, content, sentence):
    page = upload(admin_client, content)

    assert sentence in page
    assert Reader.objects.count() == 0


def test_people_on_a_list_are_told_that_they_are_on_it_and_not_that_they_asked(
    admin_client, mail_server
):
    file = SimpleUploadedFile("list.csv", b"email,consent\nben@example.org,no\n")
    data = {"file": file, "follows": "newsletter.", "frequency": "monthly"}

    admin_client.post(reverse("admin:following_follow_import"), data)
    send_queued_emails()

    [mail] = mail_server.taken
    words = " ".join(text_of(mail).split()).partition(" Yes, follow:")[0]
    assert mail["Subject"] == "Follow the newsletter of CompetencyWorks?"
    assert words == (
        "Follow the newsletter of CompetencyWorks? Your address is on a list of people that "
        "CompetencyWorks wrote to before, without a date on which you agreed. If you would like "
        "to follow the newsletter of CompetencyWorks, open the link below, and press the button "
        "there. If not, do nothing: we won’t ask again. The link works for seven days."
    )


@pytest.mark.parametrize("consent", ["yes,2025-09-30", "no,"])
def test_ten_thousand_people_take_as_many_queries_as_ten(admin_client, consent):
    counts = []
    for number in (10, 40):
        rows = [f"a{number}-{row}@example.org,{consent}\n" for row in range(number)]
        with CaptureQueriesContext(connection) as queries:
            page = upload(admin_client, ("email,consent,consent_date\n" + "".join(rows)).encode())
        assert f"{number} {'follow' if 'yes' in consent else 'got an email'}" in page
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Follow.objects.count() == 50


def test_address_that_is_listed_twice_is_imported_once(admin_client, mail_server):
    rows = "email,consent,consent_date\na@example.org,no,\nA@example.org,yes,2025-09-30\n"
    rows += "b@example.org,no,\nb@example.org,no,\n"

    upload(admin_client, rows.encode())
    send_queued_emails()

    assert [to for to, _ in mail_server.subjects] == ["b@example.org"]
    follows = Follow.objects.order_by("reader__email").values_list("reader__email", "confirmed_at")
    assert [(email, bool(moment)) for email, moment in follows] == [
        ("a@example.org", True),
        ("b@example.org", False),
    ]


def test_list_that_excel_saved_is_read(admin_client):
    rows = "Email Address,Name,consent,consent_date\nana@example.org,Renée,yes,9/30/2025\n"
    rows += "ben@example.org,Ben,yes,09/30/25 4:05\ncy@example.org,Cy,yes,30/9/2025\n"

    page = upload(admin_client, rows.encode("cp1252"))

    agreed = datetime(2025, 9, 30, tzinfo=ZoneInfo("America/New_York"))
    assert list(
        Follow.objects.order_by("reader__email").values_list("reader__email", "confirmed_at")
    ) == [("ana@example.org", agreed), ("ben@example.org", agreed)]
    assert "Line 4: “30/9/2025” is not a date such as 2025-09-30." in page


def test_people_who_got_too_many_emails_are_named_and_not_asked(admin_client, mail_server):
    ana = ReaderFactory(email="ana@example.org")
    for _ in range(5):
        count_request(ana)

    page = upload(admin_client, b"email,consent\nana@example.org,no\nben@example.org,no\n")
    send_queued_emails()

    assert "1 got an email that asks them." in page
    assert "Line 2: We have just sent several emails to this address." in page
    assert [to for to, _ in mail_server.subjects] == ["ben@example.org"]
    assert list(Follow.objects.values_list("reader__email", flat=True)) == ["ben@example.org"]
