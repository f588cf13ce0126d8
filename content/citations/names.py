"""Splits a person's name into its parts, as far as that is possible."""

import re
from typing import NamedTuple

from content.citations.works import CitedAuthor

# Part of the family name, as people write their names today. Others need
# a sort name: “Beethoven, Ludwig van.”
PARTICLES = frozenset(
    [
        "af",
        "av",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "la",
        "las",
        "le",
        "los",
        "ten",
        "ter",
        "van",
        "vander",
        "vom",
        "von",
        "zu",
        "zum",
        "zur",
    ]
)
# With a capital letter, the other particles are just as often given names.
CAPITAL_PARTICLES = frozenset(
    [
        "Da",
        "De",
        "Del",
        "Della",
        "Di",
        "Du",
        "La",
        "Las",
        "Le",
        "Los",
        "St",
        "St.",
        "Van",
        "Vander",
        "Von",
    ]
)
SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
# No citation style includes these.
TITLES = frozenset(["dr", "mr", "mrs", "ms", "prof", "professor"])
DEGREES = frozenset(["phd", "edd", "md", "jd", "ma", "mba", "med", "ms", "ba", "bs", "esq"])
# A given name in quotation marks or parentheses: William “Bill” Smith.
NICKNAME = re.compile(r"\s(?:“[^”]*”|\"[^\"]*\"|\([^)]*\))(?=\s)")
# Where a given name splits into initials: J.K., Jean-Paul.
JOINED = re.compile(r"(?<=\.)(?=\w)|(?=-)")


class Name(NamedTuple):
    family: str
    given: str = ""
    suffix: str = ""
    # The whole name in natural order, without the suffix.
    natural: str = ""

    @property
    def initials(self) -> str:
        """“J. K.” of “Joanne K.”, “J.-P.” of “Jean-Paul”; particles stay: “L. van”."""
        return " ".join(initial(word) for word in self.given.split())


def split(author: CitedAuthor) -> Name:
    """Return the parts of a name; an organization's name is all family name."""
    if author.is_organization:
        return Name(author.name, natural=author.name)
    words, suffix = without_extras(author.name)
    natural = " ".join(words) or author.name
    if author.sort_name:
        family, given, sorted_suffix, *_ = [*map(str.strip, author.sort_name.split(",")), "", ""]
        return Name(
            family, given, SUFFIXES.get(plain(sorted_suffix), sorted_suffix) or suffix, natural
        )
    if len(words) < 2:
        return Name(natural, suffix=suffix, natural=natural)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES | CAPITAL_PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix, natural)


def without_extras(name: str) -> tuple[list[str], str]:
    """Return the words of a name without titles, degrees, and nickname; and its suffix."""
    words, suffix = NICKNAME.sub("", name).replace(",", " , ").split(), ""
    while len(words) > 2 and plain(words[0]) in TITLES:
        words.pop(0)
    while len(words) > 2:
        if plain(words[-1]) in SUFFIXES:
            suffix = SUFFIXES[plain(words.pop())]
        # “Ma” is also a family name, so a degree must have a comma before it or a period inside.
        elif (plain(words[-1]) in DEGREES and ("," in words or "." in words[-1][:-1])) or words[
            -1
        ] == ",":
            words.pop()
        else:
            break
    return [word for word in words if word != ","], suffix


def plain(word: str) -> str:
    return word.replace(".", "").lower()


def initial(word: str) -> str:
    if word in PARTICLES:
        return word
    if word.isupper() and word.isalpha() and 1 < len(word) <= 3:
        return ". ".join(word) + "."  # TJ is T. J.
    parts = [part for part in JOINED.split(word) if part.strip("-.")]
    letters = [f"-{part[1]}." if part[0] == "-" else f"{part[0]}." for part in parts]
    return " ".join(letters).replace(" -", "-")
