"""The admin of posts, as editors use it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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


# The check before publishing


def test_publishing_what_lacks_something_comes_back_with_everything_that_was_typed(client):
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


def test_publishing_goes_on_where_the_editor_says_so(client):
    sign_in(client, "Editors")

    client.post(
        reverse("admin:blog_post_add"), {**FORM, "status": "published", "publish_anyway": "on"}
    )

    assert Post.objects.get().is_public


@pytest.mark.parametrize("missing", ["title", "body"])
def test_publishing_without_title_or_text_is_not_to_be_waved_through(client, missing):
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
def test_check_of_a_cross_post(client, fields, expected):
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


def test_check_names_an_earlier_part_that_is_not_published(client):
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


# Places in a series


def test_form_places_a_new_post_in_the_middle_of_a_series(client):
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


def test_form_leaves_a_part_where_others_have_moved_it_meanwhile(client):
    sign_in(client, "Editors")
    series = SeriesFactory()
    post = place_part(post=PostFactory(), series=series)
    form = form_of(post, title="After")
    place_part(post=PostFactory(), series=series, position=1)

    response = client.post(change_url(post), form)

    post.refresh_from_db()
    assert (response.status_code, post.title, post.part_number) == (302, "After", 2)


def test_form_takes_a_part_out_of_its_series(client):
    sign_in(client, "Editors")
    series = SeriesFactory()
    post, other = PostFactory(), PostFactory()
    for part in (post, other):
        place_part(post=part, series=series)
    post.refresh_from_db()

    client.post(change_url(post), form_of(post, series="", part_number=""))

    assert list(series.parts.values_list("pk", "part_number")) == [(other.pk, 1)]


def test_part_without_a_series_is_refused(client):
    sign_in(client, "Editors")

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "part_number": "2"})

    assert response.context["adminform"].form.errors["part_number"] == [
        "A part needs a series. Choose one, or leave this empty."
    ]


# People and dates


def test_people_are_kept_in_the_order_that_was_typed(client):
    sign_in(client, "Editors")
    people = [PersonFactory(name=name) for name in ("Ada", "Ben", "Cleo")]
    rows = {"contributions-TOTAL_FORMS": "3"}
    for row, (person, order) in enumerate(zip(people, [3, 1, 2], strict=True)):
        rows[f"contributions-{row}-person"] = person.pk
        rows[f"contributions-{row}-role"] = "author"
        rows[f"contributions-{row}-order"] = order

    client.post(reverse("admin:blog_post_add"), {**FORM, **rows})

    assert [person.name for person in Post.objects.get().authors] == ["Ben", "Cleo", "Ada"]


def test_new_post_proposes_whoever_writes_as_its_author(client):
    person = PersonFactory()
    sign_in(client, "Writers", person=person)

    response = client.get(reverse("admin:blog_post_add"))

    (formset,) = response.context["inline_admin_formsets"]
    assert [form.initial.get("person") for form in formset.formset.extra_forms] == [person.pk]


def test_tags_are_free_words_each_once(client):
    sign_in(client, "Editors")

    client.post(reverse("admin:blog_post_add"), {**FORM, "tags": ["Mastery", "mastery", "2026"]})

    assert sorted(tag.name for tag in Post.objects.get().tags.all()) == ["2026", "Mastery"]


def test_saving_keeps_the_seconds_of_a_date_that_was_not_changed(client):
    sign_in(client, "Editors")
    date = timezone.now() - timedelta(days=3)
    post = PostFactory(published_at=date)
    shown = timezone.localtime(date).strftime("%Y-%m-%dT%H:%M")

    client.post(change_url(post), form_of(post, published_at=shown))

    post.refresh_from_db()
    assert post.published_at == date


def test_writer_whose_post_was_deleted_meanwhile_is_told_and_begins_it_anew(client):
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


def test_writer_whose_post_was_published_meanwhile_is_told(client):
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


def test_list_makes_the_same_number_of_queries_for_many_posts(client):
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
        ("look=no-topic", ["Bare", "Coming", "Odd"]),
        ("look=no-author", ["Bare", "Coming", "Odd"]),
        ("look=attention", ["Odd"]),
        ("q=zebra", ["Odd"]),
        ("q=Ada", ["Whole"]),
    ],
)
def test_list_is_filtered(client, query, expected):
    person = PersonFactory(name="Ada")
    sign_in(client, "Editors", person=person)
    PostFactory(title="Whole", authors=[person], topics=[TopicFactory()])
    PostFactory(title="Bare", draft=True)
    PostFactory(title="Coming", scheduled=True)
    PostFactory(title="Odd", body="A zebra.", attention="It has no summary.")

    response = client.get(f"{reverse('admin:blog_post_changelist')}?{query}")

    assert sorted(post.title for post in response.context["cl"].result_list) == expected


def test_publishing_many_leaves_those_that_lack_something(client):
    editor = sign_in(client, "Editors")
    whole = {"draft": True, "topics": [TopicFactory()], "authors": [PersonFactory()]}
    ready = PostFactory(title="Ready", summary="A summary.", **whole)
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


def test_writer_cannot_publish_many(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)

    client.post(
        reverse("admin:blog_post_changelist"),
        {"action": "publish_chosen", "_selected_action": [post.pk]},
    )

    post.refresh_from_db()
    assert post.status == Status.DRAFT


def test_groups_exist_after_migrating():
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "Editors",
        "Event managers",
        "Writers",
    ]
