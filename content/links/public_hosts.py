"""Which network addresses we connect to because of what somebody wrote: public ones, no others."""

import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# What IPv6 has given out, and where it wraps an address of IPv4 (RFC 6052).
GIVEN_OUT = IPv6Network("2000::/3")
TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Tell whether an IP address, as text, is one that everybody on the internet can reach."""
    try:
        return is_public_address(ip_address(address))
    except ValueError:
        return False


def is_public_address(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.ipv4_mapped:
        return is_public_address(address.ipv4_mapped)
    if address in TRANSLATED:
        return is_public_address(IPv4Address(address.packed[-4:]))
    return address in GIVEN_OUT and address.is_global and address.scope_id is None


def look_up(host: str, seconds: float) -> list[str]:
    """Return the IP addresses of a host, the preferred one first.

    Raises OSError if it has none, TimeoutError among them if that is not known in time.
    """
    # The system's resolver has a patience of its own, which cannot be shortened from here.
    threads = ThreadPoolExecutor(max_workers=1)
    try:
        future = threads.submit(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
        found = future.result(timeout=seconds)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "no possible name of a host") from error
    finally:
        threads.shutdown(wait=False)
    return list(dict.fromkeys(place[0] for *_, place in found))
