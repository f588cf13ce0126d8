"""Which time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    return name in time_zones()


# Of the United States: what people call them, and the abbreviations and cities they look for.
US_ZONES = {
    "America/New_York": (
        "Eastern (New York)",
        "ET EST EDT Atlanta Baltimore Boston Charlotte Cincinnati Cleveland Columbus Detroit "
        "Hartford Indianapolis Jacksonville Louisville Manchester Miami Orlando Philadelphia "
        "Pittsburgh Portland Maine Providence Raleigh Richmond Tampa Washington DC",
    ),
    "America/Chicago": (
        "Central (Chicago)",
        "CT CST CDT Austin Birmingham Dallas Des Moines Fargo Houston Kansas City Little Rock "
        "Madison Memphis Milwaukee Minneapolis Nashville New Orleans Oklahoma City Omaha "
        "Saint Paul San Antonio St. Louis Tulsa Wichita",
    ),
    "America/Denver": (
        "Mountain (Denver)",
        "MT MST MDT Albuquerque Billings Boise Cheyenne Colorado Springs El Paso Salt Lake City "
        "Santa Fe",
    ),
    "America/Phoenix": ("Arizona (Phoenix)", "MST Mesa Scottsdale Tempe Tucson"),
    "America/Los_Angeles": (
        "Pacific (Los Angeles)",
        "PT PST PDT Las Vegas Oakland Olympia Portland Oregon Reno Sacramento San Diego "
        "San Francisco San Jose Seattle Spokane Tacoma",
    ),
    "America/Anchorage": ("Alaska (Anchorage)", "AKT AKST AKDT Fairbanks Juneau"),
    "Pacific/Honolulu": ("Hawaii (Honolulu)", "HST Hilo"),
}


def time_zone_choices(chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices for a select box: United States zones first, then all others."""
    others = [
        (name, name.replace("_", " "))
        for name in sorted(time_zones() | {chosen})
        if name not in US_ZONES and ("/" in name or name in ("UTC", chosen))
    ]
    common = [(name, label) for name, (label, _) in US_ZONES.items()]
    return [("United States", common), ("All time zones", others)]
