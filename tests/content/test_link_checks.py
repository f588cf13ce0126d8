"""Weekly checks of the addresses that public entries link to."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content import tasks
from content.editing.saving import save_entry
from content.links import checks as link_checks
from content.links.check_schedule import check_again, delete_unlinked_addresses
from content.models import Link, WebAddress
from tests.factories import PostFactory
from tests.support.web_servers import differ_for_head, never_respond, redirect, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

OK = status(200)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def pauses(website, monkeypatch):
    """Send the checks to the local test server and record their pauses instead of sleeping."""
    pauses = []
    monkeypatch.setattr(link_checks, "CLIENT", website.client(pause=pauses.append))
    return pauses


def link_to(*urls: str, **fields) -> None:
    PostFactory(body=" ".join(f"[x]({url})" for url in urls), **fields)


def waiting_jobs() -> list[tuple[str, dict]]:
    jobs = ProcrastinateJob.objects.filter(queue_name="links", status="todo").order_by("pk")
    return [(job.task_name, job.args) for job in jobs]


def run_jobs(*, later: bool = False) -> None:
    """Run the jobs of a round as a worker would; run those scheduled for later only if asked."""
    names = ["content.check_host"] + ["content.return_to_host"] * later
    for _ in range(30):
        job = ProcrastinateJob.objects.filter(task_name__in=names).order_by("pk").first()
        if job is None:
            return
        # The model is read-only.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        app.tasks[job.task_name](**job.args)
    pytest.fail("The jobs never end.")


def run_round(*, weeks_later: int = 0) -> None:
    for field in ("checked_at", "failing_since"):
        for address in WebAddress.objects.exclude(**{field: None}):
            moment = getattr(address, field) - weeks_later * WEEK
            WebAddress.objects.filter(pk=address.pk).update(**{field: moment})
    tasks.check_links(timestamp=0)
    run_jobs()


def state_of(url: str) -> tuple:
    address = WebAddress.objects.get(url=url)
    return address.state, address.http_status, address.problem, address.failures


# What a response means


def test_page_that_responds_works(website):
    url = website.url("/page", OK)
    link_to(url)

    run_round()

    address = WebAddress.objects.get()
    assert state_of(url) == ("works", 200, "", 0)
    assert address.checked_at - timezone.now() < timedelta(minutes=1)
    assert address.failing_since is None


@pytest.mark.parametrize("code", [401, 403, 429, 451, 999])
def test_page_that_blocks_bots_is_not_dead(website, code):
    url = website.url("/page", status(code))
    link_to(url)

    for _ in range(4):
        run_round(weeks_later=1)

    state, http_status, problem, failures = state_of(url)
    assert (state, http_status, failures) == ("works", code, 0)
    assert problem.endswith("so only a person can tell whether it works.")


def test_permanent_redirect_suggests_new_address(website):
    website.url("/new", OK)
    url = website.url("/old", redirect("/new"))
    link_to(url)

    run_round()

    assert state_of(url) == ("moved", 200, "It has moved permanently.", 0)
    assert WebAddress.objects.get().moved_to == website.url("/new")


def test_redirect_to_home_page_needs_review(website):
    website.url("/", OK)
    url = website.url("/old", redirect("/"))
    link_to(url)

    run_round()

    assert state_of(url)[2] == (
        "It redirects to a home page now, so the page may be gone. Look at it "
        "before you change the link."
    )


def test_temporary_redirect_works(website):
    website.url("/new", OK)
    url = website.url("/old", redirect("/new", 302))
    link_to(url)

    run_round()

    assert state_of(url) == ("works", 200, "", 0)
    assert WebAddress.objects.get().moved_to == ""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (404, "The server has no such page (404)."),
        (410, "The server says that this page is permanently gone (410)."),
    ],
)
def test_missing_page_is_checked_twice_in_same_round(website, code, problem):
    url = website.url("/gone", status(code))
    link_to(url)

    run_round()
    first, jobs = state_of(url), waiting_jobs()
    WebAddress.objects.update(checked_at=timezone.now() - timedelta(hours=2))
    run_jobs(later=True)

    assert first == ("failing", code, problem, 1)
    assert jobs == [("content.return_to_host", {"host": "127.0.0.1", "waits": 0})]
    assert state_of(url) == ("dead", code, problem, 2)
    assert waiting_jobs() == []


def test_missing_page_that_comes_back_works_on_second_check(website):
    url = website.url("/page", status(404))
    link_to(url)

    run_round()
    website.url("/page", OK)
    WebAddress.objects.update(checked_at=timezone.now() - timedelta(hours=2))
    run_jobs(later=True)

    assert state_of(url) == ("works", 200, "", 0)


@pytest.mark.parametrize(
    ("behavior", "http_status", "problem"),
    [
        (status(500), 500, "The server reports an error (500)."),
        (never_respond, None, "The server didn’t respond in time."),
        (redirect("/page"), None, "The address redirects in a loop."),
    ],
)
def test_page_that_fails_is_dead_after_three_rounds(website, behavior, http_status, problem):
    url = website.url("/page", behavior)
    link_to(url, website.url("/works", OK))

    states = []
    for weeks in (0, 1, 1):
        run_round(weeks_later=weeks)
        states.append(state_of(url))

    assert states == [
        ("failing", http_status, problem, 1),
        ("failing", http_status, problem, 2),
        ("dead", http_status, problem, 3),
    ]
    since = timezone.now() - WebAddress.objects.get(url=url).failing_since
    assert since.days == 14


def test_page_that_fails_repeatedly_on_one_day_is_not_dead(website):
    url = website.url("/page", status(500))
    link_to(url)

    for _ in range(5):
        check_again(WebAddress.objects.all())
        run_jobs()

    assert state_of(url)[0] == "failing"


def test_round_without_any_response_marks_nothing_dead(website):
    url = website.url("/page", never_respond)
    link_to(url)

    for _ in range(5):
        run_round(weeks_later=1)

    assert state_of(url)[:2] == ("failing", None)


def test_dead_page_that_responds_works_immediately(website):
    url = website.url("/page", OK)
    link_to(url)
    WebAddress.objects.update(
        state="dead", failures=7, failing_since=timezone.now() - WEEK, problem="It failed."
    )

    run_round()

    address = WebAddress.objects.get()
    assert (*state_of(url), address.failing_since) == ("works", 200, "", 0, None)


def test_dead_page_with_different_failure_stays_dead(website):
    url = website.url("/page", status(500))
    link_to(url)
    WebAddress.objects.update(state="dead", failures=2, failing_since=timezone.now())

    run_round()

    assert state_of(url) == ("dead", 500, "The server reports an error (500).", 3)


def test_private_address_is_not_visited(website):
    link_to("http://192.168.1.1/printer")

    run_round()

    assert state_of("http://192.168.1.1/printer") == (
        "refused",
        None,
        "The address is on a private network, which readers can’t reach. Use a public address.",
        0,
    )
    assert website.requests == []


def test_error_in_check_does_not_blame_link(website, monkeypatch, caplog):
    def fail(host: str, seconds: float) -> list[str]:
        raise RuntimeError

    url = website.url("/page", OK)
    link_to(url)
    monkeypatch.setattr(link_checks, "CLIENT", website.client(look_up=fail))

    run_round()

    assert state_of(url) == (
        "unchecked",
        None,
        "The check itself failed. The link may be fine.",
        0,
    )
    assert [record.getMessage() for record in caplog.records] == [
        f"The link to {url} could not be checked."
    ]


# The round


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


# Paths on this site


def test_internal_links_are_checked_without_request(website):
    PostFactory(slug="there")
    PostFactory(slug="draft", draft=True)
    link_to("/blog/", "/blog/there/", "/blog/draft/", "/nowhere/", "/blog/?p=2#x")

    run_round()

    assert website.requests == []
    assert {
        link.address: link.web_address and (link.web_address.state, link.web_address.problem)
        for link in Link.objects.all()
    } == {
        "/blog/": ("works", ""),
        "/blog/there/": None,
        "/blog/draft/": ("dead", "This site has no public page at this address."),
        "/nowhere/": ("dead", "This site has no public page at this address."),
    }


def test_internal_path_is_kept_when_text_is_saved_again(website):
    entry = PostFactory(body="[x](/nowhere/)")
    run_round()

    save_entry(entry=entry, by=None)

    assert Link.objects.get().web_address.url == "/nowhere/"


def test_internal_path_with_new_entry_is_no_longer_dead(website):
    entry = PostFactory(body="[x](/blog/new/)")
    run_round()
    PostFactory(slug="new")

    save_entry(entry=entry, by=None)

    link = Link.objects.get()
    assert (link.target.slug, link.web_address) == ("new", None)


# Started by hand


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
