"""The settings that production needs, and those that were copied from an example."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.http.request import validate_host

from content.phrases import join_list
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

# RFC 2606 §3 keeps these for examples.
EXAMPLE = re.compile(r"(?:^|[@./])example\.(?:org|com|net)\b")

# Other areas check email, and a proxy may redirect to HTTPS.
ELSEWHERE = {"mail.E001", "security.W008"}


def examine() -> Iterator[Diagnosis]:
    if not settings.IN_PRODUCTION:
        yield warning(
            "The site runs in development.",
            "If this is a public site, set CWORKS_ENV=production and what it then asks for. "
            "On your own machine, ignore this.",
        )
    found = [*examples(), *addresses(), *static_files()]
    yield from found
    # The last, because some of these need the database.
    more = list(framework_checks())
    yield from more
    if not found and not more:
        yield ok("The settings are complete.")


def examples() -> Iterator[Diagnosis]:
    values = {
        "SITE_URL": settings.SITE_URL,
        "MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "MAIL_URL": settings.MAILERS["default"].get("OPTIONS", {}).get("host", ""),
    }
    copied = [name for name, value in values.items() if EXAMPLE.search(value)]
    if copied and settings.IN_PRODUCTION:
        yield problem(
            f"Still as in an example: {join_list(copied)}.",
            "Set your own, and restart the site and the worker.",
        )


def addresses() -> Iterator[Diagnosis]:
    if not settings.IN_PRODUCTION:
        return
    site = urlsplit(settings.SITE_URL)
    if not validate_host(site.hostname or "", settings.ALLOWED_HOSTS):
        yield problem(
            f"The host of SITE_URL ({site.hostname}) isn’t in ALLOWED_HOSTS, so the site refuses "
            "its own address.",
            f"Add {site.hostname} to ALLOWED_HOSTS.",
        )
    if site.scheme != "https":
        yield problem(
            f"SITE_URL is {settings.SITE_URL}, without HTTPS. Links in emails lead there.",
            "Set SITE_URL to the address that starts with https://.",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield warning(
            "ALLOWED_HOSTS allows every host name.",
            "List your own host names, separated by commas.",
        )
    if not settings.BEHIND_PROXY:
        yield warning(
            "BEHIND_PROXY isn’t set. Behind a proxy, the site then redirects forever, and "
            "all readers share one limit for forms.",
            "Set BEHIND_PROXY=yes if a proxy sets X-Forwarded-Proto and X-Forwarded-For.",
        )


def static_files() -> Iterator[Diagnosis]:
    if settings.IN_PRODUCTION and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield problem(
            f"The style sheets and scripts aren’t in {settings.STATIC_ROOT}.",
            "Run “manage.py collectstatic --noinput” and restart the site.",
        )


def framework_checks() -> Iterator[Diagnosis]:
    for message in run_checks(include_deployment_checks=settings.IN_PRODUCTION):
        if message.level >= WARNING and message.id not in ELSEWHERE and not message.is_silenced():
            yield warning(f"{message.msg}".replace("\n", " "), message.hint or f"See {message.id}.")
