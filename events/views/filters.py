"""Filtering listings of events by topic, presenter, or both."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from content.models import Contribution, Entry, Person, Role, Topic
from content.trees import ids_below
from events.querysets import EventQuerySet

MAX_OPTIONS = 60
FILTERS = ("topic", "presenter")


@dataclass(frozen=True)
class EventFilters:
    """The filters of a listing. In addresses, the topic always comes before the presenter."""

    topic: Topic | None = None
    presenter: Person | None = None

    @property
    def values(self) -> dict[str, str]:
        chosen = {"topic": self.topic, "presenter": self.presenter}
        return {name: term.slug for name, term in chosen.items() if term}

    @property
    def query(self) -> str:
        return urlencode(self.values)

    @property
    def description(self) -> str:
        """The filters as the title names them: “on Assessment with Ada Ayers”."""
        topic = [f"on {self.topic.name}"] if self.topic else []
        return " ".join(topic + ([f"with {self.presenter.name}"] if self.presenter else []))

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        if self.topic:
            links = Entry.topics.through.objects.filter(topic__in=ids_below(self.topic))
            events = events.filter(pk__in=links.values("entry"))
        if self.presenter:
            events = events.filter(pk__in=presented().filter(person=self.presenter).values("entry"))
        return events

    def chips(self, url: str) -> list[tuple[str, str, str]]:
        """Return (label, value, address without it) for each active filter."""
        chosen = [("Topic", "topic", self.topic), ("Presenter", "presenter", self.presenter)]
        return [
            (label, term.name, address(url, **(self.values | {name: ""})))
            for label, name, term in chosen
            if term
        ]

    def options(self, url: str, events: EventQuerySet) -> list[tuple[str, list]]:
        """Return (label, [(name, address, is chosen)]) for each filter. Two queries."""
        links = Entry.topics.through.objects.filter(entry__in=events.values("pk"))
        people = presented().filter(entry__in=events.values("pk"))
        available = [
            ("Topics", "topic", Topic.objects.filter(pk__in=links.values("topic"))),
            ("Presenters", "presenter", Person.objects.filter(pk__in=people.values("person"))),
        ]
        return [
            (label, options)
            for label, name, terms in available
            if len(options := self.list_options(url, name, terms)) > 1
        ]

    def list_options(self, url: str, name: str, terms: QuerySet) -> list[tuple[str, str, bool]]:
        return [
            (
                term.name,
                address(url, **(self.values | {name: term.slug})),
                self.values.get(name) == term.slug,
            )
            for term in terms.only("name", "slug")[:MAX_OPTIONS]
        ]


def read_filters(parameters: QueryDict) -> EventFilters:
    """Raises Http404 for a topic or a person that doesn’t exist."""
    topic, presenter = parameters.get("topic"), parameters.get("presenter")
    return EventFilters(
        topic=get_object_or_404(Topic, slug=topic) if topic else None,
        presenter=get_object_or_404(Person, slug=presenter) if presenter else None,
    )


def presented() -> QuerySet[Contribution]:
    return Contribution.objects.filter(role=Role.PRESENTER)


def address(url: str, *, topic: str = "", presenter: str = "") -> str:
    chosen = {"topic": topic, "presenter": presenter}
    query = urlencode({name: slug for name, slug in chosen.items() if slug})
    return f"{url}?{query}" if query else url
