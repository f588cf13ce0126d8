"""What a link check concludes from a response."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.links import checks as link_checks
from content.links.check_schedule import check_again
from content.models import WebAddress
from tests.support.link_checks import WEEK, link_to, run_jobs, run_round, state_of, waiting_jobs
from tests.support.web_servers import never_respond, redirect, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue", "pauses")]
OK = status(200)


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
