"""Which entries are offered as companions, and what happens after an answer."""

import pytest

from tests.factories import (
    ArticleFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    SeriesFactory,
)
from wiki.models import NoCompanions
from wiki.services import companion_offers
from wiki.services.companion_offers import join, next_offers, offers_for, reject_companions

pytestmark = pytest.mark.django_db

LEVERS = "Levers and Logic Models: A Framework to Guide Research and Design of High-Quality {}"


def pairs_of(offers) -> list[tuple[int, int]]:
    return [(offer.first.pk, offer.second.pk) for offer in offers]


def all_pairs() -> list[tuple[int, int]]:
    offers, following = next_offers()
    assert following is None
    return pairs_of(offers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Designing for Equity", "Designing for Equity"),
        ("Designing for Equity", "DESIGNING FOR EQUITY!"),
        (LEVERS.format("K-12 Education Systems"), LEVERS.format("Education Systems")),
        (
            "Communication Strategies for Education Leaders",
            "Webinar: Communication Strategies for Education Leaders",
        ),
    ],
)
def test_entries_with_similar_titles_are_offered(one, other):
    first, second = ResourceFactory(title=one), ResourceFactory(title=other)

    assert all_pairs() == pairs_of(offers_for([second.pk])) == [(first.pk, second.pk)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Charting the Course for the Next Phase of K-12 Competency-Based Education",
            "Quality and Equity by Design: Charting the Course for the Next Phase of "
            "Competency-Based Education",
        ),
        (
            "An Introduction to K-12 Competency-Based Education",
            "Quality Principles for Competency-Based Education",
        ),
        ("A Year of Portfolios, Part 1", "A Year of Portfolios, Part 2"),
        ("Annual Survey of the Field 2017", "Annual Survey of the Field 2018"),
    ],
)
def test_different_works_are_not_offered(one, other):
    ResourceFactory(title=one)
    ResourceFactory(title=other)

    assert all_pairs() == []


def test_only_library_entries_and_series_are_offered():
    title = "Designing for Equity"
    resource, publication = ResourceFactory(title=title), PublicationFactory(title=title)
    series = SeriesFactory(title=title)
    for factory in (PostFactory, ArticleFactory):
        factory(title=title)
    draft = ResourceFactory(title=title, draft=True)

    assert all_pairs() == [
        (series.pk, draft.pk),
        (publication.pk, draft.pk),
        (resource.pk, draft.pk),
        (publication.pk, series.pk),
        (resource.pk, series.pk),
        (resource.pk, publication.pk),
    ]


def test_joined_pair_is_shown_on_both_and_not_offered_again():
    first, second = ResourceFactory(title="Same"), ResourceFactory(title="Same")

    join(first=second, second=first)

    assert (all_pairs(), offers_for([first.pk])) == ([], [])
    assert (first.companions.get().pk, second.companions.get().pk) == (second.pk, first.pk)


def test_declined_pair_is_not_offered_again():
    first, second = ResourceFactory(title="Same"), ResourceFactory(title="Same")

    reject_companions(first=second, second=first)
    reject_companions(first=first, second=second)

    assert (all_pairs(), offers_for([first.pk])) == ([], [])
    assert NoCompanions.objects.count() == 1
    join(first=first, second=second)
    assert not NoCompanions.objects.exists()


def test_pagination_shows_every_offer_once(monkeypatch):
    monkeypatch.setattr(companion_offers, "OFFERS_PER_PAGE", 2)
    monkeypatch.setattr(companion_offers, "BATCH_SIZE", 2)
    monkeypatch.setattr(companion_offers, "MAXIMUM", 4)
    words = ["Mastery", "Portfolios", "Assessment", "Credit", "Transcripts", "Pathways", "Advising"]
    older = [ResourceFactory(title=word) for word in words]
    younger = [ResourceFactory(title=word) for word in words]
    expected = [
        (one.pk, other.pk) for one, other in zip(reversed(older), reversed(younger), strict=True)
    ]

    found, before, pages = [], None, 0
    while pages == 0 or before is not None:
        offers, before = next_offers(before=before)
        found += pairs_of(offers)
        pages += 1

    assert found == expected
    assert pages == 5


def test_offer_query_count_is_constant(django_assert_num_queries):
    for _ in range(2):
        ResourceFactory(title="Same")
    with django_assert_num_queries(6):
        next_offers()
    for _ in range(4):
        ResourceFactory(title="Same")

    with django_assert_num_queries(6):
        next_offers()
