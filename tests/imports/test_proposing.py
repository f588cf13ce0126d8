"""What is stored as proposals, and that nothing else changes."""

from io import StringIO

import pytest
from django.core.management import call_command

from content.models import Redirect, Revision
from imports.models import Proposal
from imports.proposals.deciding import reject
from imports.proposals.proposing import propose
from tests.factories import (
    EventFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    SeriesFactory,
    UserFactory,
)
from tests.support.proposals import proposals_of

pytestmark = pytest.mark.django_db

SECOND = "This is the second in a series on pace."


def facts(kind: str) -> list[tuple]:
    rows = Proposal.objects.filter(kind=kind).order_by("pk")
    return [(row.entry.title, row.data, row.sentence) for row in rows]


def test_posts_of_one_series_are_proposed_together():
    PostFactory(title="Two", body=SECOND)
    PostFactory(title="One", body="Hello.\n\nThis is the first post in a series about pace.")

    new = propose()

    assert new == {"series": 2}
    assert facts("series") == [
        (
            "One",
            {"title": "Pace", "number": 1, "total": None},
            "This is the first post in a series about pace.",
        ),
        ("Two", {"title": "Pace", "number": 2, "total": None}, SECOND),
    ]
    assert set(Proposal.objects.values_list("group", flat=True)) == {"pace"}


def test_old_addresses_of_posts_here_are_links_among_them():
    first = PostFactory(title="One", guid="https://old.example.org/?p=1")
    Redirect.objects.create(old_path="/thoughts/one/", entry=first)
    PostFactory(
        title="Two", body=f"{SECOND} Read [Part 1](http://www.old.example.org/thoughts/one)."
    )

    propose()

    assert [(title, data["number"]) for title, data, _ in facts("series")] == [
        ("One", 1),
        ("Two", 2),
    ]


def test_first_publication_byline_and_places_are_proposed():
    PostFactory(
        title="Why Maine Moved",
        body="By Ana Poe and Kim Lee\n\nThis post originally appeared at [Bright Paths]"
        "(https://bright.example/why) on May 3, 2015.",
        authors=[PersonFactory(name="The staff")],
    )

    propose()

    assert proposals_of("Why Maine Moved") == {
        "authors": [{"names": ["Ana Poe", "Kim Lee"], "instead_of": ["The staff"]}],
        "cross-post": [
            {
                "publisher": "Bright Paths",
                "address": "https://bright.example/why",
                "day": "2015-05-03",
            }
        ],
        "place": [{"name": "Maine", "level": "state", "state": ""}],
    }


def test_report_and_its_webinar_are_proposed_once():
    title = "Designing for Equity: A Path to Fair Schools"
    report = PublicationFactory(title=title)
    event = EventFactory(title=title)

    propose()

    proposal = Proposal.objects.get(kind="companion")
    assert {proposal.entry_id, proposal.other_id} == {report.pk, event.pk}


def test_what_is_here_already_is_not_proposed():
    series, place = SeriesFactory(), PlaceFactory(name="Maine")
    post = PostFactory(
        title="Why Maine Moved",
        body=f"{SECOND}\n\nBy Ana Poe and Kim Lee\n\nOriginally posted at Bright Paths.",
        authors=[PersonFactory(name="Kim Lee"), PersonFactory(name="Ana Poe")],
        places=[place],
        original_publisher="Bright Paths",
    )
    post.series, post.part_number = series, 1
    post.save()

    assert propose() == {}


def test_proposing_again_adds_nothing_and_does_not_revive_rejected():
    PostFactory(title="Update on Iowa", body=SECOND)
    propose()
    rejected = Proposal.objects.get(kind="place")
    reject(proposals=[rejected.pk], by=UserFactory(is_superuser=True))

    new = propose()

    assert new == {}
    states = Proposal.objects.order_by("kind").values_list("kind", "state")
    assert list(states) == [("place", "rejected"), ("series", "proposed")]


def test_waiting_proposal_follows_the_text():
    post = PostFactory(body=SECOND)
    propose()
    post.body_html = "<p>This is the third in a series on pace.</p>"
    post.save()

    propose()

    assert [(data["number"], sentence) for _, data, sentence in facts("series")] == [
        (3, "This is the third in a series on pace.")
    ]


def test_only_the_entries_of_an_import_are_read():
    PostFactory(title="Update on Iowa")
    post = PostFactory(title="Update on Maine")

    propose([post.pk])

    assert [title for title, _, _ in facts("place")] == ["Update on Maine"]


def test_drafts_of_writers_are_not_read():
    PostFactory(title="Update on Iowa", draft=True)

    assert propose() == {}


def test_command_changes_no_entry_and_counts():
    PostFactory(title="Update on Iowa", body=SECOND)
    revisions = Revision.objects.count()
    output = StringIO()

    call_command("find_proposals", stdout=output)

    assert output.getvalue().splitlines() == [
        "Series: 1 new, 1 waiting",
        "First appeared elsewhere: 0 new, 0 waiting",
        "Authors: 0 new, 0 waiting",
        "Places: 1 new, 1 waiting",
        "Companions: 0 new, 0 waiting",
        "Editors decide on them in the admin, under Proposals.",
    ]
    assert Revision.objects.count() == revisions
