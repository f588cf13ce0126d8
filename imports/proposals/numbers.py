"""Numbers as authors write them: “third,” “3rd,” “twenty-first,” “two,” “II.”"""

import re

ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
ONES += " sixteen seventeen eighteen nineteen"
FIRSTS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
FIRSTS += " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
TENS = {"twenty": 20, "thirty": 30, "forty": 40}
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]


def name_numbers() -> tuple[dict[str, int], dict[str, int]]:
    """Return {word: number} for cardinals and for ordinals, up to forty-nine."""
    cardinals = {word: number for number, word in enumerate(ONES.split(), start=1)}
    ordinals = {word: number for number, word in enumerate(FIRSTS.split(), start=1)}
    for word, ten in TENS.items():
        for more, number in list(cardinals.items())[:9]:
            cardinals[f"{word}-{more}"] = ten + number
        for more, number in list(ordinals.items())[:9]:
            ordinals[f"{word}-{more}"] = ten + number
        cardinals[word] = ten
        ordinals[f"{word[:-1]}ieth"] = ten
    return cardinals, ordinals


CARDINALS, ORDINALS = name_numbers()


def any_of(words: dict[str, int]) -> str:
    # The longest first, so that “sixteenth” isn't read as “six.”
    return "|".join(sorted((word.replace("-", "[- ]") for word in words), key=len, reverse=True))


ORDINAL = rf"(?:{any_of(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"
NUMBER = rf"(?:{any_of(CARDINALS)}|\d{{1,3}})"
# Only after “part”: elsewhere, “I” is a pronoun.
PART_NUMBER = rf"(?:{NUMBER}|[IVX]{{1,4}})"


def read_number(word: str) -> int | None:
    """Return the number that a word or digits stand for, if any."""
    word = re.sub(r"\s+", "-", word.strip().casefold())
    if word in CARDINALS:
        return CARDINALS[word]
    if word in ORDINALS:
        return ORDINALS[word]
    if word in ROMAN:
        return ROMAN.index(word) + 1
    digits = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", word, re.ASCII)
    return int(digits[1]) or None if digits else None
