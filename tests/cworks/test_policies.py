"""Headers by which browsers protect readers, and what browsers report."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from content.models import MachineReport
from content.rate_limits import MinuteLimit
from cworks.views import csp_reports
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(monkeypatch):
    limit = MinuteLimit("CSP report", at_most=20)
    monkeypatch.setattr(csp_reports, "PER_SENDER", limit)


def report(body: object) -> int:
    client = Client(enforce_csrf_checks=True)
    text = body if isinstance(body, str) else json.dumps(body)
    answer = client.post("/csp-reports/", text, content_type="application/csp-report")
    assert not answer.cookies
    return answer.status_code


def old_format(directive: object, refused: object) -> dict:
    facts = {"effective-directive": directive, "blocked-uri": refused}
    page = "https://example.org/registrations/secret/"
    return {"csp-report": {"document-uri": page, "script-sample": "Ana", **facts}}


def counted() -> list[tuple]:
    return [(row["directive"], row["refused"], row["count"]) for row in csp_reports.list_refused()]


def test_pages_say_what_browsers_may_do_and_calendars_and_feeds_stay_embeddable(client):
    event = EventFactory()

    page = client.get("/")
    kinds = {
        path: client.get(path)["Cross-Origin-Resource-Policy"]
        for path in ["/", "/feed/", f"/events/{event.slug}.ics", "/favicon.ico", "/robots.txt"]
    }

    assert "report-uri /csp-reports/" in page["Content-Security-Policy"]
    assert "report-to csp" in page["Content-Security-Policy"]
    assert page["Reporting-Endpoints"] == 'csp="/csp-reports/"'
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(), " in page["Permissions-Policy"]
    assert kinds == {
        "/": "same-origin",
        "/feed/": "cross-origin",
        f"/events/{event.slug}.ics": "cross-origin",
        "/favicon.ico": "cross-origin",
        "/robots.txt": "same-origin",
    }


def test_reports_are_counted_without_anything_about_the_reader(admin_client):
    new_format = {
        "type": "csp-violation",
        "body": {"effectiveDirective": "img-src", "blockedURL": "https://Ads.example.com/?ana"},
    }
    bodies = [
        old_format("script-src-elem", "inline"),
        old_format("script-src-elem", "inline"),
        [new_format, {"type": "deprecation"}],
        old_format("img-src", "chrome-extension://abc"),
        old_format("made-up", "inline"),
        old_format(["x"], {"y": 1}),
        "[" * 10_000,
        "{",
        "7",
        [7],
    ]

    answers = {report(body) for body in bodies}
    page = admin_client.get("/admin/status/").content.decode()

    assert answers == {204}
    assert counted() == [
        ("script-src-elem", "inline", 2),
        ("img-src", "ads.example.com", 1),
        ("img-src", "something else", 1),
    ]
    assert "ads.example.com" in page
    stored = json.dumps(MachineReport.objects.get(name="csp-reports").findings)
    assert not re.search("secret|ana|Ana", stored)


def test_reports_are_bounded_in_length_number_and_time(monkeypatch):
    monkeypatch.setattr(csp_reports, "MOST_KEPT", 2)
    report(old_format("img-src", "https://old.example.com/"))
    with time_machine.travel(timezone.now() + timedelta(days=32), tick=False):
        report(old_format("img-src", "inline" + "x" * 20_000))
        for number in range(30):
            report(old_format("img-src", f"https://a{number}.example.com/"))

        assert counted() == [
            ("img-src", "something else", 18),
            ("img-src", "a0.example.com", 1),
            ("img-src", "a1.example.com", 1),
        ]


@pytest.mark.parametrize(
    "day", [datetime(2026, 1, 31, tzinfo=UTC), datetime(2031, 7, 4, tzinfo=UTC)]
)
def test_contact_for_security_never_expires(client, day):
    with time_machine.travel(day):
        text = client.get("/.well-known/security.txt").content.decode()
        expires = datetime.fromisoformat(re.search(r"^Expires: (.+)$", text, re.MULTILINE)[1])

        # RFC 9116 recommends less than a year.
        assert timedelta(days=150) < expires - timezone.now() < timedelta(days=365)
