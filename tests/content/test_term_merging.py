"""Two tags, people, topics, or places become one."""

import pytest
from taggit.models import Tag

from content.editing.likely_duplicates import find_likely_duplicates, likely_duplicates_of
from content.editing.term_merging import count_entries, merge_terms
from content.exceptions import MergeRefused
from content.models import Person, Place, Revision, Topic
from tests.factories import (
    PersonFactory,
    PlaceFactory,
    PostFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def names_in(entry, relation: str) -> list[str]:
    entry = type(entry).objects.get(pk=entry.pk)
    return sorted(str(row) for row in getattr(entry, relation).all())


def test_merged_topic_moves_entries_once_and_redirects(client):
    stays, goes = TopicFactory(name="Assessment"), TopicFactory(name="Grading", slug="grading")
    both = PostFactory(topics=[stays, goes])
    one = PostFactory(topics=[goes])

    assert (count_entries(stays), count_entries(goes), count_entries(stays, goes)) == (1, 2, 2)
    merge_terms(stays=stays, goes=goes, by=None)

    assert [names_in(entry, "topics") for entry in (both, one)] == [["Assessment"]] * 2
    assert list(Topic.objects.all()) == [stays]
    assert client.get("/topics/grading/")["Location"] == stays.get_absolute_url()
    assert client.get("/topics/grading/feed/")["Location"] == f"{stays.get_absolute_url()}feed/"


def test_merged_tag_leaves_revision_with_reason_and_new_tag():
    user = UserFactory()
    post = PostFactory(tags=["rubric", "mastery"])
    modified_at = post.modified_at
    stays, goes = Tag.objects.create(name="rubrics", slug="rubrics"), Tag.objects.get(name="rubric")

    merge_terms(stays=stays, goes=goes, by=user)

    newest = Revision.objects.filter(entry=post).newest_first().first()
    assert (newest.reason, newest.by, newest.data["tags"]) == (
        "Merged the tag “rubric” into “rubrics”",
        user,
        ["mastery", "rubrics"],
    )
    post.refresh_from_db()
    assert post.modified_at == modified_at


def test_merged_person_keeps_each_role_once_and_place_in_byline():
    ana, other = PersonFactory(name="Ana Ruiz"), PersonFactory(name="A. Ruiz")
    ben = PersonFactory(name="Ben")
    first = PostFactory(authors=[other, ben], presenters=[ana])
    both = PostFactory(authors=[ben, ana, other])

    merge_terms(stays=ana, goes=other, by=None)

    def roles(entry):
        return [(row.person.name, row.role) for row in entry.contributions.all()]

    assert roles(first) == [("Ana Ruiz", "author"), ("Ben", "author"), ("Ana Ruiz", "presenter")]
    assert roles(both) == [("Ben", "author"), ("Ana Ruiz", "author")]


def test_person_who_stays_takes_account_and_what_they_lack():
    ana = PersonFactory(name="Ana Ruiz", job_title="Principal")
    other = PersonFactory(name="A. Ruiz", job_title="Teacher", biography="Ana teaches.")
    user = UserFactory(person=other)

    merge_terms(stays=ana, goes=other, by=None)

    ana.refresh_from_db()
    user.refresh_from_db()
    assert (ana.job_title, ana.biography, user.person) == ("Principal", "Ana teaches.", ana)


def test_people_who_both_have_accounts_are_refused():
    ana, other = PersonFactory(name="Ana Ruiz"), PersonFactory(name="A. Ruiz")
    UserFactory(person=ana, email="ana@example.org")
    UserFactory(person=other, email="a@example.org")

    with pytest.raises(MergeRefused) as refused:
        merge_terms(stays=ana, goes=other, by=None)

    assert str(refused.value) == (
        "Ana Ruiz and A. Ruiz both have an account (ana@example.org and a@example.org). Remove the "
        "person from one of the accounts first, then merge them."
    )
    assert Person.objects.count() == 2


def test_places_inside_merged_place_move_along():
    stays, goes = PlaceFactory(name="New Hampshire"), PlaceFactory(name="N.H.")
    district = PlaceFactory(name="Concord", level="district", parent=goes)

    merge_terms(stays=stays, goes=goes, by=None)

    district.refresh_from_db()
    assert district.parent == stays


def test_places_of_different_levels_are_refused():
    state = PlaceFactory(name="Maine")
    district = PlaceFactory(name="Portland", level="district", parent=state)

    with pytest.raises(MergeRefused) as refused:
        merge_terms(stays=district, goes=state, by=None)

    assert str(refused.value) == (
        "Portland is a district, and Maine is a state. Only two places of the same level can be "
        "merged."
    )
    assert Place.objects.count() == 2


def test_topic_can_be_merged_into_one_inside_it():
    top, other = TopicFactory(name="Top"), TopicFactory(name="Other")
    goes = TopicFactory(name="Broad", parent=top)
    middle = TopicFactory(name="Middle", parent=goes)
    stays = TopicFactory(name="Narrow", parent=middle)
    Topic.objects.filter(pk=other.pk).update(parent=goes)

    merge_terms(stays=stays, goes=goes, by=None)

    parents = {topic.name: str(topic.parent) for topic in Topic.objects.select_related("parent")}
    assert parents == {"Top": "None", "Narrow": "Top", "Middle": "Narrow", "Other": "Narrow"}


def test_address_of_earlier_merge_leads_to_last_one(client):
    first, second, third = (TopicFactory(slug=slug) for slug in ("first", "second", "third"))

    merge_terms(stays=second, goes=first, by=None)
    merge_terms(stays=third, goes=second, by=None)

    assert client.get("/topics/first/")["Location"] == "/topics/third/"


@pytest.mark.parametrize(
    ("one", "other", "is_likely"),
    [
        ("Ana Ruiz", "Ána Ruíz", True),
        ("Ana Ruiz", "Ruiz, Ana", True),
        ("Ana Ruiz", "A. Ruiz", True),
        ("Ana M. Ruiz", "Ana Ruiz", True),
        ("Dr. Ana Ruiz", "Ana Maria Ruiz", True),
        ("Katherine Smith", "Catherine Smith", True),
        ("Ana Ruiz", "Ben Ruiz", False),
        ("Ana Ruiz", "Ana Lopez", False),
        ("Ana Ruiz", "B. Ruiz", False),
        ("Ruiz", "Ana Ruiz", False),
    ],
)
def test_likely_duplicates_have_same_name_in_other_words(one, other, is_likely):
    people = [PersonFactory(name=one), PersonFactory(name=other)]
    PersonFactory(name="Zora Neale")

    found = find_likely_duplicates()

    assert [set(pair) for pair in found] == ([set(people)] if is_likely else [])
    assert likely_duplicates_of(people[0]) == (people[1:] if is_likely else [])
