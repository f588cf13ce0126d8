"""The search over time zones finds large cities, however they are spelled."""

import re
import unicodedata

import pytest

from content.cities import CITIES
from content.time_zones import is_time_zone, time_zone_choices, words_for


def plain(text: str) -> str:
    """As time-zone.js has it."""
    letters = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
    )
    return re.sub(r"[\W_]+", " ", letters.lower()).strip()


def find(typed: str) -> list[str]:
    """Return the zones that are offered, as time-zone.js finds them."""
    return [
        name
        for _, choices in time_zone_choices("America/New_York")
        for name, label in choices
        if all(f" {word}" in f" {plain(f'{label} {words_for(name)}')}" for word in typed.split())
    ]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("buffalo", "America/New_York"),
        ("detroit", "America/New_York"),
        ("st petersburg", "America/New_York"),
        ("boise", "America/Denver"),
        ("rio rancho", "America/Denver"),
        ("chandler", "America/Phoenix"),
        ("murfreesboro", "America/Chicago"),
        ("west covina", "America/Los_Angeles"),
        ("hilo", "Pacific/Honolulu"),
        ("bangalore", "Asia/Kolkata"),
        ("bengaluru", "Asia/Kolkata"),
        ("bombay", "Asia/Kolkata"),
        ("beijing", "Asia/Shanghai"),
        ("xian", "Asia/Shanghai"),
        ("hanoi", "Asia/Ho_Chi_Minh"),
        ("osaka", "Asia/Tokyo"),
        ("rio de janeiro", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("montreal", "America/Toronto"),
        ("munich", "Europe/Berlin"),
        ("kiev", "Europe/Kyiv"),
        ("ankara", "Europe/Istanbul"),
        ("abuja", "Africa/Lagos"),
        ("est", "America/New_York"),
    ],
)
def test_city_is_found(typed, zone):
    assert zone in find(typed)


def test_cities_belong_to_zones_that_are_offered_and_are_many():
    offered = {name for _, choices in time_zone_choices("UTC") for name, _ in choices}
    names = [city for cities in CITIES.values() for city in cities.split(", ")]

    assert [zone for zone in CITIES if not is_time_zone(zone) or zone not in offered] == []
    assert len(names) > 600
    assert [name for name in names if not plain(name)] == []
