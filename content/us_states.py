"""The states of the US, and a map of them: a tile for each, about where it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TILE = 48  # of the drawing's units
GRID = """
AK .. .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. .. VT NH
.. WA ID MT ND MN IL WI MI NY RI MA
.. OR NV WY SD IA IN OH PA NJ CT ..
.. CA UT CO NE MO KY WV VA MD DE ..
.. .. AZ NM KS AR TN NC SC DC .. ..
.. .. .. .. OK LA MS AL GA .. .. ..
HI .. .. .. TX .. .. .. .. FL .. ..
"""
# By their postal abbreviations, in alphabetical order of the names, with the federal district.
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
TERRITORIES = {
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "US Virgin Islands",
}  # fmt: skip
STATES_AND_TERRITORIES = STATES | TERRITORIES
SHADES = 3


@dataclass(frozen=True)
class Tile:
    code: str
    x: int
    y: int
    place: Any = None  # the state, if it has entries
    shade: int = 0  # from 1, for the fewest, to SHADES

    @property
    def middle(self) -> int:
        return self.x + TILE // 2


def state_tiles(places: Iterable) -> list[Tile]:
    """Return the tiles of the map; `places` have a name and an `entry_count` as lists show it."""
    by_name = {place.name.casefold(): place for place in places if place.entry_count}
    numbers = {name: number_of(place.entry_count) for name, place in by_name.items()}
    most = max(numbers.values(), default=1)
    tiles = []
    for row, codes in enumerate(GRID.split("\n")[1:-1]):
        for column, code in enumerate(codes.split()):
            if code in STATES:
                name = STATES[code].casefold()
                shade = -(-numbers.get(name, 0) * SHADES // most)
                tiles.append(Tile(code, column * TILE, row * TILE, by_name.get(name), shade))
    return tiles


def legend(tiles: Iterable[Tile]) -> list[tuple[int, str]]:
    """Return (shade, “1–3”) with the fewest and the most entries of a state, if shades differ."""
    counts: dict[int, set[str]] = {}
    for tile in tiles:
        if tile.place:
            counts.setdefault(tile.shade, set()).add(tile.place.entry_count)
    if len(counts) < 2:
        return []
    ends = [(shade, sorted(found, key=number_of)) for shade, found in sorted(counts.items())]
    return [(shade, "–".join(dict.fromkeys([found[0], found[-1]]))) for shade, found in ends]


def number_of(entry_count: str) -> int:
    return int(entry_count.rstrip("+"))
