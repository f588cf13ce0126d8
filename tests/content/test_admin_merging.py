"""The pages where editors merge two terms."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from lxml import html
from taggit.models import Tag

from content.models import Person, Topic
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

TOPICS = "admin:content_topic_changelist"
MERGE_TOPICS = "admin:content_topic_merge"
MERGE_PEOPLE = "admin:content_person_merge"


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def choose(client, url: str, *rows):
    return client.post(
        url, {"action": "merge_chosen", "_selected_action": [row.pk for row in rows]}
    )


def test_action_leads_to_page_with_counts(client):
    sign_in(client, "Editors")
    one, other = TopicFactory(name="A"), TopicFactory(name="B")
    PostFactory(topics=[one, other])
    PostFactory(topics=[other])

    moved = choose(client, reverse(TOPICS), one, other)
    page = client.get(moved["Location"])

    assert moved["Location"] == f"{reverse(MERGE_TOPICS)}?one={one.pk}&other={other.pk}"
    counts = [(choice["term"], choice["count"]) for choice in page.context["choices"]]
    assert (counts, page.context["total"]) == ([(one, 1), (other, 2)], 2)
    assert Topic.objects.count() == 2
    document = html.fromstring(page.content.decode())
    assert document.xpath("//input[@name='stays'][@checked]/@value") == [str(other.pk)]


def test_names_are_sorted_without_regard_to_case_and_choices_have_counts(client):
    sign_in(client, "Editors")
    PostFactory(tags=["Carnegie unit", "accessibility", "Zines"])
    PostFactory(tags=["accessibility"])
    order = ["accessibility", "Carnegie unit", "Zines"]

    for address, expected in (("", order), ("?o=1", order), ("?o=-1", order[::-1])):
        page = client.get(reverse("admin:taggit_tag_changelist") + address)
        assert [tag.name for tag in page.context["cl"].result_list] == expected
    offered = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "content", "model_name": "entrytag", "field_name": "tag", "term": ""},
    ).json()["results"]
    assert [(each["text"], each["note"]) for each in offered] == [
        ("accessibility", "2 entries"),
        ("Carnegie unit", "1 entry"),
        ("Zines", "1 entry"),
    ]


def test_action_refuses_three(client):
    sign_in(client, "Editors")

    response = choose(client, reverse(TOPICS), *(TopicFactory() for _ in range(3)))

    assert said(response) == ["Choose two to merge at a time."]


@pytest.mark.parametrize("stays", ["one", "other"])
def test_page_merges_into_the_one_that_stays(client, stays):
    sign_in(client, "Editors")
    terms = {"one": TopicFactory(name="A"), "other": TopicFactory(name="B")}
    numbers = {name: term.pk for name, term in terms.items()}

    response = client.post(reverse(MERGE_TOPICS), numbers | {"stays": numbers[stays]})

    assert list(Topic.objects.all()) == [terms[stays]]
    gone = "B" if stays == "one" else "A"
    sentence = f"“{gone}” has been merged into “{terms[stays]}”. Its old address redirects there."
    assert said(response) == [sentence]


def test_page_says_why_two_cannot_be_merged(client):
    sign_in(client, "Editors")
    topic = TopicFactory()

    page = client.get(reverse(MERGE_TOPICS), {"one": topic.pk, "other": topic.pk})

    assert page.context["form"].errors == {"__all__": ["Choose two different ones to merge."]}


def test_page_suggests_likely_duplicates_of_one_person(client):
    sign_in(client, "Editors")
    person, likely = PersonFactory(name="Ana Ruiz"), PersonFactory(name="A. Ruiz")
    PersonFactory(name="Ben")

    page = client.get(reverse(MERGE_PEOPLE), {"one": person.pk})

    address = f"{reverse(MERGE_PEOPLE)}?one={person.pk}&other={likely.pk}"
    assert (page.context["likely"], page.context["form"].errors) == ([(likely, address)], {})


def test_likely_duplicates_are_listed(client):
    sign_in(client, "Editors")
    people = {PersonFactory(name="Ana Ruiz"), PersonFactory(name="Ruiz, Ana")}

    page = client.get(reverse("admin:content_person_duplicates"))

    assert [{each["term"] for each in pair} for pair, _ in page.context["rows"]] == [people]


@pytest.mark.parametrize("group", ["Writers", "Event managers"])
def test_only_editors_merge(client, group):
    sign_in(client, group)
    people = [PersonFactory(), PersonFactory()]
    chosen = {"one": people[0].pk, "other": people[1].pk, "stays": people[0].pk}

    assert client.post(reverse(MERGE_PEOPLE), chosen).status_code == 403
    assert Person.objects.count() == 2


def test_tags_can_be_merged(client):
    sign_in(client, "Editors")
    post = PostFactory(tags=["a", "b"])
    tags = [Tag.objects.get(name=name) for name in ("a", "b")]
    chosen = {"one": tags[0].pk, "other": tags[1].pk, "stays": tags[0].pk}

    client.post(reverse("admin:taggit_tag_merge"), chosen)

    assert list(post.tags.names()) == ["a"]
