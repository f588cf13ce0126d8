"""The certificate that readers’ browsers see."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from content.moments import format_day
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

SECONDS = 5
# Let’s Encrypt’s are renewed a month before they end.
SOON, VERY_SOON = timedelta(days=21), timedelta(days=7)
RENEW = "Renew it, and see why that didn’t happen by itself: “certbot renew”, or Caddy’s log."


def examine() -> Iterator[Diagnosis]:
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" or not site.hostname:
        # In production, the area of settings says so.
        return
    try:
        ends_at = read_end(site.hostname, site.port or 443)
    except ssl.SSLCertVerificationError as error:
        yield problem(
            f"Browsers refuse the certificate of {site.hostname}: {error.verify_message}.", RENEW
        )
        return
    except OSError as error:
        yield warning(
            f"{site.hostname} doesn’t answer over HTTPS from this machine: {error}.",
            "If readers can’t open it either, check its address in DNS, the proxy, and the "
            "firewall. Otherwise, allow this machine to connect to its own public address.",
        )
        return
    left = ends_at - timezone.now()
    said = f"The certificate of {site.hostname} is valid until {format_day(ends_at)}."
    if left < VERY_SOON:
        yield problem(said, RENEW)
    elif left < SOON:
        yield warning(said, RENEW)
    else:
        yield ok(said)


def read_end(host: str, port: int) -> datetime:
    """Return until when a server’s certificate is valid. Raises OSError."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS) as connection,
        context.wrap_socket(connection, server_hostname=host) as encrypted,
    ):
        certificate = encrypted.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
