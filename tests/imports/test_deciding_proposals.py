"""What accepting and rejecting proposals does."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from blog.models import Post, Series
from blog.services.series import place_part
from content.models import Person, Place, Role
from imports.models import Proposal
from imports.proposals.deciding import accept, reject, reopen
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
from tests.support.proposals import all_numbers
from wiki.models import NoCompanions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def editor():
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def part(number: str, title: str, days_ago: int = 0, **fields) -> Post:
    body = f"This is the {number} in a series on pace."
    published_at = timezone.now() - timedelta(days=days_ago + 1)
    return PostFactory(title=title, body=body, published_at=published_at, **fields)


def parts_of(title: str) -> list[tuple[int, str]]:
    posts = Post.objects.filter(series__title=title).order_by("part_number")
    return [(post.part_number, post.title) for post in posts]


def problems(decisions) -> list[tuple[str, str]]:
    return [(proposal.entry.title, reason) for proposal, reason in decisions.problems]


def test_accepted_series_is_published_with_its_parts_in_order(editor):
    part("third", "Three", days_ago=9)
    first = part("first", "One", days_ago=4)
    propose()

    decisions = accept(proposals=all_numbers(), by=editor)

    assert (decisions.done, decisions.problems) == (2, [])
    assert parts_of("Pace") == [(1, "One"), (2, "Three")]
    series = Series.objects.get()
    assert series.is_public
    assert series.published_at == min(post.published_at for post in Post.objects.all())
    revision = first.revisions.newest_first()[0]
    assert (revision.by, revision.reason) == (editor, "Accepted a proposal from the text")
    assert set(Proposal.objects.values_list("state", "decided_by")) == {("accepted", editor.pk)}


def test_editor_corrects_title_and_order(editor):
    one, two = part("first", "One"), part("second", "Two")
    propose()
    corrections = {
        Proposal.objects.get(entry=one).pk: {"title": "All About Pace", "number": 2},
        Proposal.objects.get(entry=two).pk: {"title": "All About Pace", "number": 1},
    }

    accept(proposals=list(corrections), by=editor, corrections=corrections)

    assert parts_of("All About Pace") == [(1, "Two"), (2, "One")]


def test_part_that_comes_later_takes_its_place(editor):
    part("third", "Three")
    part("first", "One")
    propose()
    numbers = {number: {"title": "All About Pace"} for number in all_numbers()}
    accept(proposals=list(numbers), by=editor, corrections=numbers)
    part("second", "Two")
    propose()

    decisions = accept(proposals=all_numbers(), by=editor)

    assert (decisions.done, decisions.problems) == (1, [])
    assert parts_of("All About Pace") == [(1, "One"), (2, "Two"), (3, "Three")]


def test_rest_of_a_series_keeps_the_title_given_to_its_first_part(editor):
    one, two = part("first", "One"), part("second", "Two")
    propose()
    first = Proposal.objects.get(entry=one)
    accept(proposals=[first.pk], by=editor, corrections={first.pk: {"title": "All About Pace"}})
    propose()

    accept(proposals=[Proposal.objects.get(entry=two).pk], by=editor)

    assert parts_of("All About Pace") == [(1, "One"), (2, "Two")]


def test_post_in_another_series_stops_its_whole_group(editor):
    post, _ = part("first", "One"), part("second", "Two")
    propose()
    place_part(post=post, series=SeriesFactory(title="Ours"))

    decisions = accept(proposals=all_numbers(), by=editor)

    reason = (
        "“One” is already part 1 of “Ours.” Reject it here, or remove it from that series first."
    )
    assert (decisions.done, problems(decisions)) == (0, [("One", reason)])
    assert parts_of("Pace") == []
    assert set(Proposal.objects.values_list("state", "problem")) == {("proposed", reason)}


def test_accepted_first_publication_is_in_the_posts_fields(editor):
    PostFactory(body="Originally posted Aug. 8, 2014 at Bright Paths.")
    propose()
    (number,) = all_numbers()
    corrections = {number: {"address": "https://bright.example/a"}}

    accept(proposals=[number], by=editor, corrections=corrections)

    post = Post.objects.get()
    assert (post.original_publisher, post.original_url, post.original_date) == (
        "Bright Paths",
        "https://bright.example/a",
        date(2014, 8, 8),
    )


def test_accepted_authors_replace_the_account(editor):
    poe = PersonFactory(name="Ana Poe")
    presenter = PersonFactory(name="Lee Roe")
    account = PersonFactory(name="The staff")
    post = PostFactory(body="By Kim Lee and Ana Poe", authors=[account], presenters=[presenter])
    propose()

    accept(proposals=all_numbers(), by=editor)

    rows = post.contributions.values_list("person__name", "role")
    assert list(rows) == [
        ("Kim Lee", Role.AUTHOR),
        ("Ana Poe", Role.AUTHOR),
        ("Lee Roe", Role.PRESENTER),
    ]
    assert Person.objects.get(name="Ana Poe") == poe
    assert Person.objects.get(name="Kim Lee").slug == "kim-lee"


def test_name_of_two_people_is_not_applied(editor):
    PersonFactory(name="Ana Poe")
    PersonFactory(name="ana poe")
    PostFactory(title="Why", body="By Kim Lee and Ana Poe")
    propose()

    decisions = accept(proposals=all_numbers(), by=editor)

    assert problems(decisions) == [
        (
            "Why",
            "Several people are called Ana Poe. Choose the right one in the entry’s form.",
        )
    ]
    assert not Person.objects.filter(name="Kim Lee").exists()


def test_accepted_district_is_in_its_state(editor):
    other = PlaceFactory()
    post = PostFactory(
        title="Hand in Hand in Bay School District",
        body="We visited Bay School District in Alaska.",
        places=[other],
    )
    propose()

    decisions = accept(proposals=all_numbers(), by=editor)

    assert (decisions.done, decisions.problems) == (2, [])
    district = Place.objects.get(level="district")
    assert (district.name, district.parent.name) == ("Bay School District", "Alaska")
    assert set(post.places.all()) == {other, district, district.parent}


def test_district_without_a_state_waits_for_one(editor):
    PostFactory(title="Ten Years of Bay Unified")
    propose()
    (number,) = all_numbers()

    decisions = accept(proposals=[number], by=editor)
    corrected = accept(proposals=[number], by=editor, corrections={number: {"state": "California"}})

    assert problems(decisions) == [
        ("Ten Years of Bay Unified", "Enter the state that Bay Unified is in.")
    ]
    assert corrected.done == 1
    assert set(Place.objects.values_list("name", flat=True)) == {"California", "Bay Unified"}


def test_correction_that_could_not_be_applied_is_kept(editor):
    PostFactory(title="Ten Years of Bay Unified")
    propose()
    (number,) = all_numbers()

    accept(proposals=[number], by=editor, corrections={number: {"name": "Bay Schools"}})

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.data["name"]) == ("proposed", "Bay Schools")


def test_accepted_companions_are_shown_on_both(editor):
    report = PublicationFactory(title="Designing for Equity: A Path to Fair Schools")
    event = EventFactory(title=report.title)
    propose()

    accept(proposals=all_numbers(), by=editor)

    assert [entry.pk for entry in report.companions.all()] == [event.pk]


def test_rejected_companions_are_not_suggested_elsewhere_either(editor):
    report = PublicationFactory(title="Designing for Equity: A Path to Fair Schools")
    event = EventFactory(title=report.title)
    propose()

    reject(proposals=all_numbers(), by=editor)

    assert list(NoCompanions.objects.values_list("first", "second")) == [(report.pk, event.pk)]


def test_decided_proposals_are_left_alone(editor):
    PostFactory(title="Update on Iowa")
    propose()
    reject(proposals=all_numbers(), by=editor)

    decisions = accept(proposals=all_numbers(), by=editor)

    assert (decisions.done, decisions.problems) == (0, [])
    assert not Place.objects.exists()


def test_rejected_proposal_that_is_put_back_can_be_accepted(editor):
    PostFactory(title="Update on Iowa")
    propose()
    reject(proposals=all_numbers(), by=editor)
    reopen(proposals=all_numbers(), by=editor)

    accept(proposals=all_numbers(), by=editor)

    assert list(Proposal.objects.values_list("state", flat=True)) == ["accepted"]


def test_one_proposal_that_fails_costs_no_other(editor):
    PostFactory(title="Ten Years of Bay Unified")
    PostFactory(title="Update on Iowa")
    propose()

    decisions = accept(proposals=all_numbers(), by=editor)

    assert (decisions.done, len(decisions.problems)) == (1, 1)
    assert list(Place.objects.values_list("name", flat=True)) == ["Iowa"]


def test_someone_who_may_not_publish_applies_nothing():
    writer = UserFactory()
    writer.groups.add(Group.objects.get(name="Writers"))
    PostFactory(title="Update on Iowa")
    propose()

    decisions = accept(proposals=all_numbers(), by=writer)

    assert problems(decisions) == [
        ("Update on Iowa", "You don’t have permission to change “Update on Iowa.”")
    ]
