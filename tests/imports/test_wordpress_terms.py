"""WordPress categories, tags, and authors, as topics, tags, and people."""

from urllib.parse import quote

import pytest
from taggit.models import Tag

from blog.models import Post
from content.editing.terms import save_term
from content.models import Contribution, Person, Topic
from imports.reports import Outcome
from tests.factories import PersonFactory, TopicFactory
from tests.support.wordpress_exports import author, category, item, term

pytestmark = pytest.mark.django_db


def test_uncategorized_is_not_imported_as_topic(import_items):
    report = import_items(
        category("uncategorized", "Uncategorized"),
        item(1, term("category", "uncategorized", "Uncategorized")),
    )

    assert Topic.objects.count() == 0
    assert Post.objects.get().attention == "It has no topic."
    assert report.remarks["No topic"] == ["“Post 1”"]


def test_higher_education_category_sets_sector(import_items):
    import_items(item(1, term("category", "higher-education", "Higher Education")))

    post = Post.objects.get()
    assert (post.sector, [topic.slug for topic in post.topics.all()]) == (
        "higher-education",
        ["higher-education"],
    )


def test_tags_that_differ_only_in_case_are_merged(import_items):
    Tag.objects.create(name="seat time", slug="seat-time-2")

    import_items(item(1, term("post_tag", "seat-time", "Seat Time")))

    assert [tag.name for tag in Post.objects.get().tags.all()] == ["seat time"]


@pytest.mark.parametrize("name", ["→", "!!!"])
def test_tag_without_letters_is_skipped_and_reported(import_items, name):
    report = import_items(item(1, term("post_tag", quote(name), name), term("post_tag", "a", "A")))

    assert [tag.name for tag in Post.objects.get().tags.all()] == ["A"]
    assert Tag.objects.count() == 1
    assert report.counts["Tags"] == {Outcome.NEW: 1, Outcome.SKIPPED: 1}
    assert report.remarks["Skipped: tags and topics without a letter or digit in the name"] == [
        f"“{name}”"
    ]


def test_topic_without_letters_is_skipped_and_reported(import_items):
    report = import_items(item(1, term("category", "→", "→")))

    assert Topic.objects.count() == 0
    assert report.counts["Topics"] == {Outcome.SKIPPED: 1}
    assert report.remarks["Skipped: tags and topics without a letter or digit in the name"] == [
        "“→”"
    ]


def test_two_logins_with_same_name_stay_two_people(import_items):
    report = import_items(
        author("chris", "Chris Example"),
        author("csturgis", "Chris Example"),
        item(1, creator="csturgis"),
    )

    assert list(Person.objects.order_by("slug").values_list("slug", "name")) == [
        ("chris", "Chris Example"),
        ("csturgis", "Chris Example"),
    ]
    assert [person.slug for person in Post.objects.get().authors] == ["csturgis"]
    assert list(report.remarks["People who may be the same person"]) == [
        "Chris Example wrote as “chris” and as “csturgis”. If that is one person, name one of "
        "them on all posts, and delete the other."
    ]


def test_multiple_authors_keep_their_order(import_items):
    import_items(
        author("zoe", "Zoe"),
        author("ann", "Ann"),
        item(1, term("author", "cap-zoe", "Zoe"), term("author", "cap-ann", "Ann"), creator="ann"),
    )

    assert [person.name for person in Post.objects.get().authors] == ["Zoe", "Ann"]


def test_email_login_is_not_shown_as_name(import_items, client):
    import_items(item(1, creator="ann.lee@example.org"))

    assert list(Person.objects.values_list("slug", "name")) == [("ann-lee", "ann.lee")]
    assert client.get("/author/ann-leeexample-org/")["Location"] == "/people/ann-lee/"


def test_number_of_author_redirects(import_items, client):
    numbered = author("ann", "Ann").replace(
        "<wp:author>", "<wp:author><wp:author_id>3</wp:author_id>"
    )

    import_items(numbered, item(1, creator="ann"))

    assert client.get("/?author=3")["Location"] == "/people/ann/"


def test_person_and_topic_with_changed_slug_are_matched(import_items):
    person, topic = PersonFactory(slug="chris"), TopicFactory(slug="analysis")
    for moved in (person, topic):
        save_term(term=type(moved).objects.get(pk=moved.pk))
        moved = type(moved).objects.get(pk=moved.pk)
        moved.slug = "renamed"
        save_term(term=moved)

    import_items(item(1, term("category", "analysis", "Analysis")))

    post = Post.objects.get()
    assert (list(post.people.all()), list(post.topics.all())) == ([person], [topic])
    assert (Person.objects.count(), Topic.objects.count()) == (1, 1)


def test_contributions_are_kept_if_authors_are_unchanged(import_items):
    import_items(item(1))
    kept = Contribution.objects.get()

    import_items(item(1, content="Other words."))

    assert Contribution.objects.get() == kept
