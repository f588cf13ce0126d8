"""The post admin as editors use it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from blog.models import Post
from blog.services.series import place_part
from content.models import Status
from tests.factories import PersonFactory, PostFactory, SeriesFactory, TopicFactory
from tests.support.post_forms import FORM, change_url, form_of
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def sentences(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def findings(response) -> list[str]:
    return [finding.text for finding in response.context["findings"]]


# The publishing check


def test_failed_publishing_check_keeps_typed_values(client):
    sign_in(client, "Editors")

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "status": "published"})

    form = response.context["adminform"].form
    assert findings(response) == [
        "No author is named.",
        "It has no topic, so no topic page will list it.",
    ]
    assert form.offers_anyway
    assert form["body"].value() == FORM["body"]
    assert not Post.objects.exists()


def test_failed_publishing_check_still_shows_draft(client):
    sign_in(client, "Editors")
    post = PostFactory(title="A draft", draft=True)

    response = client.post(change_url(post), {**form_of(post), "status": "published"})

    page = html.fromstring(response.content)
    assert page.findtext(".//p[@class='status-line']") == "Draft"
    assert page.xpath("//a[.='View on site']") == []


def test_editor_can_publish_anyway(client):
    sign_in(client, "Editors")

    client.post(
        reverse("admin:blog_post_add"), {**FORM, "status": "published", "publish_anyway": "on"}
    )

    assert Post.objects.get().is_public


@pytest.mark.parametrize("missing", ["title", "body"])
def test_post_without_title_or_text_cannot_be_published_anyway(client, missing):
    sign_in(client, "Editors")
    fields = {**FORM, missing: "", "status": "published", "publish_anyway": "on"}

    response = client.post(reverse("admin:blog_post_add"), fields)

    assert response.context["adminform"].form.non_field_errors() == [
        "It can’t be published yet. See the list below."
    ]
    assert not Post.objects.exists()


def test_check_saves_nothing(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(title="Before", draft=True, created_by=writer)

    response = client.post(change_url(post), form_of(post, title="After", _check="1"))

    assert "No author is named." in findings(response)
    assert not response.context["adminform"].form.offers_anyway
    post.refresh_from_db()
    assert post.title == "Before"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"body": "This was originally posted at Getting Smart."},
            [
                "The text says “originally posted,” but “First appeared elsewhere” is empty. "
                "Search engines will treat this post as the original."
            ],
        ),
        (
            {"original_publisher": "Getting Smart"},
            ["It first appeared at Getting Smart, but its address there is missing."],
        ),
        (
            {
                "body": "Cross-posted from Getting Smart.",
                "original_publisher": "Getting Smart",
                "original_url": "https://example.org/post/",
            },
            [],
        ),
    ],
)
def test_check_of_cross_post(client, fields, expected):
    sign_in(client, "Editors")
    person, topic = PersonFactory(), TopicFactory()
    row = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": person.pk,
        "contributions-0-role": "author",
        "topics": [topic.pk],
    }

    response = client.post(reverse("admin:blog_post_add"), {**FORM, **row, **fields, "_check": "1"})

    assert findings(response) == expected


def test_check_reports_unpublished_earlier_part(client):
    sign_in(client, "Editors")
    series = SeriesFactory(title="Visits")
    first, second = PostFactory(title="One", draft=True), PostFactory(draft=True)
    for post in (first, second):
        place_part(post=post, series=series)

    response = client.get(change_url(second))

    assert (
        "Part 1 of the series, “One,” is not published. Readers will go straight from the part "
        "before it to this one."
    ) in findings(response)


# Series


def test_form_inserts_new_post_into_series(client):
    sign_in(client, "Editors")
    series = SeriesFactory()
    first, last = PostFactory(), PostFactory()
    for post in (first, last):
        place_part(post=post, series=series)

    client.post(reverse("admin:blog_post_add"), {**FORM, "series": series.pk, "part_number": "2"})

    assert list(series.parts.in_series_order().values_list("title", "part_number")) == [
        (first.title, 1),
        (FORM["title"], 2),
        (last.title, 3),
    ]


def test_form_keeps_part_number_changed_by_others(client):
    sign_in(client, "Editors")
    series = SeriesFactory()
    post = place_part(post=PostFactory(), series=series)
    form = form_of(post, title="After")
    place_part(post=PostFactory(), series=series, position=1)

    response = client.post(change_url(post), form)

    post.refresh_from_db()
    assert (response.status_code, post.title, post.part_number) == (302, "After", 2)


def test_form_removes_part_from_series(client):
    sign_in(client, "Editors")
    series = SeriesFactory()
    post, other = PostFactory(), PostFactory()
    for part in (post, other):
        place_part(post=part, series=series)
    post.refresh_from_db()

    client.post(change_url(post), form_of(post, series="", part_number=""))

    assert list(series.parts.values_list("pk", "part_number")) == [(other.pk, 1)]


def test_part_number_without_series_is_rejected(client):
    sign_in(client, "Editors")

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "part_number": "2"})

    assert response.context["adminform"].form.errors["part_number"] == [
        "A part needs a series. Choose one, or leave this empty."
    ]


# People and dates


def test_people_keep_their_order(client):
    sign_in(client, "Editors")
    people = [PersonFactory(name=name) for name in ("Ada", "Ben", "Cleo")]
    rows = {"contributions-TOTAL_FORMS": "3"}
    for row, (person, order) in enumerate(zip(people, [3, 1, 2], strict=True)):
        rows[f"contributions-{row}-person"] = person.pk
        rows[f"contributions-{row}-role"] = "author"
        rows[f"contributions-{row}-order"] = order

    client.post(reverse("admin:blog_post_add"), {**FORM, **rows})

    assert [person.name for person in Post.objects.get().authors] == ["Ben", "Cleo", "Ada"]


def test_new_post_suggests_current_user_as_author(client):
    person = PersonFactory()
    sign_in(client, "Writers", person=person)

    response = client.get(reverse("admin:blog_post_add"))

    (formset,) = response.context["inline_admin_formsets"]
    assert [form.initial.get("person") for form in formset.formset.extra_forms] == [person.pk]


def test_duplicate_tags_are_merged(client):
    sign_in(client, "Editors")

    client.post(reverse("admin:blog_post_add"), {**FORM, "tags": ["Mastery", "mastery", "2026"]})

    assert sorted(tag.name for tag in Post.objects.get().tags.all()) == ["2026", "Mastery"]


def test_saving_keeps_seconds_of_unchanged_date(client):
    sign_in(client, "Editors")
    date = timezone.now() - timedelta(days=3)
    post = PostFactory(published_at=date)
    shown = timezone.localtime(date).strftime("%Y-%m-%dT%H:%M")

    client.post(change_url(post), form_of(post, published_at=shown))

    post.refresh_from_db()
    assert post.published_at == date


def test_saving_deleted_post_warns_writer_and_offers_new_form(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)
    address = reverse("admin:blog_post_change", args=[post.pk])
    post.delete()

    response = client.post(address, {**FORM, "draft_key": address}, follow=True)

    assert response.redirect_chain == [(reverse("admin:blog_post_add"), 302)]
    assert [(str(message), message.extra_tags) for message in response.context["messages"]] == [
        (
            "This was deleted while you were writing, so your changes weren’t saved. This browser "
            "has kept your text. Restore it here as a new entry, or discard it.",
            "",
        ),
        (address, "orphaned-draft"),
    ]


def test_saving_published_post_warns_writer(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(title="Before", draft=True, created_by=writer)
    form = form_of(post, title="After")
    Post.objects.filter(pk=post.pk).update(status=Status.PUBLISHED, published_at=timezone.now())

    response = client.post(change_url(post), form)

    assert response.url == change_url(post)
    assert sentences(response) == [
        "This has been published, so only an editor can change it now. Your changes weren’t "
        "saved, but this browser has kept them for you to copy."
    ]
    page = client.get(change_url(post))
    assert page.context["published_notice"] == "This is published, so only an editor can change it."


# The list


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


# The words of lists


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
