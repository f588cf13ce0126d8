"""Recognizes bylines in texts: “By Jane Doe and John Roe.”"""

import re
from dataclasses import dataclass

from imports.proposals.texts import EntryText

PARTICLE = r"(?:de|da|del|della|der|den|di|dos|du|el|la|le|van|von|ten|ter|y|bin|al)"
WORD = r"(?:[A-Z]\.(?:\s?[A-Z]\.)?|St\.|[A-ZÀ-ÖØ-Þ][\w’'-]*)"
TITLE = r"(?:(?:Dr|Mr|Ms|Mrs|Prof|Professor|Superintendent|Principal|Rev)\.?\s)?"
SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV|Ph\.?D|Ed\.?D|M\.?Ed|M\.?A)\.?)*"
NAME = rf"{TITLE}{WORD}(?:\s(?:{PARTICLE}\s){{0,2}}{WORD}){{1,4}}{SUFFIX}"
NAMES = rf"{NAME}(?:(?:,\sand\s|,\s&\s|\sand\s|\s&\s|,\s|\swith\s){NAME})*"
WRITTEN = (
    r"(?:(?:co-?)?(?:written|authored|posted|contributed|submitted)\sby|guest\s(?:post|blog)\sby|"
    r"(?:a\s)?(?:guest\s)?(?:post|blog|article)\s(?:written\s)?by|by|authors?(?:\(s\))?:)"
)
# A line of its own. After the names there may be what they do, which readers see in the text.
BYLINE = re.compile(
    rf"^[\W_]*+(?:(?i:{WRITTEN}))\s(?P<names>{NAMES})(?P<rest>(?:[,;|(–—-].{{0,240}})?)"
    r"(?:\s(?:on\s)?[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s\d{4})?[\W_]*+$"
)
SENTENCE = re.compile(
    r"^[\W_]*+(?i:(?:editor[’']s\snote|note)[:.]?\s)?(?i:this|today[’']s|the following)\s"
    r"(?:[\w-]+\s){0,2}(?i:post|article|blog|piece|essay|entry)(?:\s(?i:post))?,?\s"
    r"(?i:(?:was|is|were)\s)(?i:(?:jointly\s)?(?:co-?)?(?:written|authored|contributed)\s)?"
    rf"(?i:by)\s(?P<names>{NAMES})(?P<rest>.*)$"
)
SEPARATOR = re.compile(
    r",\sand\s|,\s&\s|\sand\s|\s&\s|,\s(?!(?:Jr|Sr|II|III|IV|Ph|Ed|M)\b)|\swith\s"
)
NEXT_NAME = re.compile(rf"(?:\band\s|&\s|;\s)(?P<name>{NAME})(?=,\s|[\W_]*+$)")
# Capitalized words that no one is called.
NOT_IN_NAMES = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "july", "september", "october", "november", "december", "spring",
    "fall", "winter", "summer", "the", "this", "that", "these", "those", "next", "last", "our",
    "your", "their", "my", "his", "her", "its", "when", "while", "after", "before", "all",
    "every", "each", "school", "schools", "district", "districts", "department", "university",
    "college", "institute", "academy", "education", "learning", "teaching", "students",
    "teachers", "community", "public", "state", "states", "board", "foundation", "association",
    "center", "council", "standards", "design", "assessment", "competency", "competencies",
    "mastery", "grade", "grades", "new", "north", "south", "east", "west", "high", "united",
    "america", "american", "creating", "building", "using", "making", "sharing",
    "working", "setting", "helping", "giving", "focusing", "putting", "moving", "starting",
    "and", "or", "in", "at", "on", "of", "to", "we", "i", "you", "they", "it", "student",
    "services", "teacher", "coordinator", "director", "principal", "superintendent", "officer",
    "president", "chief", "senior", "program", "instruction", "curriculum", "policy",
    "practice", "practices", "research", "development", "unified", "office", "group", "network",
})  # fmt: skip
STATES_AS_NAMES = frozenset({"new york", "new hampshire", "new mexico", "rhode island"})
NEAR_THE_START, NEAR_THE_END = 4, 3


@dataclass(frozen=True, slots=True)
class Byline:
    sentence: str
    names: tuple[str, ...]


def find_authors(text: EntryText) -> Byline | None:
    """Return the authors that a post names and that aren't its authors here."""
    if text.kind != "post":
        return None
    for words in bylines_of(text):
        names = read_names(words)
        if names and not same_people(names, text.authors):
            return Byline(words, names)
    for author in text.authors:
        # The old site's accounts often had several people's names.
        names = split_names(author)
        if len(names) > 1:
            others = [name for each in text.authors for name in (split_names(each) or (each,))]
            return Byline(f"By {author}", tuple(dict.fromkeys(others)))
    return None


def bylines_of(text: EntryText) -> list[str]:
    last = text.blocks - NEAR_THE_END
    return [
        words
        for number, words in text.paragraphs().items()
        if number < NEAR_THE_START or number >= last
    ]


def read_names(words: str) -> tuple[str, ...]:
    match = BYLINE.match(words) if len(words) < 300 else None
    if match is None:
        first = words[:400]
        match = SENTENCE.match(first)
        if (
            match
            and re.match(r"\s?[\w]", match["rest"])
            and not re.match(
                r"\s(?:and|of|at|from|who|in|is|was|originally|first)\b", match["rest"]
            )
        ):
            return ()
    if not match:
        return ()
    names = split_names(match["names"])
    # “By Jane Doe, Director of Studies and John Roe, Teacher”
    more = [each["name"] for each in NEXT_NAME.finditer(match["rest"]) if is_name(each["name"])]
    return tuple(dict.fromkeys([*names, *more])) if names else ()


def split_names(words: str) -> tuple[str, ...]:
    """Return the names in “Jane Doe, John Roe, and Kim Poe,” or none if one can't be a name."""
    names = tuple(name.strip(" ,") for name in SEPARATOR.split(words))
    if not all(re.fullmatch(NAME, name) and is_name(name) for name in names):
        return ()
    return tuple(re.sub(rf"^{TITLE}", "", name) for name in names)


def is_name(name: str) -> bool:
    words = [word.strip(".,’'").casefold() for word in name.split()]
    if " ".join(words) in STATES_AS_NAMES:
        return False
    return not any(word in NOT_IN_NAMES for word in words)


def same_people(names: tuple[str, ...], authors: tuple[str, ...]) -> bool:
    """Whether an entry already names these people, in any order."""
    return {fold(name) for name in names} <= {fold(author) for author in authors}


def fold(name: str) -> str:
    words = re.findall(r"\w+", re.sub(SUFFIX + "$", "", name).casefold())
    return " ".join(word for word in words if len(word) > 1)
