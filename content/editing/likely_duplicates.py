"""People who are likely one: “Ruiz, Ana”, “Ána Ruiz”, and “A. Ruiz” beside “Ana Ruiz”."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from content.models import Person

TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "professor", "phd", "edd", "jr", "sr"})
# Of 100. “Katherine Smith” and “Catherine Smith” have 93.
TYPING_ERROR = 93
# A name that more people have than this says nothing about any two of them.
COMMON = 60


def find_likely_duplicates() -> list[tuple[Person, Person]]:
    """Return pairs of people with the same name but for accents, initials, order, or a typo."""
    named = [(person, words_of(person.name)) for person in Person.objects.order_by("name", "pk")]
    sharing: dict[str, list[int]] = defaultdict(list)
    for number, (_, words) in enumerate(named):
        for word in set(words):
            sharing[word].append(number)
    pairs = {
        pair
        for word, numbers in sharing.items()
        if len(word) > 1 and len(numbers) <= COMMON
        for pair in combinations(numbers, 2)
    }
    return [
        (named[one][0], named[other][0])
        for one, other in sorted(pairs)
        if is_same_name(named[one][1], named[other][1])
    ]


def likely_duplicates_of(person: Person) -> list[Person]:
    """Return the people who are likely this person."""
    own = words_of(person.name)
    others = Person.objects.exclude(pk=person.pk).order_by("name", "pk")
    return [other for other in others if is_same_name(own, words_of(other.name))]


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without accents, punctuation, and titles."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    words = "".join(each if each.isalnum() else " " for each in plain).split()
    return tuple(sorted(word for word in words if word not in TITLES))


def is_same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    if not (one and other):
        return False
    if one == other:
        return True
    shared = {word for word in one if word in other and len(word) > 1}
    if not shared:
        return False
    rest, longer = sorted(
        ([word for word in words if word not in shared] for words in (one, other)), key=len
    )
    # What the longer name has besides is a middle name.
    if not rest:
        return len(shared) > 1
    if are_initials(rest, longer):
        return True
    # Few requests look for duplicates, and rapidfuzz takes 3 MB.
    from rapidfuzz import fuzz

    return fuzz.ratio(" ".join(one), " ".join(other)) >= TYPING_ERROR


def are_initials(few: list[str], many: list[str]) -> bool:
    """Whether each of the few fits one of the many as its initial, and only initials are left."""
    left = list(many)
    for word in few:
        fitting = [each for each in left if each[0] == word[0] and 1 in (len(each), len(word))]
        if not fitting:
            return False
        left.remove(fitting[0])
    return all(len(word) == 1 for word in left)
