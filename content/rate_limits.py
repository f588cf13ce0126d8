"""Limits on what a reader without an account can send."""

import time
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from content.locks import take_lock

AT_MOST = 5
WITHIN = timedelta(hours=1)
# A household or a phone gets all addresses that start with the same 64 bits.
PREFIX_BITS = 64
MOST_SENDERS = 10_000


def sender_of(matter: str, address: str, *, days_ago: int = 0) -> str:
    """Return a keyed hash of a network address, to store instead of the address.

    It changes every day and differs by matter, such as “comment”, so that stored rows can't be
    traced to the same person for longer than a day or across matters.
    """
    day = (timezone.localdate() - timedelta(days=days_ago)).isoformat()
    network = network_of(address)
    return salted_hmac(f"{matter} of {day}", network, algorithm="sha256").hexdigest()


def network_of(address: str, *, v4_bits: int = 32, v6_bits: int = PREFIX_BITS) -> str:
    """Return the network around an address, or what is no address as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    bits = v6_bits if isinstance(parsed, IPv6Address) else v4_bits
    return str(ip_network((parsed, bits), strict=False))


def sends_too_much(rows: QuerySet, *, matter: str, sender: str) -> bool:
    """Return whether a sender has reached the limit for these rows.

    The rows have `created_at` and `sender`. Call this in the transaction that adds a row, so that
    simultaneous requests are counted one at a time.
    """
    take_lock(f"{matter} of {sender}")
    recent = rows.filter(sender=sender, created_at__gt=timezone.now() - WITHIN)
    return recent.count() >= AT_MOST


class MinuteLimit:
    """How much each sender may send in a minute, for what is too small to store anything about it.

    A process counts for itself, in its memory, and forgets everything after a minute.
    """

    def __init__(self, matter: str, *, at_most: int) -> None:
        self.matter, self.at_most = matter, at_most
        self._minute = 0
        self._sent: dict[str, int] = {}
        self._lock = Lock()

    def allows(self, address: str) -> bool:
        """Count one, from this network address, and return whether it is within the limit."""
        sender = sender_of(self.matter, address)
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._sent = minute, {}
            if sender not in self._sent and len(self._sent) >= MOST_SENDERS:
                return False
            self._sent[sender] = self._sent.get(sender, 0) + 1
            return self._sent[sender] <= self.at_most
