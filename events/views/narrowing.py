"""Listings of events on one topic, by one presenter, or both."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from content.models import Contribution, Entry, Person, Role, Topic
from content.trees import ids_below
from events.querysets import EventQuerySet

OFFERED_AT_MOST = 60


@dataclass(frozen=True)
class Narrowing:
    """What a listing is narrowed to. Its addresses keep one order: first topic, then presenter."""

    topic: Topic | None = None
    presenter: Person | None = None

    @property
    def choices(self) -> dict[str, str]:
        chosen = {"topic": self.topic, "presenter": self.presenter}
        return {name: term.slug for name, term in chosen.items() if term}

    @property
    def query(self) -> str:
        return urlencode(self.choices)

    @property
    def words(self) -> str:
        """What is chosen, as the title says it: on Assessment with Ada Ayers."""
        words = [f"on {self.topic.name}"] if self.topic else []
        return " ".join(words + ([f"with {self.presenter.name}"] if self.presenter else []))

    def narrow(self, events: EventQuerySet) -> EventQuerySet:
        if self.topic:
            links = Entry.topics.through.objects.filter(topic__in=ids_below(self.topic))
            events = events.filter(pk__in=links.values("entry"))
        if self.presenter:
            events = events.filter(pk__in=presented().filter(person=self.presenter).values("entry"))
        return events

    def chips(self, url: str) -> list[tuple[str, str, str]]:
        """Return (kind of choice, what is chosen, address without it)."""
        chosen = [("Topic", "topic", self.topic), ("Presenter", "presenter", self.presenter)]
        return [
            (label, term.name, address(url, **(self.choices | {name: ""})))
            for label, name, term in chosen
            if term
        ]

    def offers(self, url: str, events: EventQuerySet) -> list[tuple[str, list]]:
        """Return (kind of choice, its (name, address, whether it is chosen)). Two queries."""
        links = Entry.topics.through.objects.filter(entry__in=events.values("pk"))
        people = presented().filter(entry__in=events.values("pk"))
        offered = [
            ("Topics", "topic", Topic.objects.filter(pk__in=links.values("topic"))),
            ("Presenters", "presenter", Person.objects.filter(pk__in=people.values("person"))),
        ]
        return [
            (label, offer)
            for label, name, terms in offered
            if len(offer := self.offer(url, name, terms)) > 1
        ]

    def offer(self, url: str, name: str, terms: QuerySet) -> list[tuple[str, str, bool]]:
        return [
            (
                term.name,
                address(url, **(self.choices | {name: term.slug})),
                self.choices.get(name) == term.slug,
            )
            for term in terms.only("name", "slug")[:OFFERED_AT_MOST]
        ]


def read_narrowing(parameters: QueryDict) -> Narrowing:
    """Raises Http404 for a topic or a person that does not exist."""
    topic, presenter = parameters.get("topic"), parameters.get("presenter")
    return Narrowing(
        topic=get_object_or_404(Topic, slug=topic) if topic else None,
        presenter=get_object_or_404(Person, slug=presenter) if presenter else None,
    )


def presented() -> QuerySet[Contribution]:
    return Contribution.objects.filter(role=Role.PRESENTER)


def address(url: str, *, topic: str = "", presenter: str = "") -> str:
    chosen = {"topic": topic, "presenter": presenter}
    query = urlencode({name: slug for name, slug in chosen.items() if slug})
    return f"{url}?{query}" if query else url
