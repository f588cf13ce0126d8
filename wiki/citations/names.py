"""The parts of a person's name, as far as they can be known from the whole."""

import re
from typing import NamedTuple

from wiki.citations.works import CitedAuthor

# They are a part of the family's name: so people sign today. “Beethoven, Ludwig van” is for the
# sort name to say.
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
# With a capital letter, the others are as often a given name.
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
# No style cites them.
TITLES = frozenset(["dr", "mr", "mrs", "ms", "prof", "professor"])
DEGREES = frozenset(["phd", "edd", "md", "jd", "ma", "mba", "med", "ms", "ba", "bs", "esq"])
# A given name in quotation marks or parentheses: William “Bill” Smith.
NICKNAME = re.compile(r"\s(?:“[^”]*”|\"[^\"]*\"|\([^)]*\))(?=\s)")
# What initials are made of: J.K., Jean-Paul.
JOINED = re.compile(r"(?<=\.)(?=\w)|(?=-)")


class Name(NamedTuple):
    family: str
    given: str = ""
    suffix: str = ""
    # The whole in its natural order, without the suffix.
    natural: str = ""

    @property
    def initials(self) -> str:
        """“J. K.” of “Joanne K.”, “J.-P.” of “Jean-Paul”; particles stay: “L. van”."""
        return " ".join(initial(word) for word in self.given.split())


def split(author: CitedAuthor) -> Name:
    """Return the parts; an organization is all family."""
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
    """Return the words of a name without its titles, degrees and nickname, and its suffix."""
    words, suffix = NICKNAME.sub("", name).replace(",", " , ").split(), ""
    while len(words) > 2 and plain(words[0]) in TITLES:
        words.pop(0)
    while len(words) > 2:
        if plain(words[-1]) in SUFFIXES:
            suffix = SUFFIXES[plain(words.pop())]
        # “Ma” is a family's name too, so a degree has a comma before it or a full stop inside.
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
