"""What a term of the old site's locations is here: a state, or a district or school in one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from content.us_states import STATES_AND_TERRITORIES
from imports.values import read_name
from imports.wordpress.export import ExportTerm

STATE_OF = {
    **{code.casefold(): name for code, name in STATES_AND_TERRITORIES.items()},
    **{name.casefold(): name for name in STATES_AND_TERRITORIES.values()},
}
SCHOOL = re.compile(r"\b(?:school|academy|high|elementary|middle school|charter)$", re.IGNORECASE)
DISTRICT = re.compile(r"\b(?:district|schools|county|isd|usd|rsu)\b", re.IGNORECASE)
IN_STATE = re.compile(r"(?P<name>.+?),\s*(?P<state>[^,]+)")


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place's name and level, and what it lies in: another term's slug, or a state's name."""

    name: str
    level: str
    parent_slug: str = ""
    state: str = ""
    is_certain: bool = True


def read_place(term: ExportTerm, terms: Mapping[str, ExportTerm]) -> PlaceFacts:
    """Return what a location is. `terms` are those of its taxonomy, by slug."""
    name = read_name(term.name) or term.slug
    parent = terms.get(term.parent)
    if name.casefold() in STATE_OF:
        # Whatever it was filed under, such as “United States” or “Northeast”.
        state = STATE_OF[name.casefold()]
        return PlaceFacts(name if len(name) > 2 else state, "state")
    if parent is not None and parent.slug != term.slug:
        above = read_name(parent.name).casefold()
        grandparent = terms.get(parent.parent)
        is_in_district = above not in STATE_OF and grandparent is not None
        level = "school" if is_in_district or is_school(name) else "district"
        return PlaceFacts(name, level, parent_slug=parent.slug)
    found = IN_STATE.fullmatch(name)
    if found and found["state"].strip().casefold() in STATE_OF:
        state = STATE_OF[found["state"].strip().casefold()]
        level = "school" if is_school(found["name"]) else "district"
        return PlaceFacts(found["name"], level, state=state)
    return PlaceFacts(name, "state", is_certain=False)


def is_school(name: str) -> bool:
    return bool(SCHOOL.search(name)) and not DISTRICT.search(name)
