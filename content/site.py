"""What the site is called, and everything else that administrators set in the admin.

Nothing here is kept from one request to the next, so no page says what was true before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.apps import apps
from django.conf import settings

# The settings in the list, once they were read; None outside of a request or an email.
_kept: ContextVar[list | None] = ContextVar("site settings", default=None)


@contextmanager
def read_once(shown: Any = None) -> Iterator[None]:
    """Read the settings at most once in this block: for a request, an email, or a saved copy.

    `shown` stands for the stored ones, for previews.
    """
    token = _kept.set([shown] if shown else [])
    try:
        yield
    finally:
        _kept.reset(token)


def site_settings() -> Any:
    """Return the content.models.SiteSettings, which everything below the models may ask for too."""
    kept = _kept.get()
    if kept:
        return kept[0]
    found = apps.get_model("content", "SiteSettings").objects.as_shown()
    if kept is not None:
        kept.append(found)
    return found


def forget_site_settings() -> None:
    """Read them again, after a change."""
    kept = _kept.get()
    if kept:
        kept.clear()


def is_day_first() -> bool:
    """Whether dates are written like 7 November 2018. Not in commands, which print to programs."""
    return _kept.get() is not None and site_settings().date_style == "day first"


def site_name() -> str:
    return site_settings().name or settings.SITE_NAME


def site_tagline() -> str:
    return site_settings().tagline or settings.SITE_TAGLINE


def sender() -> str:
    """Return whom emails are from: the address that the server may send from, with our name."""
    name = site_settings().name
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return str(Address(name, addr_spec=address)) if name else settings.DEFAULT_FROM_EMAIL
