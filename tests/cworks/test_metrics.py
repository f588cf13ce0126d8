"""What Prometheus reads, through the real gunicorn, and the rules and charts made of it."""

import json
import re

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from content.models import MachineReport
from content.retention import forget_everything_old
from cworks.doctor.backups import BACKUP, failed
from cworks.environment import BASE_DIR
from tests.factories import PostFactory
from tests.support.site_servers import get_test_database_url, run_site

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = {"Authorization": "Bearer a-token"}
NAME = re.compile(r"\bcworks_\w+")


def read(text: str) -> dict[tuple[str, ...], float]:
    """Return {(name, value of each label): value}."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.usefixtures("empty_queue")
def test_metrics_add_up_what_all_processes_count(db):
    MachineReport.objects.create(name="doctor", findings=[{"level": "problem"}])
    failed(BACKUP, "The disk is gone.", "Bring it back.")
    # Other reports are counts, and not what was checked.
    forget_everything_old()
    PostFactory()
    with run_site(
        DJANGO_SETTINGS_MODULE="tests.settings",
        DATABASE_URL=get_test_database_url(),
        METRICS_TOKEN="a-token",
        WEB_CONCURRENCY="2",
    ) as site:
        refused = [site.get("/metrics")[0], site.get("/metrics", Authorization="Bearer x")[0]]
        for _ in range(10):
            site.get("/blog/")
        site.get("/no-such-page/")
        status, text = site.get("/metrics", **TOKEN)

    found = read(text)
    assert (refused, status) == ([401, 401], 200)
    assert {
        name: found.get(name)
        for name in [
            ("cworks_requests_total", "GET", "public", "200"),
            ("cworks_requests_total", "GET", "public", "404"),
            ("cworks_requests_total", "GET", "probes", "401"),
            ("cworks_request_seconds_count", "public"),
            ("cworks_database_up",),
            ("cworks_workers",),
            ("cworks_jobs_failed",),
            ("cworks_report_problems", "doctor"),
            ("cworks_report_problems", "backup"),
            ("cworks_report_seconds", "backup"),
        ]
    } == {
        ("cworks_requests_total", "GET", "public", "200"): 10,
        ("cworks_requests_total", "GET", "public", "404"): 1,
        ("cworks_requests_total", "GET", "probes", "401"): 2,
        ("cworks_request_seconds_count", "public"): 11,
        ("cworks_database_up",): 1,
        ("cworks_workers",): 0,
        ("cworks_jobs_failed",): 0,
        ("cworks_report_problems", "doctor"): 1,
        ("cworks_report_problems", "backup"): 1,
        # There has been none, so that it isn't a new one.
        ("cworks_report_seconds", "backup"): None,
    }
    # Each process renders the page itself, and later ones are in memory.
    assert 0 < found["cworks_kept_pages_total",] < 10
    names = {name for name, *_ in found} | {"cworks_emails"}
    assert {name for file in ("alerts.yml", "dashboard.json") for name in used_in(file)} <= names


def used_in(file: str) -> set[str]:
    """Return the metrics that the rules or the charts read, which must be valid files."""
    text = (BASE_DIR / "deploy" / file).read_text()
    if file.endswith(".yml"):
        rules = [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]
        queries = [rule["expr"] for rule in rules]
    else:
        panels = json.loads(text)["panels"]
        queries = [target["expr"] for panel in panels for target in panel["targets"]]
    return set(NAME.findall(" ".join(queries)))


def test_metrics_are_not_there_without_a_token():
    assert Client().get("/metrics").status_code == 404
