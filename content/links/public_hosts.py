"""Which IP addresses the link check may connect to: public ones only."""

import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

GLOBAL_UNICAST = IPv6Network("2000::/3")
# IPv4 addresses translated to IPv6 (RFC 6052).
TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether everyone on the internet can reach this IP address."""
    try:
        return is_public_ip(ip_address(address))
    except ValueError:
        return False


def is_public_ip(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.ipv4_mapped:
        return is_public_ip(address.ipv4_mapped)
    if address in TRANSLATED:
        return is_public_ip(IPv4Address(address.packed[-4:]))
    return address in GLOBAL_UNICAST and address.is_global and address.scope_id is None


def look_up(host: str, seconds: float) -> list[str]:
    """Return the IP addresses of a host, the preferred one first.

    Raises OSError if there are none, or TimeoutError if the answer takes too long.
    """
    # The system's resolver has its own time limit, which can't be changed from here.
    threads = ThreadPoolExecutor(max_workers=1)
    try:
        future = threads.submit(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
        found = future.result(timeout=seconds)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "not a valid host name") from error
    finally:
        threads.shutdown(wait=False)
    return list(dict.fromkeys(sockaddr[0] for *_, sockaddr in found))
