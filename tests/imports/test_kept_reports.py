"""The reports of imports in the admin: totals, and lists to work through."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml import html

from blog.models import Post
from imports import commands
from imports.keeping_reports import MOST_FINDINGS, keep_report, start_run
from imports.models import ImportFinding, ImportRun
from imports.reports import ImportReport, Outcome
from tests.factories import PostFactory
from tests.support.wordpress_exports import comment, item, write_export

pytestmark = pytest.mark.django_db


def keep(report: ImportReport) -> ImportRun:
    run = start_run(importer="WordPress", files=["a.xml"])
    keep_report(report, run)
    return run


@pytest.fixture
def run(db):
    report = ImportReport()
    report.in_file["Posts"] = 3
    report.count("Posts", Outcome.NEW, 2)
    report.skip("Posts", "posts: in the trash")
    report.remark("No topic", "“Untopical”", entry=PostFactory(title="Untopical").pk)
    report.remark("No topic", "“Another”", entry=None)
    return keep(report)


def test_command_keeps_its_report(tmp_path):
    path = write_export(tmp_path, item(1, comment(11)), item(2, status="trash"))
    output, report = StringIO(), tmp_path / "report.json"

    call_command("import_wordpress", str(path), json=report, stdout=output)

    run = ImportRun.objects.get()
    assert run.totals == {
        "People": {"new": 1},
        "Posts": {"in the file": 2, "new": 1, "skipped": 1},
        "Comments": {"in the file": 1, "new": 1},
        "Redirects": {"new": 2},
    }
    assert (run.importer, run.files, run.left_out) == (
        "WordPress",
        "export.xml",
        {"posts: in the trash": 1},
    )
    assert run.get_admin_url() in output.getvalue()
    written = json.loads(report.read_text())
    assert (written["totals"], written["unaccounted"]) == (run.totals, {})


def test_dry_run_keeps_no_report(tmp_path):
    path = write_export(tmp_path, item(1))

    call_command("import_wordpress", str(path), dry_run=True, stdout=StringIO())

    assert ImportRun.objects.count() == 0


def test_long_lists_are_cut_and_counted():
    report = ImportReport()
    for number in range(MOST_FINDINGS + 5):
        report.remark("No title", f"number {number}")

    run = keep(report)

    assert run.findings.count() == MOST_FINDINGS
    assert run.findings_in_all == {"No title": MOST_FINDINGS + 5}


def test_failures_are_findings_too():
    report = ImportReport()
    report.fail("a.xml, line 3, “Post”", "It has no text.")

    run = keep(report)

    assert [(found.heading, found.sentence, found.is_failure) for found in run.findings.all()] == [
        ("Failed", "a.xml, line 3, “Post”: It has no text.", True)
    ]


def test_page_of_import_shows_totals_and_lists(run, admin_client):
    page = admin_client.get(run.get_admin_url()).content.decode()

    cells = html.fromstring(page).xpath("//table//th | //table//td")
    assert [cell.text_content() for cell in cells] == [
        *("What", "in the file", "new", "skipped"),
        *("Posts", "3", "2", "1"),
    ]
    assert "posts: in the trash: 1" in page
    assert f"run__id__exact={run.pk}&amp;heading=No+topic" in page


def test_counts_of_a_report_lead_to_what_they_count(tmp_path, admin_client):
    path = write_export(tmp_path, item(1, title="One"), item(2, status="trash"))
    call_command("import_wordpress", str(path), stdout=StringIO())
    run = ImportRun.objects.get()

    page = html.fromstring(admin_client.get(run.get_admin_url()).content)
    links = [
        (row.xpath("string(th)"), link.get("href"))
        for row in page.xpath("//tbody/tr")
        for link in row.xpath("td/a")
    ]

    entries = reverse("admin:imports_importrun_entries", args=[run.pk])
    assert links == [
        ("Posts", f"{entries}?kind=post&outcome=new"),
        ("Posts", "#left-out"),
    ]
    listed = admin_client.get(entries, {"kind": "post", "outcome": "new"}).content.decode()
    post = Post.objects.get()
    assert reverse("admin:blog_post_change", args=[post.pk]) in listed
    assert run.get_admin_url() in listed
    changed = admin_client.get(entries, {"kind": "post", "outcome": "updated"}).content.decode()
    assert "None of them is here anymore." in changed


def test_names_of_rows_lead_to_lists_of_the_admin(admin_client):
    report = ImportReport()
    for kind in ("People", "Topics", "Redirects", "Meta keys"):
        report.count(kind, Outcome.NEW)

    page = html.fromstring(admin_client.get(keep(report).get_admin_url()).content)

    links = {
        row.xpath("string()"): row.xpath("string(a/@href)") for row in page.xpath("//tbody//th")
    }
    assert links == {
        "Meta keys": "",
        "People": reverse("admin:content_person_changelist"),
        "Redirects": reverse("admin:content_redirect_changelist"),
        "Topics": reverse("admin:content_topic_changelist"),
    }


def test_interrupted_import_shows_what_it_had_brought_over(tmp_path, admin_client, monkeypatch):
    path = write_export(tmp_path, item(1), item(2))
    with monkeypatch.context() as patch:
        patch.setattr(commands, "keep_report", raise_interrupt)
        with pytest.raises(KeyboardInterrupt):
            call_command("import_wordpress", str(path), stdout=StringIO())
    interrupted = ImportRun.objects.get()
    call_command("import_wordpress", str(path), stdout=StringIO())

    page = html.fromstring(admin_client.get(interrupted.get_admin_url()).content)

    cells = page.xpath("//table[@class='totals']//th | //table[@class='totals']//td")
    assert [cell.text_content() for cell in cells] == ["What", "new", "Posts", "2"]
    assert "This import was interrupted." in page.text_content()


def raise_interrupt(*arguments) -> None:
    raise KeyboardInterrupt


def test_list_of_findings_leads_back_and_hides_what_is_done(run, admin_client, admin_user):
    run.findings.filter(sentence="“Untopical”").update(done_at=timezone.now(), done_by=admin_user)
    changelist = reverse("admin:imports_importfinding_changelist")
    query = {"run__id__exact": run.pk, "heading": "No topic"}

    shown = {
        state: list(dict.fromkeys(re.findall("“(?:Untopical|Another)”", page)))
        for state in ("", "done", "all")
        for page in [admin_client.get(changelist, query | {"state": state}).content.decode()]
    }

    assert shown == {
        "": ["“Another”"],
        "done": ["“Untopical”"],
        "all": ["“Untopical”", "“Another”"],
    }
    page = html.fromstring(admin_client.get(changelist, query).content)
    assert page.xpath("//a[text()='Back to the report']/@href") == [run.get_admin_url()]
    assert page.xpath("string(//h1)") == "No topic"
    options = page.xpath("//*[@id='changelist-filter']//details[1]//li/a")
    assert [option.text_content().strip() for option in options] == ["Open", "Done", "All"]


def test_findings_are_checked_off(run, admin_client, admin_user):
    first = run.findings.get(sentence="“Untopical”")
    changelist = reverse("admin:imports_importfinding_changelist")
    listed = admin_client.get(changelist, {"run__id__exact": run.pk, "heading": "No topic"})

    response = admin_client.post(
        changelist, {"action": "mark_done", "_selected_action": [first.pk]}, follow=True
    )

    assert reverse("admin:blog_post_change", args=[first.entry_id]) in listed.content.decode()
    assert "Marked as done: 1." in response.content.decode()
    assert list(ImportFinding.objects.order_by("pk").values_list("done_by", flat=True)) == [
        admin_user.pk,
        None,
    ]


def test_report_is_json_too(run, admin_client):
    report = admin_client.get(reverse("admin:imports_importrun_json", args=[run.pk])).json()

    assert (report["totals"], report["findings_in_all"]) == (run.totals, {"No topic": 2})
    assert [found["sentence"] for found in report["findings"]] == ["“Untopical”", "“Another”"]
