"""The buttons above a post's form: which there are, and what they do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone
from lxml.html import fromstring

from blog.models import Post
from content.models import Status
from tests.factories import PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.support.post_forms import change_url, form_of
from tests.support.signing_in import sign_in
from tests.support.staff_pages import messages_in

pytestmark = pytest.mark.django_db

REVIEW = {"status": "review", "published_at": None}
# In a year of its own, on clocks without daylight saving time.
NOW = datetime(2031, 1, 5, 15, tzinfo=UTC)


def buttons(client, post: Post) -> list[str]:
    """The status and label of each button that sets one, as the page shows them."""
    page = fromstring(client.get(change_url(post)).content)
    found = page.xpath("//form[contains(@class, 'entry')]//button[@name='status']")
    return [f"{button.get('value')}: {button.text_content()}" for button in found]


def press(client, post: Post, status: str, **fields) -> list[str]:
    """Press a button, and return what the page says afterward."""
    response = client.post(change_url(post), form_of(post, status=status, **fields), follow=True)
    return [message for message in messages_in(response) if message != post.title]


def ready_post(**facts) -> Post:
    """A post without findings."""
    facts = {"draft": True, **facts} if "status" not in facts else facts
    return PostFactory(
        summary="In short.", authors=[PersonFactory()], topics=[TopicFactory()], **facts
    )


@pytest.mark.parametrize(
    ("group", "facts", "expected"),
    [
        ("Writers", {"draft": True}, ["draft: Save draft", "review: Submit for review"]),
        ("Writers", REVIEW, ["review: Save", "draft: Return to draft"]),
        ("Writers", {}, ["proposed: Propose changes"]),
        (
            "Editors",
            {"draft": True},
            [
                "draft: Save draft",
                "review: Submit for review",
                "scheduled: Schedule",
                "now: Publish now",
            ],
        ),
        (
            "Editors",
            REVIEW,
            [
                "review: Save",
                "sent-back: Send back",
                "scheduled: Schedule",
                "now: Publish now",
            ],
        ),
        (
            "Editors",
            {"scheduled": True},
            [
                "published: Save",
                "scheduled: Reschedule",
                "now: Publish now",
                "draft: Unschedule",
            ],
        ),
        (
            "Editors",
            {},
            [
                "published: Publish changes",
                "kept: Save without publishing",
                "published: Change publication date",
                "draft: Unpublish",
            ],
        ),
    ],
)
def test_buttons_depend_on_role_and_state(client, group, facts, expected):
    user = sign_in(client, group)

    assert buttons(client, PostFactory(created_by=user, **facts)) == expected


def people_of(post: Post) -> dict:
    return {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": post.people.get().pk,
        "contributions-0-role": "author",
        "topics": [post.topics.get().pk],
    }


def history(post: Post) -> list[str]:
    return [revision.reason for revision in post.revisions.newest_first()]


@pytest.mark.parametrize(
    ("facts", "status", "fields", "said", "reason", "becomes"),
    [
        ({}, "draft", {}, "Draft saved.", "", "draft"),
        ({}, "review", {}, "Submitted for review.", "Submitted for review", "review"),
        (
            {},
            "scheduled",
            {"published_at": "2031-01-07T09:00"},
            "Scheduled for Tuesday, January 7, 9:00 am ET.",
            "Scheduled for January 7, 2031, 9:00 am ET",
            "published",
        ),
        (
            {},
            "now",
            {"published_at": "2031-01-07T09:00"},
            'Published. <a href="/blog/the-post/">View it</a>',
            "Published",
            "published",
        ),
        (
            REVIEW,
            "sent-back",
            {"review_note": "Shorter, please."},
            "Sent back to Maria Delgado.",
            "Sent back",
            "draft",
        ),
        (
            {"status": "published", "published_at": NOW - timedelta(days=1)},
            "draft",
            {},
            "Unpublished. It’s a draft again, and readers no longer see it.",
            "Unpublished",
            "draft",
        ),
        (
            {"status": "published", "published_at": NOW + timedelta(days=1)},
            "draft",
            {},
            "Unscheduled. It’s a draft again.",
            "Unscheduled",
            "draft",
        ),
        (
            {"status": "published", "published_at": NOW - timedelta(days=1)},
            "published",
            {"published_at": "2030-01-07T09:00"},
            'The publication date is now January 7, 2030. <a href="/blog/the-post/">View it</a>',
            "Publication date changed",
            "published",
        ),
        (
            {"status": "published", "published_at": NOW - timedelta(days=1)},
            "published",
            {"published_at": "2031-01-04T10:00"},
            'The changes are published. <a href="/blog/the-post/">View it</a>',
            "",
            "published",
        ),
    ],
)
def test_button_says_what_happened_and_history_too(
    client, facts, status, fields, said, reason, becomes
):
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "Editors")
        writer = UserFactory(name="Maria Delgado")
        writer.groups.add(Group.objects.get(name="Writers"))
        post = ready_post(slug="the-post", created_by=writer, **facts)

        sentences = press(client, post, status, **people_of(post), **fields)

        post.refresh_from_db()
        assert (sentences, history(post)[0], post.status) == ([said], reason, becomes)


def test_publish_now_makes_scheduled_post_public(client):
    sign_in(client, "Editors")
    post = PostFactory(scheduled=True)
    date = timezone.localtime(post.published_at).strftime("%Y-%m-%dT%H:%M")

    press(client, post, "now", published_at=date)

    post.refresh_from_db()
    assert post.is_public


@pytest.mark.parametrize("date", ["", "2020-01-05T09:00"])
def test_scheduling_needs_a_date_in_the_future(client, date):
    sign_in(client, "Editors")
    post = ready_post()

    response = client.post(change_url(post), form_of(post, status="scheduled", published_at=date))

    form = response.context["adminform"].form
    assert form.errors["published_at"] == [
        "Choose a date and time in the future, or publish it now."
    ]
    (opened,) = fromstring(response.content.decode()).xpath("//details[@name='publish-ask'][@open]")
    assert opened.find("summary").text == "Schedule…"
    assert post.revisions.count() == 1


def test_hiding_a_public_post_needs_a_second_button(client):
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "Editors")
        post = ready_post(status="published", published_at=NOW - timedelta(days=1))
        later = {"published_at": "2031-01-20T09:00", **people_of(post)}

        refused = client.post(change_url(post), form_of(post, status="published", **later))

        post.refresh_from_db()
        assert post.is_public
        form = refused.context["adminform"].form
        assert form.errors == {
            "published_at": ["Readers won’t find this page until January 20, 2031, 9:00 am ET."]
        }
        page = fromstring(refused.content.decode())
        (opened,) = page.xpath("//details[@name='publish-ask'][@open]")
        assert [opened.findtext("summary"), *opened.xpath(".//button/text()")] == [
            "Publication date…",
            "Hide it until then",
            "Change publication date",
        ]

        said = press(client, post, "hidden", **later)

        post.refresh_from_db()
        assert post.is_scheduled
        assert said == ["Hidden: readers won’t find this page until January 20, 2031, 9:00 am ET."]
        assert history(post)[0] == "Scheduled for January 20, 2031, 9:00 am ET"


def test_sending_back_needs_a_note(client):
    sign_in(client, "Editors")
    post = PostFactory(**REVIEW)

    response = client.post(change_url(post), form_of(post, status="sent-back"))

    assert response.context["adminform"].form.errors["review_note"] == [
        "Say what the writer should change."
    ]
    post.refresh_from_db()
    assert post.status == Status.REVIEW


def test_form_without_a_button_keeps_the_status(client):
    sign_in(client, "Editors")
    post = PostFactory(**REVIEW)
    form = form_of(post, title="After", _save="1")
    del form["status"]

    client.post(change_url(post), form)

    post.refresh_from_db()
    assert (post.title, post.status) == ("After", Status.REVIEW)


def test_writers_date_stays(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(status="draft", created_by=writer)

    press(client, post, "draft", published_at="2031-01-01T09:00")

    assert Post.objects.get().published_at == post.published_at


def test_form_shows_how_search_results_will_look(client):
    sign_in(client, "Editors")
    post = PostFactory(slug="mastery", title="What mastery asks", summary="It asks " * 30)

    page = fromstring(client.get(change_url(post)).content.decode())
    (preview,) = page.find_class("search-preview")

    assert [text(each) for each in preview.xpath(".//*[@data-shown or @data-address]")] == [
        "http://127.0.0.1:8000/blog/mastery/",
        "What mastery asks",
        f"{('It asks ' * 30)[:154].rsplit(' ', 1)[0]}…",
    ]
    assert [text(each) for each in preview.xpath(".//*[@data-length]")] == [
        "17 of about 60 characters.",
        "239 characters. Results show about 155 and cut the end.",
    ]


def text(element) -> str:
    return " ".join(element.text_content().split())
