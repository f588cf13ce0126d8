"""The sessions of staff: how long they last, and on which devices they are."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from content.activity import record
from content.models import Activity, User
from content.retention import Retention

BEGAN, SEEN = "began", "seen"
# How often a session that is in use is saved.
EVERY = timedelta(minutes=1)

BROWSERS = {
    r"Edg": "Edge",
    r"OPR/": "Opera",
    r"SamsungBrowser": "Samsung Internet",
    r"Firefox|FxiOS": "Firefox",
    r"Chrome|CriOS": "Chrome",
    r"Safari": "Safari",
}
SYSTEMS = {
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"Android": "Android",
    r"CrOS": "ChromeOS",
    r"Windows": "Windows",
    r"Macintosh|Mac OS X": "Mac",
    r"Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class ListedSession:
    pk: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def describe_device(user_agent: str) -> str:
    """Return what a person calls their device: Firefox on Windows."""
    browser = find(BROWSERS, user_agent) or "A browser"
    system = find(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else f"{browser} on an unknown device"


def find(names: dict[str, str], user_agent: str) -> str:
    return next((name for words, name in names.items() if re.search(words, user_agent)), "")


def begin(*, request: HttpRequest, **kwargs) -> None:
    """Start the clocks of a session: for the signal of a sign-in."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session.set_expiry(seconds_left(began=now, now=now))


def seconds_left(*, began: float, now: float) -> int:
    """Return how long a session lasts if no one uses it from now on."""
    at_most = began + settings.SESSION_HOURS * 3600 - now
    return max(0, int(min(settings.SESSION_IDLE_HOURS * 3600, at_most)))


def keep(request: HttpRequest) -> None:
    """Note that someone is using their session, or end it if it is too old."""
    session, now = request.session, timezone.now().timestamp()
    if now - session.get(SEEN, 0) < EVERY.total_seconds():
        return
    # Those from before an upgrade begin with it.
    began = session.setdefault(BEGAN, now)
    left = seconds_left(began=began, now=now)
    idle = now - session.get(SEEN, now)
    if not left or idle > settings.SESSION_IDLE_HOURS * 3600:
        logout(request)
        return
    session[SEEN] = now
    session.set_expiry(left)
    UserSession.objects.create_from_request(request)


def list_sessions(user: User, *, current: str) -> list[ListedSession]:
    """Return where a user is signed in, last used first. `current` is a session key."""
    rows = UserSession.objects.purge_and_list(user)
    return [
        ListedSession(
            pk=row.pk,
            device=describe_device(row.user_agent),
            address=row.ip,
            began_at=row.created_at,
            seen_at=row.last_seen_at,
            is_this=row.session_key == current,
        )
        for row in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


@transaction.atomic
def end_session(*, user: User, pk: int) -> str:
    """End one of a user’s sessions, and return its device. Raises UserSession.DoesNotExist."""
    row = UserSession.objects.get(user=user, pk=pk)
    device = describe_device(row.user_agent)
    row.end()
    record(Activity.Matter.SIGN_IN, f"Ended a session: {device}, from {row.ip}", by=user)
    return device


def forget_ended(before: datetime) -> int:
    return UserSession.objects.filter(last_seen_at__lt=before).delete()[0]


SESSIONS = Retention(
    what="Where staff are signed in",
    setting="SESSION_HOURS",
    forget=forget_ended,
    rule="Network addresses and browsers: deleted that long after the session was last used.",
)
