"""Applies accepted proposals through the services that editors' own forms use."""

from datetime import date
from typing import cast

from django.utils.text import slugify

from blog.models import Post
from blog.services.series import lock_part_order
from content.editing.relations import Relations
from content.editing.saving import save_entry
from content.editing.terms import save_term
from content.models import Entry, Person, Place, Role, User
from content.models.entries import entry_model
from imports.models import Proposal
from imports.proposals.exceptions import ProposalNotApplied
from wiki.services.companion_offers import join

REASON = "Accepted a proposal from the text"


def load(entry: Entry) -> Entry:
    """Return the whole entry, which the caller has locked."""
    if entry.kind == "post":
        # Saving a post writes its part number, so read the current one, under the lock.
        lock_part_order()
    return entry_model(entry.registered_kind).objects.get(pk=entry.pk)


def save(entry: Entry, *, by: User, relations: Relations | None = None) -> None:
    save_entry(entry=entry, by=by, reason=REASON, relations=relations)


def apply_cross_post(*, proposal: Proposal, by: User) -> None:
    post = cast(Post, load(proposal.entry))
    if post.is_cross_post:
        raise ProposalNotApplied(
            f"“{post}” already says that it first appeared at "
            f"{post.original_publisher or post.original_url}. Change it in the post’s form."
        )
    data = proposal.data
    if not (data["publisher"] or data["address"]):
        raise ProposalNotApplied("Say where it first appeared: enter a name or an address.")
    post.original_publisher = data["publisher"]
    post.original_url = data["address"]
    post.original_date = date.fromisoformat(data["day"]) if data["day"] else None
    fields = {"original_publisher", "original_url", "original_date"}
    post.clean_fields(exclude={each.name for each in Post._meta.fields} - fields)
    save(post, by=by)


def apply_authors(*, proposal: Proposal, by: User) -> None:
    """Make these people the entry's authors, in this order, before people with other roles."""
    entry = load(proposal.entry)
    names = [name for name in proposal.data["names"] if name.strip()]
    if not names:
        raise ProposalNotApplied("Enter at least one author.")
    rows = list(entry.contributions.select_related("person").order_by("position", "pk"))
    own = {row.person.name.casefold(): row.person for row in rows}
    people = [own.get(name.casefold()) or find_person(name) or add_person(name) for name in names]
    others = [(row.person, row.role) for row in rows if row.role != Role.AUTHOR]
    authors = [(person, Role.AUTHOR) for person in dict.fromkeys(people)]
    save(entry, by=by, relations={"people": [*authors, *others]})


def find_person(name: str) -> Person | None:
    found = list(Person.objects.filter(name__iexact=name)[:2])
    if len(found) > 1:
        raise ProposalNotApplied(
            f"Several people are called {name}. Choose the right one in the entry’s form."
        )
    return found[0] if found else None


def add_person(name: str) -> Person:
    person = Person(name=name, slug=available_slug(Person, name, otherwise="person"))
    person.full_clean()
    person.save()
    return person


def apply_place(*, proposal: Proposal, by: User) -> None:
    data = proposal.data
    name, state_name = data["name"].strip(), data["state"].strip()
    if not name:
        raise ProposalNotApplied("Enter the name of the place.")
    if data["level"] == Place.Level.STATE:
        place = find_place(name, Place.Level.STATE) or add_place(name)
    else:
        place = find_district(name, state_name)
    entry = load(proposal.entry)
    save(entry, by=by, relations={"places": [*entry.places.all(), place]})


def find_district(name: str, state_name: str) -> Place:
    found = find_place(name, Place.Level.DISTRICT, state_name)
    if found:
        return found
    if not state_name:
        raise ProposalNotApplied(f"Enter the state that {name} is in.")
    state = find_place(state_name, Place.Level.STATE) or add_place(state_name)
    return add_place(name, level=Place.Level.DISTRICT, parent=state)


def find_place(name: str, level: str, state_name: str = "") -> Place | None:
    places = Place.objects.filter(name__iexact=name, level=level).order_by("pk")
    if state_name:
        places = places.filter(parent__name__iexact=state_name)
    found = list(places[:2])
    if len(found) > 1:
        raise ProposalNotApplied(
            f"Several places are called {name}. Enter the state of the one that is meant."
        )
    return found[0] if found else None


def add_place(name: str, *, level: str = Place.Level.STATE, parent: Place | None = None) -> Place:
    place = Place(name=name, level=level, parent=parent)
    place.slug = available_slug(Place, name, otherwise="place")
    place.full_clean()
    save_term(term=place)
    return place


def apply_companion(*, proposal: Proposal, by: User) -> None:
    join(first=proposal.entry, second=cast(Entry, proposal.other), by=by)


def available_slug(model: type[Person] | type[Place], name: str, *, otherwise: str) -> str:
    base = slugify(name, allow_unicode=True)[:190] or otherwise
    slug, number = base, 2
    while model._default_manager.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
