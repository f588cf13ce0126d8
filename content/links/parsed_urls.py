"""A web address taken apart, in the one way in which we then go there."""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

from content.exceptions import AddressUnreadable, PortRefused

PORTS = {"http": 80, "https": 443}
LOWEST_FREE_PORT = 1024  # below it every port has a service of its own, and pages have two
HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?\.?")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# What may stand in a path or a query; “%” too, since what is encoded already stays so.
SAFE = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class Place:
    scheme: str
    host: str  # in ASCII; an address of IPv6 without brackets
    port: int
    target: str  # path and query, as they are sent

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address without a name, a password or a fragment, and with nothing but ASCII."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def follow(self, location: str) -> "Place":
        """Return the place that a redirect from here leads to. Raises what parse_url raises."""
        with suppress(UnicodeError):
            # Headers come as Latin-1, whatever the server meant.
            location = location.encode("latin-1").decode()
        try:
            return parse_url(urljoin(self.url, location.strip()))
        except ValueError as error:
            raise AddressUnreadable from error


def parse_url(url: str) -> Place:
    """Raises AddressUnreadable, PortRefused."""
    url = url.strip(" ")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        target = quote(parts.path or "/", safe=SAFE)
        if parts.query:
            target += "?" + quote(parts.query, safe=SAFE + "?")
        host = host if is_ip_address(host) else host.encode("idna").decode("ascii").lower()
    except ValueError as error:
        raise AddressUnreadable from error
    is_readable = (
        parts.scheme in PORTS
        and not CONTROL.search(url)
        # Where browsers and we would not agree on which part is the host.
        and "\\" not in parts.netloc
        and (HOST.fullmatch(host) or is_ip_address(host))
    )
    if not is_readable:
        raise AddressUnreadable
    port = PORTS[parts.scheme] if port is None else port
    if port < LOWEST_FREE_PORT and port not in PORTS.values():
        raise PortRefused
    return Place(parts.scheme, host, port, target)


def is_ip_address(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    # One with a zone means something on one machine only.
    return getattr(address, "scope_id", None) is None
