"""What readers get emails about, and turn off with one click (RFC 8058).

The link in the email opens a page with a button; a GET changes nothing. The reader's mail program
may offer a button of its own, which sends a POST to the same address, without a cookie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from content.paths import absolute


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """One kind of emails that readers can turn off, as its app knows it."""

    key: str
    # Returns the row with a `reader` who gets such emails now, by the rest of the name (“12” of
    # “replies.12”). None if there is none.
    find: Callable[[str], Any | None]
    # What they are: “emails about replies in your thread under “X””.
    describe: Callable[[Any], str]
    turn_off: Callable[[Any], None]


_subscriptions: dict[str, Subscription] = {}


def register(*subscriptions: Subscription) -> None:
    for subscription in subscriptions:
        _subscriptions[subscription.key] = subscription


def signer() -> Signer:
    # Its links never end: an old email must still be able to stop new ones.
    return Signer(salt="content.unsubscribe", sep="~")


def unsubscribe_url(name: str) -> str:
    """Return the full address that turns off a subscription, such as “replies.12”."""
    return absolute(reverse("content:unsubscribe", args=[signer().sign(name)]))


def headers_for(name: str) -> dict[str, str]:
    """Return the headers of RFC 2369 §3.2 and RFC 8058 §3.1."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(name)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def find_subscription(name: str) -> tuple[Subscription, Any] | None:
    """Return a subscription and its row; the row is None if it is off already."""
    key, _, rest = name.partition(".")
    subscription = _subscriptions.get(key)
    if subscription is None:
        return None
    return subscription, subscription.find(rest)


def read_unsubscribe_token(token: str) -> tuple[Subscription, Any] | None:
    try:
        return find_subscription(signer().unsign(token))
    except BadSignature:
        return None


def is_on(name: str) -> bool:
    found = find_subscription(name)
    return found is not None and found[1] is not None
