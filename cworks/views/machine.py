"""Pages that programs read."""

from datetime import timedelta

import psycopg
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from psycopg_pool import ConnectionPool

from content.moments import start_of_utc_day
from cworks.connections import limit_statements
from cworks.migrated import is_migrated
from cworks.replica import servers

PLAIN = "text/plain; charset=utf-8"
READY_WITHIN = 1  # second


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap-index')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. The date is always in the future: the site's operator keeps the contact current."""
    expires = start_of_utc_day() + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process responds."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can handle requests: the database responds, too, and has what the code needs."""
    # Readers can read from the replica, too.
    database = next(filter(responds, servers.in_order()), None)
    if database is None:
        return HttpResponse("the database isn’t responding\n", content_type=PLAIN, status=503)
    if not is_migrated(database):
        sentence = "the database is not migrated for this version yet\n"
        return HttpResponse(sentence, content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)


def responds(database: str) -> bool:
    # Only PostgreSQL’s connections have a pool, which Django’s types do not know.
    pool: ConnectionPool = connections[database].pool  # type: ignore[attr-defined]
    try:
        pool.open()
        # A health check doesn't wait as long as a page does.
        with limit_statements(READY_WITHIN), pool.connection(timeout=READY_WITHIN) as connected:
            connected.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True
