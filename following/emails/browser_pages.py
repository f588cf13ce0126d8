"""The address at which an email about entries can be read in a browser.

It contains what the email had, and nothing of whom it went to: it may be passed on, and no row is
kept for it.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from content.models import Entry
from content.paths import absolute
from following.models.follows import Frequency


@dataclass(frozen=True)
class Shown:
    frequency: Frequency
    count: int  # of which it shows the first
    entries: list[int]  # by primary key


def signer() -> Signer:
    # Its links never end, like the emails that they are in.
    return Signer(salt="following.browser", sep="~")


def browser_url(entries: list[Entry], *, frequency: Frequency, count: int) -> str:
    """Return the full address of the page with these of an email's entries."""
    numbers = ".".join(str(entry.pk) for entry in entries if entry.pk)
    token = signer().sign(f"{frequency}.{count}.{numbers}")
    return absolute(reverse("following:email-page", args=[token]))


def read_browser_token(token: str) -> Shown | None:
    try:
        frequency, count, *numbers = signer().unsign(token).split(".")
    except BadSignature:
        return None
    return Shown(Frequency(frequency), int(count), [int(number) for number in numbers if number])
