"""What becomes of the addresses that public entries lead to, round after round."""

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
    """Let the checks come to this machine; return how long they rested, instead of resting."""
    pauses = []
    monkeypatch.setattr(link_checks, "CLIENT", website.client(pause=pauses.append))
    return pauses


def link_to(*urls: str, **fields) -> None:
    PostFactory(body=" ".join(f"[x]({url})" for url in urls), **fields)


def waiting_jobs() -> list[tuple[str, dict]]:
    jobs = ProcrastinateJob.objects.filter(queue_name="links", status="todo").order_by("pk")
    return [(job.task_name, job.args) for job in jobs]


def do_jobs(*, later: bool = False) -> None:
    """Do the jobs of a round as a worker would, those scheduled for later only if asked to."""
    names = ["content.check_host"] + ["content.return_to_host"] * later
    for _ in range(30):
        job = ProcrastinateJob.objects.filter(task_name__in=names).order_by("pk").first()
        if job is None:
            return
        # The model is for reading alone.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        app.tasks[job.task_name](**job.args)
    pytest.fail("The jobs have no end.")


def do_round(*, weeks_later: int = 0) -> None:
    for field in ("checked_at", "failing_since"):
        for address in WebAddress.objects.exclude(**{field: None}):
            moment = getattr(address, field) - weeks_later * WEEK
            WebAddress.objects.filter(pk=address.pk).update(**{field: moment})
    tasks.check_links(timestamp=0)
    do_jobs()


def found(url: str) -> tuple:
    address = WebAddress.objects.get(url=url)
    return address.state, address.http_status, address.problem, address.failures


# What an answer means


def test_page_that_answers_works(website):
    url = website.url("/page", OK)
    link_to(url)

    do_round()

    address = WebAddress.objects.get()
    assert found(url) == ("works", 200, "", 0)
    assert address.checked_at - timezone.now() < timedelta(minutes=1)
    assert address.failing_since is None


@pytest.mark.parametrize("code", [401, 403, 429, 451, 999])
def test_page_that_programs_do_not_get_is_not_called_dead(website, code):
    url = website.url("/page", status(code))
    link_to(url)

    for _ in range(4):
        do_round(weeks_later=1)

    state, http_status, problem, failures = found(url)
    assert (state, http_status, failures) == ("works", code, 0)
    assert problem.endswith("so only a person can tell whether it works.")


def test_page_that_has_moved_for_good_has_a_new_address_proposed(website):
    website.url("/new", OK)
    url = website.url("/old", redirect("/new"))
    link_to(url)

    do_round()

    assert found(url) == ("moved", 200, "It has moved permanently.", 0)
    assert WebAddress.objects.get().moved_to == website.url("/new")


def test_page_that_leads_to_a_front_page_is_to_be_looked_at(website):
    website.url("/", OK)
    url = website.url("/old", redirect("/"))
    link_to(url)

    do_round()

    assert found(url)[2] == (
        "It redirects to a home page now, so the page may be gone. Look at it "
        "before you change the link."
    )


def test_page_that_is_elsewhere_for_now_works(website):
    website.url("/new", OK)
    url = website.url("/old", redirect("/new", 302))
    link_to(url)

    do_round()

    assert found(url) == ("works", 200, "", 0)
    assert WebAddress.objects.get().moved_to == ""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (404, "The server has no such page (404)."),
        (410, "The server says that this page is permanently gone (410)."),
    ],
)
def test_page_that_is_gone_is_asked_for_once_more_in_the_same_round(website, code, problem):
    url = website.url("/gone", status(code))
    link_to(url)

    do_round()
    first, jobs = found(url), waiting_jobs()
    WebAddress.objects.update(checked_at=timezone.now() - timedelta(hours=2))
    do_jobs(later=True)

    assert first == ("failing", code, problem, 1)
    assert jobs == [("content.return_to_host", {"host": "127.0.0.1", "waits": 0})]
    assert found(url) == ("dead", code, problem, 2)
    assert waiting_jobs() == []


def test_page_that_was_gone_by_mistake_works_at_the_second_look(website):
    url = website.url("/page", status(404))
    link_to(url)

    do_round()
    website.url("/page", OK)
    WebAddress.objects.update(checked_at=timezone.now() - timedelta(hours=2))
    do_jobs(later=True)

    assert found(url) == ("works", 200, "", 0)


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
        do_round(weeks_later=weeks)
        states.append(found(url))

    assert states == [
        ("failing", http_status, problem, 1),
        ("failing", http_status, problem, 2),
        ("dead", http_status, problem, 3),
    ]
    since = timezone.now() - WebAddress.objects.get(url=url).failing_since
    assert since.days == 14


def test_page_that_fails_again_and_again_on_one_day_is_not_dead(website):
    url = website.url("/page", status(500))
    link_to(url)

    for _ in range(5):
        check_again(WebAddress.objects.all())
        do_jobs()

    assert found(url)[0] == "failing"


def test_silence_of_all_the_web_kills_nothing(website):
    url = website.url("/page", never_respond)
    link_to(url)

    for _ in range(5):
        do_round(weeks_later=1)

    assert found(url)[:2] == ("failing", None)


def test_dead_page_that_answers_works_at_once(website):
    url = website.url("/page", OK)
    link_to(url)
    WebAddress.objects.update(
        state="dead", failures=7, failing_since=timezone.now() - WEEK, problem="It failed."
    )

    do_round()

    address = WebAddress.objects.get()
    assert (*found(url), address.failing_since) == ("works", 200, "", 0, None)


def test_dead_page_that_fails_in_another_way_stays_dead(website):
    url = website.url("/page", status(500))
    link_to(url)
    WebAddress.objects.update(state="dead", failures=2, failing_since=timezone.now())

    do_round()

    assert found(url) == ("dead", 500, "The server reports an error (500).", 3)


def test_private_address_is_not_visited(website):
    link_to("http://192.168.1.1/printer")

    do_round()

    assert found("http://192.168.1.1/printer") == (
        "refused",
        None,
        "The address is on a private network, which readers can’t reach. Use a public address.",
        0,
    )
    assert website.requests == []


def test_fault_of_the_check_itself_blames_no_link(website, monkeypatch, caplog):
    def fail(host: str, seconds: float) -> list[str]:
        raise RuntimeError

    url = website.url("/page", OK)
    link_to(url)
    monkeypatch.setattr(link_checks, "CLIENT", website.client(look_up=fail))

    do_round()

    assert found(url) == (
        "unchecked",
        None,
        "The check itself failed. The link may be fine.",
        0,
    )
    assert [record.getMessage() for record in caplog.records] == [
        f"The link to {url} could not be checked."
    ]


# The round


def test_only_what_public_entries_lead_to_is_checked(website):
    public = website.url("/public", OK)
    link_to(public)
    link_to(website.url("/draft", OK), draft=True)
    link_to(website.url("/scheduled", OK), scheduled=True)

    do_round()

    assert website.requests == [("HEAD", "/public")]


def test_address_is_checked_once_a_week(website):
    link_to(website.url("/page", OK))

    do_round()
    do_round()
    again = list(website.requests)
    do_round(weeks_later=1)

    assert (len(again), len(website.requests)) == (1, 2)


def test_each_host_has_one_job_that_goes_from_address_to_address(website):
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


def test_next_address_of_a_host_waits_a_second(website):
    link_to(website.url("/a", OK), website.url("/b", OK))

    tasks.check_host(host="127.0.0.1")

    job = ProcrastinateJob.objects.get()
    assert (job.lock, job.queueing_lock) == ("links-127.0.0.1", "links-127.0.0.1")
    assert timedelta(0) < job.scheduled_at - timezone.now() <= timedelta(seconds=1)
    assert job.priority < tasks.make_renditions.priority


def test_host_that_asks_to_be_left_alone_is(website):
    url = website.url("/page", status(503, Retry_After="90"))
    link_to(url)

    do_round()

    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == (
        "content.return_to_host",
        {"host": "127.0.0.1", "waits": 1},
    )
    assert timedelta(seconds=80) < job.scheduled_at - timezone.now() <= timedelta(seconds=90)
    assert found(url) == ("unchecked", None, "", 0)


def test_host_that_asks_again_and_again_has_the_rest_left_for_next_week(website):
    for number in range(3):
        link_to(website.url(f"/{number}", status(429, Retry_After="90")))

    do_round()
    for _ in range(9):
        do_jobs(later=True)

    assert website.requests == [("HEAD", "/0")] * 4
    assert list(WebAddress.objects.order_by("pk").values_list("state", "http_status")) == [
        ("works", 429),
        ("unchecked", None),
        ("unchecked", None),
    ]


def test_host_that_wants_to_be_left_alone_for_days_is_asked_next_week(website):
    url = website.url("/page", status(503, Retry_After="400000"))
    link_to(url)

    do_round()

    assert (found(url)[:2], waiting_jobs()) == (("failing", 503), [])


def test_address_that_nothing_leads_to_any_more_is_forgotten_after_weeks(website):
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


# Paths of this site


def test_links_within_this_site_are_checked_without_a_request(website):
    PostFactory(slug="there")
    PostFactory(slug="draft", draft=True)
    link_to("/blog/", "/blog/there/", "/blog/draft/", "/nowhere/", "/blog/?p=2#x")

    do_round()

    assert website.requests == []
    assert {
        link.address: link.web_address and (link.web_address.state, link.web_address.problem)
        for link in Link.objects.all()
    } == {
        "/blog/": ("works", ""),
        "/blog/there/": None,
        "/blog/draft/": ("dead", "Readers find no page there on this site."),
        "/nowhere/": ("dead", "Readers find no page there on this site."),
    }


def test_path_stays_known_when_its_text_is_saved_again(website):
    entry = PostFactory(body="[x](/nowhere/)")
    do_round()

    save_entry(entry=entry, by=None)

    assert Link.objects.get().web_address.url == "/nowhere/"


def test_path_that_leads_to_an_entry_now_is_no_longer_called_dead(website):
    entry = PostFactory(body="[x](/blog/new/)")
    do_round()
    PostFactory(slug="new")

    save_entry(entry=entry, by=None)

    link = Link.objects.get()
    assert (link.target.slug, link.web_address) == ("new", None)


# By hand


def test_address_is_checked_again_where_an_editor_asks(website):
    url = website.url("/page", OK)
    link_to(url)
    link_to(website.url("/draft", OK), draft=True)
    do_round()
    website.url("/page", status(500))

    count = check_again(WebAddress.objects.all())
    do_jobs()

    assert (count, found(url)[:2]) == (1, ("failing", 500))


def test_command_has_the_worker_check_what_is_due(website):
    link_to(website.url("/a", OK), website.url("/b", OK), "http://192.168.1.1/")
    output = [StringIO(), StringIO(), StringIO()]

    call_command("check_links", stdout=output[0])
    do_jobs()
    call_command("check_links", stdout=output[1])
    call_command("check_links", all=True, stdout=output[2])

    said = "{} addresses on {} hosts are waiting for the worker to check them.\n"
    assert [words.getvalue() for words in output] == [
        said.format(3, 2),
        said.format(0, 0),
        said.format(3, 2),
    ]


def test_command_checks_here_and_says_what_came_of_it(website, pauses):
    link_to(website.url("/a", OK), website.url("/b", status(404)), "/nowhere/")
    output = StringIO()

    call_command("check_links", now=True, stdout=output)

    gone = f"{website.url('/b')} The server has no such page (404).\n"
    assert output.getvalue() == (
        f"Works: {website.url('/a')}\n"
        "Dead: /nowhere/ Readers find no page there on this site.\n"
        f"Not responding: {gone}"
        "Checked: 3. In an hour, the worker checks pages that seem gone a second time.\n"
    )
    # Between the two pages, and before the page whose head was refused.
    assert pauses == [1.0, 1.0]


@pytest.mark.django_db(transaction=True)
def test_worker_does_the_round(website):
    link_to(website.url("/page", differ_for_head(OK, status(405))))
    tasks.check_links(timestamp=0)

    call_command("procrastinate", "worker", "--one-shot")

    assert WebAddress.objects.get().state == "works"
    assert not ProcrastinateJob.objects.filter(queue_name="links").exists()


def test_round_is_weekly():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic["content.check_links"] == "37 8 * * 1"
