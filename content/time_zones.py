"""Which time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    return name in time_zones()


def time_zone_choices(chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices for a select box: United States zones first, then all others."""
    common = [
        ("America/New_York", "Eastern (New York)"),
        ("America/Chicago", "Central (Chicago)"),
        ("America/Denver", "Mountain (Denver)"),
        ("America/Phoenix", "Arizona (Phoenix)"),
        ("America/Los_Angeles", "Pacific (Los Angeles)"),
        ("America/Anchorage", "Alaska (Anchorage)"),
        ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ]
    first = {name for name, _ in common}
    others = [
        (name, name.replace("_", " "))
        for name in sorted(time_zones() | {chosen})
        if name not in first and ("/" in name or name in ("UTC", chosen))
    ]
    return [("United States", common), ("All time zones", others)]
