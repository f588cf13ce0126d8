"""When link checks run: weekly rounds, pauses, retries, and checks started by hand."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content import tasks
from content.links.check_schedule import check_again, delete_unlinked_addresses
from content.models import WebAddress
from tests.support.link_checks import WEEK, link_to, run_jobs, run_round, state_of, waiting_jobs
from tests.support.web_servers import differ_for_head, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue", "pauses")]
OK = status(200)


def test_only_links_from_public_entries_are_checked(website):
    public = website.url("/public", OK)
    link_to(public)
    link_to(website.url("/draft", OK), draft=True)
    link_to(website.url("/scheduled", OK), scheduled=True)

    run_round()

    assert website.requests == [("HEAD", "/public")]


def test_address_is_checked_once_a_week(website):
    link_to(website.url("/page", OK))

    run_round()
    run_round()
    again = list(website.requests)
    run_round(weeks_later=1)

    assert (len(again), len(website.requests)) == (1, 2)


def test_each_host_has_one_job_for_all_addresses(website):
    urls = [website.url(f"/{number}", OK) for number in range(3)]
    link_to(*urls, "http://192.168.1.1/", "http://192.168.1.2/")

    tasks.check_links(timestamp=0)
    tasks.check_links(timestamp=0)
    jobs = waiting_jobs()
    tasks.check_host(host="127.0.0.1")

    assert jobs == [
        ("content.check_host", {"host": host, "waits": 0})
        for host in ("127.0.0.1", "192.168.1.1", "192.168.1.2")
    ]
    assert website.requests == [("HEAD", "/0")]
    assert WebAddress.objects.filter(checked_at=None).count() == 4


def test_next_address_on_host_waits_one_second(website):
    link_to(website.url("/a", OK), website.url("/b", OK))

    tasks.check_host(host="127.0.0.1")

    job = ProcrastinateJob.objects.get()
    assert (job.lock, job.queueing_lock) == ("links-127.0.0.1", "links-127.0.0.1")
    assert timedelta(0) < job.scheduled_at - timezone.now() <= timedelta(seconds=1)
    assert job.priority < tasks.make_renditions.priority


def test_retry_after_is_respected(website):
    url = website.url("/page", status(503, Retry_After="90"))
    link_to(url)

    run_round()

    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == (
        "content.return_to_host",
        {"host": "127.0.0.1", "waits": 1},
    )
    assert timedelta(seconds=80) < job.scheduled_at - timezone.now() <= timedelta(seconds=90)
    assert state_of(url) == ("unchecked", None, "", 0)


def test_repeated_retry_after_postpones_host_to_next_week(website):
    for number in range(3):
        link_to(website.url(f"/{number}", status(429, Retry_After="90")))

    run_round()
    for _ in range(9):
        run_jobs(later=True)

    assert website.requests == [("HEAD", "/0")] * 4
    assert list(WebAddress.objects.order_by("pk").values_list("state", "http_status")) == [
        ("works", 429),
        ("unchecked", None),
        ("unchecked", None),
    ]


def test_long_retry_after_postpones_host_to_next_week(website):
    url = website.url("/page", status(503, Retry_After="400000"))
    link_to(url)

    run_round()

    assert (state_of(url)[:2], waiting_jobs()) == (("failing", 503), [])


def test_unlinked_address_is_deleted_after_weeks(website):
    link_to("https://example.org/linked")
    now = timezone.now()
    for name, weeks in (("long-ago", 6), ("lately", 4)):
        WebAddress.objects.create(
            url=f"https://example.org/{name}", host="example.org", checked_at=now - weeks * WEEK
        )
    WebAddress.objects.filter(url__endswith="linked").update(checked_at=now - 9 * WEEK)

    count = delete_unlinked_addresses()

    assert count == 1
    assert {address.url for address in WebAddress.objects.all()} == {
        "https://example.org/linked",
        "https://example.org/lately",
    }


def test_editor_can_request_new_check(website):
    url = website.url("/page", OK)
    link_to(url)
    link_to(website.url("/draft", OK), draft=True)
    run_round()
    website.url("/page", status(500))

    count = check_again(WebAddress.objects.all())
    run_jobs()

    assert (count, state_of(url)[:2]) == (1, ("failing", 500))


def test_command_enqueues_due_checks(website):
    link_to(website.url("/a", OK), website.url("/b", OK), "http://192.168.1.1/")
    output = [StringIO(), StringIO(), StringIO()]

    call_command("check_links", stdout=output[0])
    run_jobs()
    call_command("check_links", stdout=output[1])
    call_command("check_links", all=True, stdout=output[2])

    line = "{} addresses on {} hosts are waiting for the worker to check them.\n"
    assert [words.getvalue() for words in output] == [
        line.format(3, 2),
        line.format(0, 0),
        line.format(3, 2),
    ]


def test_command_checks_directly_and_prints_outcome(website, pauses):
    link_to(website.url("/a", OK), website.url("/b", status(404)), "/nowhere/")
    output = StringIO()

    call_command("check_links", now=True, stdout=output)

    gone = f"{website.url('/b')} The server has no such page (404).\n"
    assert output.getvalue() == (
        f"Works: {website.url('/a')}\n"
        "Dead: /nowhere/ This site has no public page at this address.\n"
        f"Not responding: {gone}"
        "Checked: 3. In an hour, the worker checks pages that seem gone a second time.\n"
    )
    # Between the two pages, and before the GET of the page that rejected HEAD.
    assert pauses == [1.0, 1.0]


@pytest.mark.django_db(transaction=True)
def test_worker_runs_round(website):
    link_to(website.url("/page", differ_for_head(OK, status(405))))
    tasks.check_links(timestamp=0)

    call_command("procrastinate", "worker", "--one-shot")

    assert WebAddress.objects.get().state == "works"
    assert not ProcrastinateJob.objects.filter(queue_name="links").exists()


def test_round_runs_weekly():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic["content.check_links"] == "37 8 * * 1"
