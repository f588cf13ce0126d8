"""Readers' reports of outdated pages and dead links."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from content.editing.saving import save_entry
from tests.factories import (
    ArticleFactory,
    PostFactory,
    ProblemReportFactory,
    PublicationFactory,
    ResourceFactory,
)
from tests.support.markup import find_faults
from tests.support.signing_in import sign_in
from tests.support.threads import run_concurrently
from wiki.exceptions import TooManyMessages
from wiki.models import ProblemReport
from wiki.services.problems import report_problem

pytestmark = pytest.mark.django_db

FORM = {"kind": "dead-link", "reason": "The second link.\nIt answers 404.", "email": ""}


@pytest.mark.parametrize(
    ("factory", "path"),
    [
        (ArticleFactory, "/wiki/moderation/problem/"),
        (PublicationFactory, "/library/moderation/problem/"),
        (ResourceFactory, "/library/moderation/problem/"),
    ],
)
def test_report_is_stored_for_editors(client, factory, path):
    entry = factory(slug="moderation")
    form = client.get(path)

    response = client.post(path, {**FORM, "email": "ana@example.org"}, REMOTE_ADDR="203.0.113.9")

    report = ProblemReport.objects.get()
    assert find_faults(form.content.decode()) == []
    assert (response.status_code, response["Location"]) == (302, f"{path}thanks/")
    assert find_faults(client.get(response["Location"]).content.decode()) == []
    assert (report.entry.pk, report.kind, report.reason, report.email, report.resolved_at) == (
        entry.pk,
        "dead-link",
        "The second link.\r\nIt answers 404.".replace("\r", ""),
        "ana@example.org",
        None,
    )
    assert "203.0.113.9" not in str(ProblemReport.objects.values().get())


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"kind": ""}, "Choose what’s wrong."),
        ({"kind": "boring"}, "Select a valid choice."),
        ({"reason": " "}, "Describe the problem."),
        (
            {"reason": "x" * 2001},
            "“Tell us more” can have at most 2000 characters, and this has 2001.",
        ),
        ({"reason": "A bell\x07."}, "characters that can’t be displayed"),
        ({"email": "ana@"}, "Enter an email address like name@example.com."),
        ({"website": "https://spam.example"}, "We couldn’t accept this form"),
    ],
)
def test_invalid_report_keeps_input(client, values, error):
    ArticleFactory(slug="moderation")
    form = {**FORM, "email": "kept@example.org", "reason": "Kept words.", **values}

    response = client.post("/wiki/moderation/problem/", form)

    page = response.content.decode()
    summary = html.fromstring(page).find_class("form-errors")[0]
    assert (response.status_code, ProblemReport.objects.count()) == (422, 0)
    assert error in summary.text_content()
    # Each error links to an element on the page.
    assert [
        link for link in summary.xpath(".//a/@href") if f'id="{link.removeprefix("#")}"' not in page
    ] == []
    assert "kept@example.org" in page or "Kept words." in page
    assert find_faults(page) == []


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: ArticleFactory(slug="it", draft=True), "/wiki/it/problem/"),
        (lambda: ResourceFactory(slug="it", scheduled=True), "/library/it/problem/"),
        (lambda: ResourceFactory(slug="it"), "/wiki/it/problem/"),
        (lambda: ArticleFactory(slug="it"), "/library/it/problem/"),
        (lambda: PostFactory(slug="it"), "/wiki/it/problem/"),
    ],
)
def test_form_for_missing_entry_is_not_found(client, make, path):
    make()

    assert client.get(path).status_code == 404
    assert client.post(path, FORM).status_code == 404
    assert client.get(f"{path}thanks/").status_code == 404


def test_sixth_report_within_an_hour_is_rejected_with_text_kept(client):
    ArticleFactory(slug="moderation")
    for _ in range(5):
        client.post("/wiki/moderation/problem/", FORM)

    response = client.post("/wiki/moderation/problem/", {**FORM, "reason": "One more."})

    assert (response.status_code, ProblemReport.objects.count()) == (429, 5)
    assert "Please wait a while" in response.content.decode()
    assert "One more." in response.content.decode()


def test_report_without_csrf_token_is_rejected():
    ArticleFactory(slug="moderation")

    response = Client(enforce_csrf_checks=True).post("/wiki/moderation/problem/", FORM)

    assert (response.status_code, ProblemReport.objects.count()) == (403, 0)


@pytest.mark.django_db(transaction=True)
def test_concurrent_reports_cannot_exceed_limit():
    article = ArticleFactory()

    results = run_concurrently(
        7,
        lambda: report_problem(
            entry=article, kind="dead-link", reason="Again.", address="192.0.2.1"
        ),
    )

    refused = [result for result in results if isinstance(result, TooManyMessages)]
    assert (ProblemReport.objects.count(), len(refused)) == (5, 2)


# The editor


@pytest.mark.parametrize(
    ("factory", "kind"),
    [
        (ArticleFactory, "article"),
        (ResourceFactory, "resource"),
        (PublicationFactory, "publication"),
    ],
)
def test_report_links_to_form_that_fixes_it(client, factory, kind):
    sign_in(client, "Editors")
    report = ProblemReportFactory(entry=factory(), reason="<b>Look</b>")

    response = client.get(reverse("admin:wiki_problemreport_change", args=[report.pk]))

    page = html.fromstring(response.content.decode())
    assert page.xpath("//a[.='Fix it']/@href") == [
        reverse(f"admin:wiki_{kind}_change", args=[report.entry_id])
    ]
    assert page.find_class("reason")[0].text == "<b>Look</b>"


def test_resolved_report_names_editor_and_cannot_be_resolved_again(client):
    first = sign_in(client, "Editors", name="Edith")
    report = ProblemReportFactory()
    address = reverse("admin:wiki_problemreport_resolve", args=[report.pk])
    client.post(address)
    resolved_at = ProblemReport.objects.get().resolved_at

    sign_in(client, "Editors")
    client.post(address)

    report.refresh_from_db()
    page = client.get(reverse("admin:wiki_problemreport_change", args=[report.pk]))
    assert (report.resolved_by, report.resolved_at) == (first, resolved_at)
    assert "by Edith." in page.content.decode()


def test_reports_can_be_resolved_in_bulk(client):
    editor = sign_in(client, "Editors")
    reports = [ProblemReportFactory() for _ in range(3)]

    client.post(
        reverse("admin:wiki_problemreport_changelist"),
        {"action": "resolve_selected", "_selected_action": [report.pk for report in reports[:2]]},
    )

    assert list(ProblemReport.objects.order_by("pk").values_list("resolved_by", flat=True)) == [
        editor.pk,
        editor.pk,
        None,
    ]


def test_resolving_requires_editor_and_post(client):
    report = ProblemReportFactory()
    address = reverse("admin:wiki_problemreport_resolve", args=[report.pk])
    sign_in(client, "Writers")
    by_a_writer = client.post(address)

    sign_in(client, "Editors")
    by_a_link = client.get(address)

    assert (by_a_writer.status_code, by_a_link.status_code) == (403, 405)
    assert ProblemReport.objects.open().count() == 1


@pytest.mark.parametrize(("state", "shown"), [("open", ["Open"]), ("resolved", ["Resolved"])])
def test_list_is_filtered_by_state(client, state, shown):
    editor = sign_in(client, "Editors")
    ProblemReportFactory(reason="Open")
    ProblemReportFactory(reason="Resolved", resolved_at="2026-01-01T00:00Z", resolved_by=editor)

    response = client.get(reverse("admin:wiki_problemreport_changelist"), {"state": state})

    assert [report.reason for report in response.context["cl"].result_list] == shown


def test_list_query_count_does_not_grow_with_reports(client):
    sign_in(client, "Editors")
    address = reverse("admin:wiki_problemreport_changelist")
    ProblemReportFactory()
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)

    for _ in range(29):
        ProblemReportFactory(entry=ResourceFactory())

    with CaptureQueriesContext(connection) as with_thirty:
        client.get(address)
    assert len(with_thirty) == len(with_one)


def test_dashboard_lists_open_reports(client):
    sign_in(client, "Editors")
    ProblemReportFactory(entry=ArticleFactory(title="Moderation"))
    ProblemReportFactory(resolved_at="2026-01-01T00:00Z")

    waiting = client.get(reverse("admin:index")).context["waiting"]

    assert [(one.title, one.total, [words for words, _ in one.rows]) for one in waiting] == [
        ("Problems reported", 1, ["This is out of date: “Moderation”"])
    ]


@pytest.mark.parametrize(
    ("factory", "root"), [(ArticleFactory, "wiki"), (ResourceFactory, "library")]
)
def test_report_is_accepted_at_old_address_and_text_kept_if_unpublished(client, factory, root):
    entry = factory(slug="moderation")
    entry.slug = "calibration"
    save_entry(entry=entry, by=None)

    taken = client.post(f"/{root}/moderation/problem/", FORM)
    entry.status = "draft"
    save_entry(entry=entry, by=None)
    kept = client.post(f"/{root}/moderation/problem/", FORM)

    assert taken["Location"] == f"/{root}/calibration/problem/thanks/"
    assert ProblemReport.objects.count() == 1
    assert (kept.status_code, "The second link." in kept.content.decode()) == (404, True)
    assert find_faults(kept.content.decode()) == []


def test_second_editor_is_told_report_is_already_resolved(client):
    sign_in(client, "Editors")
    address = reverse("admin:wiki_problemreport_resolve", args=[ProblemReportFactory().pk])

    answers = [client.post(address, follow=True).content.decode() for _ in range(2)]

    assert ["The report was marked as resolved." in answer for answer in answers] == [True, False]
    assert "Someone has already resolved this report." in answers[1]
