"""The list of posts in the admin."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from content.models import Status
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def sentences(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_list_query_count_is_constant(client):
    sign_in(client, "Editors")
    url = reverse("admin:blog_post_changelist")

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    PostFactory(authors=[PersonFactory()], topics=[TopicFactory()])
    one = count()
    for _ in range(29):
        PostFactory(authors=[PersonFactory()], topics=[TopicFactory()], tags=["mastery"])

    assert count() == one


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=draft", ["Bare"]),
        ("state=scheduled", ["Coming"]),
        ("state=published", ["Odd", "Whole"]),
        ("whose=mine", ["Whole"]),
        ("missing=no-topic", ["Bare", "Coming", "Odd"]),
        ("missing=no-author", ["Bare", "Coming", "Odd"]),
        ("missing=attention", ["Odd"]),
        ("q=zebra", ["Odd"]),
        ("q=Ada", ["Whole"]),
    ],
)
def test_list_can_be_filtered(client, query, expected):
    person = PersonFactory(name="Ada")
    sign_in(client, "Editors", person=person)
    PostFactory(title="Whole", authors=[person], topics=[TopicFactory()])
    PostFactory(title="Bare", draft=True)
    PostFactory(title="Coming", scheduled=True)
    PostFactory(title="Odd", body="A zebra.", attention="It has no summary.")

    response = client.get(f"{reverse('admin:blog_post_changelist')}?{query}")

    assert sorted(post.title for post in response.context["cl"].result_list) == expected


def test_bulk_publish_skips_incomplete_posts(client):
    editor = sign_in(client, "Editors")
    complete = {"draft": True, "topics": [TopicFactory()], "authors": [PersonFactory()]}
    ready = PostFactory(title="Ready", summary="A summary.", **complete)
    bare = PostFactory(title="Bare", draft=True, summary="A summary.")

    response = client.post(
        reverse("admin:blog_post_changelist"),
        {"action": "publish_chosen", "_selected_action": [ready.pk, bare.pk]},
    )

    ready.refresh_from_db()
    bare.refresh_from_db()
    assert (ready.is_public, bare.status) == (True, Status.DRAFT)
    assert ready.revisions.newest_first().first().by == editor
    assert sorted(sentences(response)) == [
        "One entry is published.",
        "“Bare” is not published. No author is named. It has no topic, so no topic page will "
        "list it.",
    ]


def test_writer_cannot_bulk_publish(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)

    client.post(
        reverse("admin:blog_post_changelist"),
        {"action": "publish_chosen", "_selected_action": [post.pk]},
    )

    post.refresh_from_db()
    assert post.status == Status.DRAFT


def test_groups_exist_after_migration():
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "Editors",
        "Event managers",
        "Writers",
    ]


def test_lists_name_their_dates_filters_and_statuses_in_words(client):
    sign_in(client, "Editors")
    PostFactory(title="Without", published_at=datetime(2026, 3, 2, 17, tzinfo=UTC))
    PostFactory(title="With", topics=[TopicFactory(name="Grading")], draft=True)

    page = html.fromstring(client.get(reverse("admin:blog_post_changelist")).content)

    def texts(path: str) -> list[str]:
        return [" ".join(found.text_content().split()) for found in page.xpath(path)]

    assert texts("//*[@id='date-hierarchy-label']") == ["Filter by date"]
    assert texts("//details[starts-with(@data-filter-title, 'topic')]//a") == [
        "All",
        "Grading",
        "None",
    ]
    assert texts("//td[@class='field-status_text']") == ["Draft", "Published March 2, 2026"]


def test_writers_filter_by_what_they_can_have(client):
    labels = {}
    for group in ("Writers", "Editors"):
        sign_in(client, group)
        PostFactory()
        page = html.fromstring(client.get(reverse("admin:blog_post_changelist")).content.decode())
        links = page.xpath("//details[@data-filter-title='status']//li/a")
        labels[group] = [link.text.strip() for link in links]

    assert labels["Writers"] == [
        "All",
        "Drafts",
        "Sent back",
        "In review",
        "Scheduled",
        "Coming out this week",
        "Published",
        "Changes proposed",
    ]
    assert labels["Editors"][-1] == "Changes I keep"
