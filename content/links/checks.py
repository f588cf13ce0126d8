"""Checks one address, and decides what the result says about links to it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.utils import timezone

from content.exceptions import NotVisited, VisitFailed, VisitUndecided
from content.links.own_pages import has_page
from content.links.web_client import Visit, WebClient
from content.models import WebAddress
from content.models.links import LONGEST_ADDRESS

logger = logging.getLogger(__name__)

State = WebAddress.State
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# A failing server may recover, so a link is dead only after this many failures and days. Three
# weekly checks span fourteen days, give or take the hours of one round.
FAILURES_UNTIL_DEAD = 3
DAYS_UNTIL_DEAD = 13
MAXIMUM_FAILURES_COUNTED = 1_000
# If no server has responded for this long, the problem is on our side.
DAYS_UNTIL_WE_ARE_OFFLINE = 8
# If a server says that a page is gone, check again after this long.
SECOND_CHECK_AFTER = timedelta(hours=1)

RESULT_FIELDS = [
    "state",
    "http_status",
    "problem",
    "moved_to",
    "failures",
    "failing_since",
    "checked_at",
]

CLIENT = WebClient()


@dataclass(frozen=True)
class LinkResult:
    state: str
    problem: str = ""
    status: int | None = None
    moved_to: str = ""


def check(address: WebAddress) -> Visit | None:
    """Visit an address and record the result.

    If the server asks us to wait, record nothing and return the visit, which says how long.
    """
    if address.is_on_this_site:
        record(address, check_own_path(address.url))
        return None
    try:
        visit = CLIENT.visit(address.url)
    except VisitFailed as error:
        record(address, judge_failure(error))
    except Exception:
        # One failing address must not stop the others from being checked.
        logger.exception("The link to %s could not be checked.", address.url)
        save(address, problem="The check itself failed. The link may be fine.")
    else:
        if visit.retry_after is not None:
            return visit
        record(address, judge(visit, address.url))
    return None


def judge_failure(error: VisitFailed) -> LinkResult:
    match error:
        case NotVisited():
            state = State.REFUSED
        case VisitUndecided():
            state = State.WORKS
        case _:
            state = State.FAILING
    return LinkResult(state, str(error))


def judge(visit: Visit, url: str) -> LinkResult:
    status = visit.status
    if status < HTTPStatus.MULTIPLE_CHOICES:
        if visit.moved_to and len(visit.moved_to) <= LONGEST_ADDRESS:
            problem = describe_move(url, visit.moved_to)
            return LinkResult(State.MOVED, problem, status, visit.moved_to)
        return LinkResult(State.WORKS, "", status)
    if status == HTTPStatus.NOT_FOUND:
        return LinkResult(State.FAILING, "The server has no such page (404).", status)
    if status == HTTPStatus.GONE:
        problem = "The server says that this page is permanently gone (410)."
        return LinkResult(State.FAILING, problem, status)
    if status == HTTPStatus.UNAUTHORIZED:
        problem = "It asks for a password (401), so only a person can tell whether it works."
        return LinkResult(State.WORKS, problem, status)
    if status < HTTPStatus.BAD_REQUEST:
        return LinkResult(State.FAILING, f"The server didn’t send a page ({status}).", status)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR or status > 599:
        # 403, 429, 451, 999, …: many servers respond like this to anything but a browser.
        problem = (
            f"The server blocks automated requests ({status}), so only a person can tell whether "
        )
        return LinkResult(State.WORKS, f"{problem}it works.", status)
    return LinkResult(State.FAILING, f"The server reports an error ({status}).", status)


def describe_move(url: str, moved_to: str) -> str:
    if urlsplit(moved_to).path == "/" and urlsplit(url).path not in ("", "/"):
        return (
            "It redirects to a home page now, so the page may be gone. Look at it before you "
            "change the link."
        )
    return "It has moved permanently."


def check_own_path(path: str) -> LinkResult:
    """Check a path on this site, which needs no request."""
    try:
        works = has_page(unquote(path))
    except Exception:
        logger.exception("The page at %s could not be shown.", path)
        return LinkResult(
            State.FAILING, "That page on this site returns an error. Check the site’s log."
        )
    if works:
        return LinkResult(State.WORKS)
    return LinkResult(State.DEAD, "This site has no public page at this address.")


def record(address: WebAddress, result: LinkResult) -> None:
    """Record a result: success counts immediately, while failures have to add up."""
    now = timezone.now()
    state_before, status_before = address.state, address.http_status
    address.state = result.state
    address.http_status = result.status
    address.moved_to = result.moved_to
    if result.state in (State.FAILING, State.DEAD):
        address.failures = min(address.failures + 1, MAXIMUM_FAILURES_COUNTED)
        address.failing_since = address.failing_since or now
        was_dead = state_before == State.DEAD
        if was_dead or is_dead_now(address, status_before=status_before, now=now):
            address.state = State.DEAD
    else:
        address.failures, address.failing_since = 0, None
    save(address, problem=result.problem[:500])


def is_dead_now(address: WebAddress, *, status_before: int | None, now: datetime) -> bool:
    if address.http_status in GONE and status_before in GONE:
        return True
    return (
        address.failures >= FAILURES_UNTIL_DEAD
        and now - address.failing_since >= timedelta(days=DAYS_UNTIL_DEAD)
        and (address.http_status is not None or are_online(now))
    )


def are_online(now: datetime) -> bool:
    """Return whether any server has responded recently."""
    since = now - timedelta(days=DAYS_UNTIL_WE_ARE_OFFLINE)
    return WebAddress.objects.filter(http_status__isnull=False, checked_at__gte=since).exists()


def save(address: WebAddress, *, problem: str) -> None:
    address.problem = problem
    address.checked_at = timezone.now()
    # Use update(), because the row may be gone if no entry links there anymore.
    fields = {name: getattr(address, name) for name in RESULT_FIELDS}
    WebAddress.objects.filter(pk=address.pk).update(**fields)


def needs_second_check() -> Q:
    """Match addresses that were found gone once, but not yet twice."""
    return Q(state=State.FAILING, http_status__in=GONE)
