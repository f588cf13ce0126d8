"""The pages where staff change many entries at once."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from lxml import html

from content.models import BulkChange
from tests.factories import PostFactory, TopicFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "admin:blog_post_changelist"
CHANGE = "admin:blog_post_change_many"
CHANGES = "admin:content_bulkchange_changelist"


def said(response) -> list[str]:
    sentences = [str(message) for message in get_messages(response.wsgi_request)]
    return [html.fromstring(sentence).text_content() for sentence in sentences]


def topics_of(*posts) -> list[list[str]]:
    return [[topic.name for topic in post.topics.all()] for post in posts]


def test_more_numbers_than_a_query_can_have_are_no_error(client):
    sign_in(client, "Editors")
    post = PostFactory()
    numbers = ",".join(map(str, range(post.pk, post.pk + 70_000)))

    page = client.post(reverse(CHANGE), {"entries": numbers})

    assert page.context["title"] == "Change one entry"
    assert page.context["numbers"] == str(post.pk)


def test_action_asks_what_to_change(client):
    sign_in(client, "Editors")
    posts = [PostFactory(), PostFactory()]

    chosen = {"action": "change_chosen", "_selected_action": [post.pk for post in posts]}
    page = client.post(reverse(LIST), chosen)

    assert page.context["title"] == "Change 2 entries"
    assert sorted(page.context["numbers"].split(",")) == sorted(str(post.pk) for post in posts)
    assert [label for _, label in page.context["offers"]] == [
        "Add a topic",
        "Add a tag",
        "Add a place",
        "Add an author",
        "Set the sector",
        "Set the series",
        "Remove a topic",
        "Remove a tag",
        "Remove a place",
        "Remove an author",
        "Remove the series",
    ]


def test_page_previews_then_changes_then_undoes(client):
    sign_in(client, "Editors")
    topic = TopicFactory(name="Assessment")
    posts = [PostFactory(), PostFactory(topics=[topic])]
    wanted = {
        "entries": ",".join(str(post.pk) for post in posts),
        "change": "add-topics",
        "value": topic.pk,
    }

    preview = client.post(reverse(CHANGE), wanted)
    sentence = "One entry will get the topic “Assessment”. 1 already has it."
    assert preview.context["planned"].sentence == sentence
    assert topics_of(*posts) == [[], ["Assessment"]]

    changed = client.post(reverse(CHANGE), wanted | {"apply": "yes"})
    reason = "Added the topic “Assessment” to one entry"
    assert said(changed) == [f"{reason}. Undo: {reason} Recent bulk changes"]
    assert topics_of(*posts) == [["Assessment"], ["Assessment"]]

    page = client.get(changed["Location"])
    (button,) = html.fromstring(page.content.decode()).xpath("//button[@formaction]")
    undone = client.post(button.get("formaction"))
    assert said(undone)[-1] == "Undone. One entry has what it had before."
    assert topics_of(*posts) == [[], ["Assessment"]]


def test_page_asks_for_a_value(client):
    sign_in(client, "Editors")

    page = client.post(
        reverse(CHANGE), {"entries": PostFactory().pk, "change": "add-topics", "value": ""}
    )

    assert page.context["form"].errors == {"value": ["Choose the topic."]}


@pytest.mark.parametrize("change", ["add-password", "publish-topics", "add-"])
def test_page_offers_changes_again_for_unknown_one(client, change):
    sign_in(client, "Editors")

    page = client.post(
        reverse(CHANGE), {"entries": PostFactory().pk, "change": change, "value": "1"}
    )

    assert (page.status_code, page.context["form"]) == (200, None)


def test_writer_is_told_what_stays(client):
    writer = sign_in(client, "Writers")
    posts = [PostFactory(draft=True, created_by=writer), PostFactory(created_by=writer)]
    others = PostFactory()
    numbers = ",".join(str(post.pk) for post in [*posts, others])

    page = client.post(reverse(CHANGE), {"entries": numbers})

    assert (page.context["title"], page.context["untouchable"]) == ("Change 2 entries", 1)


def test_recent_changes_are_own_ones_unless_user_may_change_everything(client):
    editor = sign_in(client, "Editors")
    topic = TopicFactory()
    numbers = {"entries": PostFactory().pk, "change": "add-topics", "value": topic.pk}
    client.post(reverse(CHANGE), numbers | {"apply": "yes"})
    change = BulkChange.objects.get()
    assert change.by == editor
    assert list(client.get(reverse(CHANGES)).context["cl"].result_list) == [change]

    sign_in(client, "Writers")

    assert list(client.get(reverse(CHANGES)).context["cl"].result_list) == []
    undo = reverse("admin:content_bulkchange_undo", args=[change.pk])
    assert client.post(undo).status_code == 403
    assert list(topic.entries.values_list("pk", flat=True)) == [numbers["entries"]]


def test_list_says_how_to_change_many_and_then_that_it_can_be_undone(client):
    editor = sign_in(client, "Editors")

    empty = client.get(reverse(CHANGES)).content.decode()
    BulkChange.objects.create(
        field="sector", value="k-12", adds=True, before={}, reason="Set", by=editor
    )
    full = client.get(reverse(CHANGES)).content.decode()

    how = "To do so, choose them in a list"
    assert (how in empty, how in full) == (True, False)
    assert "Undo one to give its entries back what they had before." in full
