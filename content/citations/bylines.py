"""The authors and editors of a work, as each style names them."""

from collections.abc import Sequence

from content.citations.names import Name, split
from content.citations.works import CitedAuthor, Work


def apa(work: Work) -> str:
    """Up to twenty authors, or the first nineteen and the last (sections 9.8 and 10.2)."""
    people = [inverted(split(person), initials=True) for person in work.authors or work.editors]
    if len(people) > 20:
        byline = f"{', '.join(people[:19])}, . . . {people[-1]}"
    else:
        byline = series(people, "&", always_comma=True)
    if work.authors or not people:
        return byline
    return f"{byline} ({'Ed.' if len(people) == 1 else 'Eds.'})"


def apa_editors(work: Work) -> str:
    """“A. Editor & B. Editor, Eds.”, for the parentheses after a title (section 10.2)."""
    people = []
    for name in map(split, work.editors):
        people.append(" ".join(filter(None, [name.initials, name.family, name.suffix])))
    return f"{series(people, '&')}, {'Ed.' if len(people) == 1 else 'Eds.'}"


def mla(work: Work) -> str:
    """One or two authors, or the first “et al.”.

    An organization that publishes its own work is named as the publisher only.
    """
    if work.is_own_publisher and len(work.authors) == 1:
        return ""
    people = work.authors or work.editors
    if len(people) > 2:
        byline = et_al([inverted(split(people[0]))], comma=is_inverted(people[0]))
    else:
        byline = bibliographic(people, comma_before_junior=True)
    return with_role(work, byline, "editor", "editors")


def chicago(work: Work) -> str:
    """Up to six authors, or the first three “et al.” (18th edition, 13.78)."""
    people = work.authors or work.editors
    if len(people) > 6:
        names = [inverted(split(people[0])), *map(natural, people[1:3])]
        byline = et_al(names, comma=True)
    else:
        byline = bibliographic(people)
    return with_role(work, byline, "ed.", "eds.")


def edited_by(work: Work) -> str:
    return f"edited by {series([natural(editor) for editor in work.editors], 'and')}"


def edited_by_in_mla(work: Work) -> str:
    people = [natural(editor, comma_before_junior=True) for editor in work.editors]
    return f"edited by {et_al(people[:1]) if len(people) > 2 else series(people, 'and')}"


def with_role(work: Work, byline: str, one: str, several: str) -> str:
    if work.authors or not work.editors:
        return byline
    return f"{byline}, {one if len(work.editors) == 1 else several}"


def bibliographic(people: Sequence[CitedAuthor], *, comma_before_junior: bool = False) -> str:
    """“Patrick, Susan, Chris Sturgis, and Tom Vander Ark”: only the first name is inverted."""
    if not people:
        return ""
    names = [
        inverted(split(people[0])),
        *(natural(person, comma_before_junior=comma_before_junior) for person in people[1:]),
    ]
    return series(names, "and", always_comma=is_inverted(people[0]))


def inverted(name: Name, *, initials: bool = False) -> str:
    given = name.initials if initials else name.given
    return ", ".join(filter(None, [name.family, given, name.suffix]))


def is_inverted(person: CitedAuthor) -> bool:
    return bool(split(person).given)


def natural(person: CitedAuthor, *, comma_before_junior: bool = False) -> str:
    name = split(person)
    if not name.suffix:
        return name.natural
    comma = "," if comma_before_junior and name.suffix in {"Jr.", "Sr."} else ""
    return f"{name.natural}{comma} {name.suffix}"


def series(names: Sequence[str], conjunction: str, *, always_comma: bool = False) -> str:
    """“A”, “A and B”, “A, B, and C”."""
    if len(names) < 2:
        return "".join(names)
    comma = "," if always_comma or len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} {conjunction} {names[-1]}"


def et_al(names: Sequence[str], *, comma: bool = False) -> str:
    return f"{', '.join(names)}{',' if comma else ''} et al."
