"""A web address split into parts, parsed exactly as the link check will request it."""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

from content.domains import ascii_domain
from content.exceptions import NotVisited
from content.links import failures

DEFAULT_PORTS = {"http": 80, "https": 443}
# Lower ports belong to well-known services, and only 80 and 443 are for the web.
FIRST_UNPRIVILEGED_PORT = 1024
HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?\.?")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Characters allowed in a path or query, with “%” so that nothing is encoded twice.
SAFE = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class ParsedUrl:
    scheme: str
    host: str  # in ASCII; an IPv6 address without brackets
    port: int
    path_and_query: str  # as the request sends them

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in ASCII, without a user name, password, or fragment."""
        return f"{self.scheme}://{self.authority}{self.path_and_query}"

    def join(self, location: str) -> "ParsedUrl":
        """Return where a redirect from here leads. Raises what parse_url raises."""
        with suppress(UnicodeError):
            # Headers are decoded as Latin-1, whatever encoding the server used.
            location = location.encode("latin-1").decode()
        try:
            return parse_url(urljoin(self.url, location.strip()))
        except ValueError as error:
            raise NotVisited(failures.ADDRESS_INVALID) from error


def parse_url(url: str) -> ParsedUrl:
    """Raises NotVisited."""
    url = url.strip(" ")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        path_and_query = quote(parts.path or "/", safe=SAFE)
        if parts.query:
            path_and_query += "?" + quote(parts.query, safe=SAFE + "?")
        host = host if is_ip_address(host) else ascii_domain(host)
    except ValueError as error:
        raise NotVisited(failures.ADDRESS_INVALID) from error
    is_valid = (
        parts.scheme in DEFAULT_PORTS
        and not CONTROL.search(url)
        # Browsers disagree with Python about which part is the host.
        and "\\" not in parts.netloc
        and (HOST.fullmatch(host) or is_ip_address(host))
        # A label of a domain is never empty.
        and ".." not in host
    )
    if not is_valid:
        raise NotVisited(failures.ADDRESS_INVALID)
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port < FIRST_UNPRIVILEGED_PORT and port not in DEFAULT_PORTS.values():
        raise NotVisited(failures.PORT_BLOCKED)
    return ParsedUrl(parts.scheme, host, port, path_and_query)


def is_ip_address(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    # A zone ID means something on one machine only.
    return getattr(address, "scope_id", None) is None
