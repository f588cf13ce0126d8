"""The people whom a row names, and those who are here."""

from content.models import Person, Role
from events.models import Event
from imports.events.rows import EventRow


def presenters_of(event: Event) -> list[str]:
    rows = [each for each in event.contributions.all() if each.role == Role.PRESENTER]
    return [each.person.name for each in sorted(rows, key=lambda each: each.position)]


def find_person(name: str, affiliation: str) -> Person | None:
    """Return the person with this name; if there are several, the one with this affiliation."""
    people = list(Person.objects.filter(name__iexact=name).order_by("pk"))
    same = [each for each in people if each.affiliation.casefold() == affiliation.casefold()]
    return next(iter(same or people), None)


def describe_affiliations(row: EventRow) -> list[str]:
    """Return where a row gives a person another affiliation than they have here."""
    found = [(find_person(*each), each[1]) for each in row.presenters]
    return [
        f"{person.name}’s affiliation here is “{person.affiliation}”, not “{affiliation}”. It "
        "stays. Edit the person if the spreadsheet is right."
        for person, affiliation in found
        if person and affiliation and person.affiliation.casefold() != affiliation.casefold()
    ]
