"""What a reader has chosen in the library: at most one value of each facet, and a tag.

They are the parameters of an address, `/library/?kind=report&from=field`, as {facet: value}, in the
order of FACETS, which is that of the address.
"""

from collections.abc import Mapping

FACETS = {
    "kind": "Kind",
    "topic": "Topic",
    "sector": "Sector",
    "place": "Place",
    "year": "Year",
    "from": "Source",
    "tag": "Tag",
}

type Choices = dict[str, str]


def read_choices(parameters: Mapping[str, str]) -> Choices:
    """Return what the address of a page or a feed chooses, however it is written."""
    return {facet: value for facet in FACETS if (value := (parameters.get(facet) or "").strip())}


def choose(choices: Choices, facet: str, value: str) -> Choices:
    """Return the choices with this one, which takes the place of another in the same facet."""
    return {
        name: value if name == facet else choices[name]
        for name in FACETS
        if name == facet or name in choices
    }


def leave_out(choices: Choices, facet: str) -> Choices:
    return {name: value for name, value in choices.items() if name != facet}
