"""What the visit to an address says of the links that lead there."""

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
# A server that fails may come back: it takes so many checks and so many days until it is dead.
# Three weekly checks take fourteen days, give or take the hours of a round.
FAILURES_OF_THE_DEAD = 3
DAYS_OF_THE_DEAD = 13
MOST_FAILURES_COUNTED = 1_000
# If no server at all has answered, in this round or in the last, it is we who are cut off.
DAYS_OF_SILENCE = 8
# Whoever says that a page is gone is asked once more, later.
SECOND_LOOK_AFTER = timedelta(hours=1)

FOUND_FIELDS = [
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
class Finding:
    state: str
    problem: str = ""
    status: int | None = None
    moved_to: str = ""


def check(address: WebAddress) -> Visit | None:
    """Go to an address and note what came of it.

    A server that asks to be left alone for a while is: then nothing is noted, and the visit is
    returned, which says for how long.
    """
    if address.is_on_this_site:
        record(address, look_here(address.url))
        return None
    try:
        visit = CLIENT.visit(address.url)
    except VisitFailed as error:
        record(address, judge_failure(error))
    except Exception:
        # One address must not keep all that follow it from being checked.
        logger.exception("The link to %s could not be checked.", address.url)
        save(address, problem="The check itself failed, which is not the link’s fault.")
    else:
        if visit.retry_after is not None:
            return visit
        record(address, judge(visit, address.url))
    return None


def judge_failure(error: VisitFailed) -> Finding:
    match error:
        case NotVisited():
            state = State.REFUSED
        case VisitUndecided():
            state = State.WORKS
        case _:
            state = State.FAILING
    return Finding(state, str(error))


def judge(visit: Visit, url: str) -> Finding:
    status = visit.status
    if status < HTTPStatus.MULTIPLE_CHOICES:
        if visit.moved_to and len(visit.moved_to) <= LONGEST_ADDRESS:
            return Finding(State.MOVED, say_move(url, visit.moved_to), status, visit.moved_to)
        return Finding(State.WORKS, "", status)
    if status == HTTPStatus.NOT_FOUND:
        return Finding(State.FAILING, "The server says that it has no such page (404).", status)
    if status == HTTPStatus.GONE:
        problem = "The server says that this page is gone for good (410)."
        return Finding(State.FAILING, problem, status)
    if status == HTTPStatus.UNAUTHORIZED:
        problem = "It asks for a password (401), so only a person can tell whether it works."
        return Finding(State.WORKS, problem, status)
    if status < HTTPStatus.BAD_REQUEST:
        return Finding(State.FAILING, f"The server gives no page ({status}).", status)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR or status > 599:
        # 403, 429, 451, 999 …: many servers say so to whatever is no browser.
        problem = f"The server turns programs away ({status}), so only a person can tell whether "
        return Finding(State.WORKS, f"{problem}it works.", status)
    return Finding(State.FAILING, f"The server fails to answer ({status}).", status)


def say_move(url: str, moved_to: str) -> str:
    if urlsplit(moved_to).path == "/" and urlsplit(url).path not in ("", "/"):
        return "It leads to a front page now: what was there may be gone. Look before you follow."
    return "It has moved for good."


def look_here(path: str) -> Finding:
    """The same for a path of this site, which needs no visit."""
    try:
        works = has_page(unquote(path))
    except Exception:
        logger.exception("The page at %s could not be shown.", path)
        return Finding(State.FAILING, "This site fails to show that page; its log says why.")
    if works:
        return Finding(State.WORKS)
    return Finding(State.DEAD, "Readers find nothing there on this site.")


def record(address: WebAddress, finding: Finding) -> None:
    """Note what was found: what works does so at once again, and what fails dies slowly."""
    now = timezone.now()
    before = (address.state, address.http_status)
    address.state = finding.state
    address.http_status = finding.status
    address.moved_to = finding.moved_to
    if finding.state in (State.FAILING, State.DEAD):
        address.failures = min(address.failures + 1, MOST_FAILURES_COUNTED)
        address.failing_since = address.failing_since or now
        if State.DEAD in before or is_dead_now(address, status_before=before[1], now=now):
            address.state = State.DEAD
    else:
        address.failures, address.failing_since = 0, None
    save(address, problem=finding.problem[:500])


def is_dead_now(address: WebAddress, *, status_before: int | None, now: datetime) -> bool:
    if address.http_status in GONE and status_before in GONE:
        return True
    return (
        address.failures >= FAILURES_OF_THE_DEAD
        and now - address.failing_since >= timedelta(days=DAYS_OF_THE_DEAD)
        and (address.http_status is not None or has_heard_from_the_web(now))
    )


def has_heard_from_the_web(now: datetime) -> bool:
    since = now - timedelta(days=DAYS_OF_SILENCE)
    return WebAddress.objects.filter(http_status__isnull=False, checked_at__gte=since).exists()


def save(address: WebAddress, *, problem: str) -> None:
    address.problem = problem
    address.checked_at = timezone.now()
    # By its number alone: nobody may link there any more, and the row may be gone.
    fields = {name: getattr(address, name) for name in FOUND_FIELDS}
    WebAddress.objects.filter(pk=address.pk).update(**fields)


def awaits_second_look() -> Q:
    """Addresses whose server has said once, and not yet twice, that the page is gone."""
    return Q(state=State.FAILING, http_status__in=GONE)
