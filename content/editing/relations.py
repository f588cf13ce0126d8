"""What an entry is related to: people, topics, tags, places, companions."""

from collections.abc import Iterable, Mapping

from content.models import Contribution, Entry, Person, Role
from content.texts import clean_line

# For each named relation, everything that the entry will be related to: rows, the names of tags,
# or, for "people", pairs of a person and a role, in order.
Relations = Mapping[str, Iterable]


def set_relations(*, entry: Entry, relations: Relations) -> set[int]:
    """Relate an entry to exactly these. Relations that aren't named stay as they are.

    Return the primary keys of the entries that became companions or no longer are.
    """
    companions = entry.companions.values_list("pk", flat=True)
    before = set(companions.all()) if "companions" in relations else set()
    for name, related in relations.items():
        if name == "people":
            set_people(entry=entry, people=list(related))
        elif name == "tags":
            # The model is another package's, so its fields don't do this.
            entry.tags.set([clean_line(tag) if isinstance(tag, str) else tag for tag in related])
        else:
            getattr(entry, name).set(related)
    return before ^ set(companions.all()) if "companions" in relations else set()


def set_people(*, entry: Entry, people: list[tuple[Person, Role]]) -> None:
    stored = [(row.person_id, row.role) for row in entry.contributions.all()]
    if stored == [(person.pk, role) for person, role in people]:
        return
    entry.contributions.all().delete()
    Contribution.objects.bulk_create(
        Contribution(entry_id=entry.pk, person=person, role=role, position=position)
        for position, (person, role) in enumerate(people)
    )
