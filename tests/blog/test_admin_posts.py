"""The form of a post: its series, people, tags, and dates."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from blog.services.series import place_part
from content.models import Status
from tests.factories import PersonFactory, PostFactory, SeriesFactory
from tests.support.post_forms import FORM, change_url, form_of
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def sentences(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


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

    form = response.context["adminform"].form
    assert form.errors["status"] == [
        "This has been published, so your changes aren’t saved yet. You can propose them to an "
        "editor."
    ]
    assert form["title"].value() == "After"
    assert response.context["published_notice"] == (
        "This is published. You can propose changes, which an editor publishes."
    )
