"""The library's facet counts stay correct after every kind of change."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag

from content.editing.saving import save_entry
from content.models import Entry, Place, Topic
from tests.factories import PlaceFactory, PublicationFactory, ResourceFactory, TopicFactory
from tests.support.library_pages import (
    expected_facets,
    facets_on,
    query_value,
    read_page,
    titles_on,
    values_of,
)
from wiki.models import Resource


@pytest.fixture
def terms(db) -> dict:
    """Return nested topics and places."""
    assessment = TopicFactory(name="Assessment", slug="assessment")
    portfolios = TopicFactory(name="Portfolios", slug="portfolios", parent=assessment)
    maine = PlaceFactory(name="Maine", slug="maine")
    district = PlaceFactory(name="Sanford", slug="sanford", level="district", parent=maine)
    return {
        "assessment": assessment,
        "portfolios": portfolios,
        "equity": TopicFactory(name="Equity", slug="equity"),
        "maine": maine,
        "sanford": district,
        "school": PlaceFactory(name="A school", slug="school", level="school", parent=district),
        "vermont": PlaceFactory(name="Vermont", slug="vermont"),
    }


@pytest.fixture
def library(terms):
    """Create three public entries, the first of which tests change, and two that are not."""
    ResourceFactory(
        slug="first",
        sector="both",
        year=2017,
        topics=[terms["portfolios"], terms["assessment"]],
        places=[terms["school"]],
        tags=["pace"],
    )
    ResourceFactory(slug="second", format="tool", topics=[terms["equity"]])
    PublicationFactory(slug="ours", year=2018, places=[terms["maine"], terms["sanford"]])
    ResourceFactory(slug="draft", draft=True, year=2001, topics=[terms["equity"]])
    ResourceFactory(slug="scheduled", scheduled=True, year=2002, places=[terms["vermont"]])


def first_resource() -> Resource:
    return Resource.objects.get(slug="first")


def change_by_saving(**values) -> None:
    entry = first_resource()
    for name, value in values.items():
        setattr(entry, name, value)
    save_entry(entry=entry, by=None)


CHANGES: dict[str, Callable[[], object]] = {
    "no change": lambda: None,
    "published": lambda: Resource.objects.filter(slug="draft").update(
        status="published", published_at=timezone.now()
    ),
    "published by saving": lambda: PublicationFactory(format="book", year=2020),
    "returned to draft": lambda: change_by_saving(status="draft"),
    "scheduled": lambda: change_by_saving(published_at=timezone.now() + timedelta(days=1)),
    "scheduled one appears": lambda: Entry.objects.filter(slug="scheduled").update(
        published_at=timezone.now() - timedelta(days=1)
    ),
    "deleted": lambda: first_resource().delete(),
    "bulk deletion": lambda: Entry.objects.filter(format="report").delete(),
    "format": lambda: change_by_saving(format="video"),
    "removed from library": lambda: Entry.objects.filter(slug="first").update(format=""),
    "added to library": lambda: Entry.objects.filter(slug="draft").update(
        format="policy", status="published", published_at=timezone.now()
    ),
    "sector": lambda: change_by_saving(sector="higher-education"),
    "year": lambda: change_by_saving(year=2018),
    "year unknown": lambda: change_by_saving(year=None),
    "date": lambda: change_by_saving(published_at=timezone.now() - timedelta(days=400)),
    "bulk update": lambda: Entry.objects.update(sector="k-12", year=1999),
    "topic added": lambda: first_resource().topics.add(Topic.objects.get(slug="equity")),
    "topic removed": lambda: first_resource().topics.remove(Topic.objects.get(slug="portfolios")),
    "topics replaced": lambda: first_resource().topics.set([Topic.objects.get(slug="equity")]),
    "entries moved to another topic": lambda: Entry.topics.through.objects.filter(
        topic__slug="portfolios"
    ).update(topic=Topic.objects.get(slug="equity")),
    "place moved to another entry": lambda: Entry.places.through.objects.filter(
        entry__slug="first"
    ).update(entry=Entry.objects.get(slug="second")),
    "topic renamed": lambda: Topic.objects.filter(slug="equity").update(name="Fairness"),
    "topic moved": lambda: Topic.objects.filter(slug="portfolios").update(
        parent=Topic.objects.get(slug="equity")
    ),
    "topic deleted": lambda: Topic.objects.filter(slug="portfolios").delete(),
    "place added": lambda: first_resource().places.add(Place.objects.get(slug="vermont")),
    "places removed": lambda: first_resource().places.clear(),
    "place moved": lambda: Place.objects.filter(slug="sanford").update(
        parent=Place.objects.get(slug="vermont")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_counts_are_correct_after_change(client, library, change):
    CHANGES[change]()

    assert facets_on(read_page(client, "/library/")) == expected_facets({})


@pytest.mark.parametrize("change", CHANGES)
def test_counts_are_correct_after_rollback(client, library, change):
    expected = expected_facets({})

    with transaction.atomic():
        CHANGES[change]()
        transaction.set_rollback(True)

    assert facets_on(read_page(client, "/library/")) == expected


def test_counts_of_random_combinations_are_correct(client, terms):
    chance = random.Random(20_000)
    for _ in range(40):
        factory = chance.choice([ResourceFactory, ResourceFactory, PublicationFactory])
        factory(
            format=chance.choice(["report", "book", "tool"]),
            sector=chance.choice(["k-12", "higher-education", "both"]),
            year=chance.choice([None, 2016, 2017, 2018]),
            status=chance.choice(["published"] * 6 + ["draft", "review"]),
            published_at=timezone.now() + timedelta(hours=chance.randint(-60, 6)),
            topics=chance.sample(list(Topic.objects.all()), chance.randint(0, 3)),
            places=chance.sample(list(Place.objects.all()), chance.randint(0, 2)),
        )
    entries = [values_of(entry) for entry in Entry.objects.in_library()]

    for _ in range(25):
        values = chance.choice(entries)
        chosen = {
            facet: chance.choice(sorted(values[facet]))
            for facet in chance.sample(list(values), chance.randint(0, 4))
            if values[facet]
        }
        parameters = {facet: query_value(facet, label) for facet, label in chosen.items()}
        page = read_page(client, "/library/", **parameters)
        assert facets_on(page) == expected_facets(chosen), chosen


def test_tag_is_counted_by_name_and_slug(client, library):
    Tag.objects.filter(name="pace").update(name="Own Pace", slug="own-pace")

    pages = [read_page(client, "/library/", tag=word) for word in ("own-pace", "own pace")]

    assert [page.findtext(".//p[@class='library-total']") for page in pages] == ["1 entry"] * 2


def test_entries_are_listed_by_date_regardless_of_save_order(client, db):
    for days in [5, 1, 4, 2, 3]:
        ResourceFactory(title=f"{days}", published_at=timezone.now() - timedelta(days=days))

    Entry.objects.filter(title="1").update(published_at=timezone.now() - timedelta(days=9))

    assert titles_on(read_page(client, "/library/")) == ["2", "3", "4", "5", "1"]
