"""Who sends something without an account, and how much of it in an hour."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from content.locks import wait_for_turn

AT_MOST = 5
WITHIN = timedelta(hours=1)
# A household or a phone gets all addresses that begin with the same 64 bits.
PREFIX_BITS = 64


def sender_of(matter: str, address: str, *, days_ago: int = 0) -> str:
    """Return a keyed hash of a network address, to keep instead of the address.

    It changes every day, and from one matter, such as “comment”, to another, so that nothing tells
    for longer, or across matters, what came from the same person.
    """
    day = (timezone.localdate() - timedelta(days=days_ago)).isoformat()
    network = network_of(address)
    return salted_hmac(f"{matter} of {day}", network, algorithm="sha256").hexdigest()


def network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - PREFIX_BITS):x}"


def sends_too_much(
    rows: QuerySet,
    *,
    matter: str,
    sender: str,
    sender_before: str = "",
    field: str = "sender",
    at_most: int = AT_MOST,
    within: timedelta = WITHIN,
) -> bool:
    """Tell whether a sender has sent as many of these rows of late as anybody may.

    The rows have `created_at`, and who sent them in `field`. `sender_before` is what the sender was
    yesterday, for a time that began before midnight. Call it in the transaction that adds
    a row: whoever sends many at once has them counted one after the other.
    """
    wait_for_turn(f"{matter} of {sender}")
    known_as = [sender, sender_before] if sender_before else [sender]
    recent = rows.filter(**{f"{field}__in": known_as}, created_at__gt=timezone.now() - within)
    return recent.count() >= at_most
