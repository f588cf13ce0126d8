"""How many entries a list of terms says that each has."""

import pytest
from lxml import html

from content import term_counts
from content.models import Topic
from content.term_counts import read_tree
from tests.factories import PersonFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db


def shown(client, path: str) -> list[str]:
    page = html.fromstring(client.get(path).content.decode())
    return [count.text_content() for count in page.xpath("//main//*[@class='count']")]


def test_term_counts_entries_of_descendants_once():
    top = TopicFactory(name="Top")
    low = TopicFactory(name="Low", parent=TopicFactory(name="Middle", parent=top))
    PostFactory(topics=[top, low])
    PostFactory(topics=[low])
    PostFactory(topics=[low], draft=True)

    (found,) = read_tree(Topic)

    assert [(term.name, term.entry_count) for term in (found, *found.below)] == [
        ("Top", "2"),
        ("Middle", "2"),
        ("Low", "2"),
    ]


def test_counting_stops_at_a_hundred(client, monkeypatch):
    monkeypatch.setattr(term_counts, "COUNTED", 2)
    top = TopicFactory(order=1)
    few, many = [TopicFactory(parent=top, order=order) for order in (2, 3)]
    PostFactory.create_batch(2, topics=[few], tags=["few"])
    PostFactory.create_batch(3, topics=[many], tags=["many"])

    assert shown(client, "/topics/") == ["2+", "2", "2+"]
    assert shown(client, "/tags/") == ["2", "2+"]


def test_person_with_two_roles_in_an_entry_is_counted_once(client, monkeypatch):
    monkeypatch.setattr(term_counts, "COUNTED", 1)
    person = PersonFactory()
    post = PostFactory(authors=[person])
    post.contributions.create(person=person, role="editor")

    assert shown(client, "/people/") == ["1"]
