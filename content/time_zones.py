"""Which time zones there are."""

from functools import cache
from zoneinfo import available_timezones

from content.cities import CITIES


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    return name in time_zones()


# Of the United States: what people call them, and the abbreviations that they look for.
US_ZONES = {
    "America/New_York": ("Eastern (New York)", "ET EST EDT"),
    "America/Chicago": ("Central (Chicago)", "CT CST CDT"),
    "America/Denver": ("Mountain (Denver)", "MT MST MDT"),
    "America/Phoenix": ("Arizona (Phoenix)", "MST"),
    "America/Los_Angeles": ("Pacific (Los Angeles)", "PT PST PDT"),
    "America/Anchorage": ("Alaska (Anchorage)", "AKT AKST AKDT"),
    "Pacific/Honolulu": ("Hawaii (Honolulu)", "HST"),
}


def words_for(name: str) -> str:
    """Return what else a time zone is found by: its abbreviations and large cities."""
    _, abbreviations = US_ZONES.get(name, ("", ""))
    return " ".join(filter(None, [abbreviations, CITIES.get(name, "")]))


def time_zone_choices(chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices for a select box: United States zones first, then all others."""
    others = [
        (name, name.replace("_", " "))
        for name in sorted(time_zones() | {chosen})
        if name not in US_ZONES and ("/" in name or name in ("UTC", chosen))
    ]
    common = [(name, label) for name, (label, _) in US_ZONES.items()]
    return [("United States", common), ("All time zones", others)]
