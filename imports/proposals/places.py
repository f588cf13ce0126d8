"""Recognizes the states and districts that posts are about, as the old site filed them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from content.us_states import STATES
from imports.proposals.texts import EntryText, Sentence

STATE_NAMES = frozenset(STATES.values())
STATE = re.compile(
    r"(?<![\w-])(?:{})(?![\w-])".format("|".join(sorted(STATE_NAMES, key=len, reverse=True)))
)
# A newspaper, a university, or a person is not the state it is named for.
# Characters around a name in which the words below would be, so that a long list of names is not
# copied for each.
NEARBY = 30
NOT_BEFORE = re.compile(
    r"\b(?:University of|George|Denzel|Booker T\.|College of|Hannah|Port|Lake|Fort|Mount"
    r"|Bank of)\s$"
)
NOT_AFTER = re.compile(
    r"^(?:,?\s(?:O[’']Keeffe|Times|Post|Tribune|Journal|Woolf|Jones|Avenue|Street|Ave"
    r"|Tech|DC|D\.C\.|Yankees|Monthly|University|State University|Magazine|Mutual|Ballet|Herald"
    r"|Institute|Review)"
    r"\b|,\s(?:DC|D\.C\.))"
)
ABOUT = re.compile(
    r"\b(?:our|my|we|I)\b.{0,80}\b(?:visit|visited|visiting|trip|district|districts|school"
    r"|schools|traveled|toured|tour)\b|\b(?:site visits?|road trip|visits? to|visited"
    r"|visiting|trip to|touring|series (?:on|about|from|in))\b",
    re.IGNORECASE,
)
DISTRICT_KIND = (
    r"(?:(?:Unified|Independent|Area|Central|Joint|Community|Consolidated|Regional|County|City|"
    r"Public|Union|Elementary|High|Local)\s){0,3}(?:School District|School Department)"
    r"|Unified School District|Public Schools|(?:County|City|Community|Area) Schools|ISD|USD"
    r"|Unified"
)
NAME_WORD = (
    r"(?!The\b|In\b|At\b|For\b|And\b|Our\b|When\b|With\b|From\b|As\b|Many\b|Two\b)[A-Z][\w.-]*"
)
DISTRICT = re.compile(
    rf"(?<!\w)(?P<name>{NAME_WORD}(?:\s{NAME_WORD}){{0,3}}?)\s(?P<kind>{DISTRICT_KIND})\b"
    r"|(?<!\w)(?P<unit>(?:RSU|MSAD|SAU|SAD)\s?#?\d{1,3})\b"
)
IN_STATE = re.compile(
    rf"^[’'s]{{0,2}}(?:\s\([^)]{{1,20}}\))?(?:,|\sin|\sof)\s(?P<state>{STATE.pattern})"
)
NOT_IN_DISTRICTS = frozenset(
    {
        *("A", "About", "Across", "Around", "By", "Dear", "Education", "How", "Inside", "Into"),
        *("Its", "Lessons", "Meet", "Meets", "My", "On", "Reflections", "Superintendent", "Three"),
        *("Through", "To", "Update", "Visit", "Visits", "Welcome", "What", "Where", "Why", "Years"),
    }
)
# The field files by state what is in the first paragraphs; after that, states are examples.
OPENING = 12


@dataclass(frozen=True, slots=True)
class ProposedPlace:
    """A state, or a district with its state, if the text says which."""

    sentence: str
    name: str
    level: str = "state"
    state: str = ""


def find_places(text: EntryText, *, known: Mapping[str, str] | None = None) -> list[ProposedPlace]:
    """Return the places a post is about. `known` has the state of each district here, by name."""
    if text.kind not in ("post", "event", "resource", "publication"):
        return []
    title = Sentence(text.title)
    states = find_states(title, text)
    districts = find_districts(text, known or {})
    mentioned = {name for each in text.opening(OPENING) for name, _ in states_in(each.words)}
    if len(mentioned | set(states)) == 1:
        # No other state is named, so the districts are in that one.
        districts = [place_in(each, *(mentioned or states)) for each in districts]
    for district in districts:
        if district.state:
            states.setdefault(district.state, district.sentence)
    if len(states) == 1:
        districts = [place_in(each, *states) for each in districts]
    return [ProposedPlace(sentence, name) for name, sentence in states.items()] + districts


def place_in(district: ProposedPlace, state: str) -> ProposedPlace:
    """Return a district with its state, or this one if the text doesn't say."""
    return replace(district, state=district.state or state)


def find_states(title: Sentence, text: EntryText) -> dict[str, str]:
    """Return {state: the sentence that says the post is about it}."""
    found: dict[str, str] = {}
    for name, _ in states_in(title.words):
        found.setdefault(name, title.words)
    if text.kind != "post":
        return found
    for sentence in text.opening(OPENING):
        if len(sentence.words) < 700 and ABOUT.search(sentence.words):
            names = [name for name, _ in states_in(sentence.words)]
            # A list of states is a survey of the field.
            if len(set(names)) < 3:
                for name in names:
                    found.setdefault(name, sentence.words)
    return found


def states_in(words: str) -> list[tuple[str, int]]:
    return [
        (match[0], match.start())
        for match in STATE.finditer(words)
        # Kansas City is in Missouri, too.
        if not words.startswith("Kansas City", match.start())
        and not NOT_BEFORE.search(words[max(0, match.start() - NEARBY) : match.start()])
        and not NOT_AFTER.match(words[match.end() : match.end() + NEARBY])
    ]


def find_districts(text: EntryText, known: Mapping[str, str]) -> list[ProposedPlace]:
    found: dict[str, ProposedPlace] = {}
    title = text.title
    for sentence in [Sentence(title), *text.opening(OPENING)]:
        words = sentence.words[:700]
        for match in DISTRICT.finditer(words):
            short = match["unit"] or without_first_words(match["name"])
            name = match["unit"] or f"{short} {match['kind']}"
            after = words[match.end() :]
            is_meant = (
                short.casefold() in title.casefold()
                or re.match(r"\s\([A-Z]{2,6}\)", after)
                or ABOUT.search(words)
            )
            if not short or short in STATE_NAMES or not is_meant:
                continue
            named = IN_STATE.match(after)
            state = (named["state"] if named else "") or known.get(name.casefold(), "")
            if name not in found or (state and not found[name].state):
                found[name] = ProposedPlace(sentence.words, name, "district", state)
    return drop_shorter(found)


def without_first_words(name: str) -> str:
    """Return “Lakeside” of “Visiting Lakeside,” whose words all have capitals in a title."""
    words = name.split()
    while words and (words[0] in NOT_IN_DISTRICTS or words[0].endswith("ing")):
        words.pop(0)
    return " ".join(words)


def drop_shorter(found: dict[str, ProposedPlace]) -> list[ProposedPlace]:
    """Leave out “Lindsay Unified” next to “Lindsay Unified School District.”"""
    return [
        place
        for name, place in found.items()
        if not any(other != name and other.startswith(f"{name} ") for other in found)
    ]
