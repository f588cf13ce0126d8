"""Text is cleaned on its way in, so that it looks the same wherever it shows."""

import unicodedata

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.transaction import atomic
from django.urls import reverse
from icalendar import Calendar
from taggit.models import Tag

from content.models import Person
from content.models.fields import CleanField, UrlLineField
from events.emails.building import build_message_email
from events.models import Message
from tests.factories import (
    ArticleFactory,
    EventFactory,
    PersonFactory,
    PostFactory,
    RegistrationFactory,
)
from tests.support.posted_forms import forms_of, values_of
from tests.support.signing_in import sign_in
from wiki.models import Article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

COMPOSED = "Le siècle"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
HOSTILE = "A\x0b title\r\nBcc: x@example.org\x01\u2028\x85\ufeff"
# Computed: from clean titles, in capitals, which NFC would change once more; and by Django.
COMPUTED = {"content.FormerTitle.key", "content.Link.title", "content.User.password"}
OUR_APPS = ("blog", "content", "events", "following", "imports", "submissions", "wiki")


@pytest.mark.parametrize("app", OUR_APPS)
def test_every_text_column_cleans_what_it_stores(app):
    unclean = [
        str(field)
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
        if not isinstance(field, CleanField)
    ]

    assert set(unclean) - COMPUTED == set()


def test_control_characters_of_staff_reach_no_calendar(client):
    event = EventFactory(title=HOSTILE, venue=HOSTILE, summary=HOSTILE)

    content = client.get(reverse("events:event-calendar", args=[event.slug])).content.decode()

    (component,) = Calendar.from_ical(content).events
    assert str(component["summary"]) == "A  title Bcc: x@example.org"
    assert [each for each in content if each < " " and each not in "\r\n"] == []


def test_control_characters_of_staff_reach_no_email(client):
    sign_in(client, "Event managers")
    event = EventFactory()
    registration = RegistrationFactory(event=event)

    client.post(
        reverse("admin:events_event_messages", args=[event.pk]),
        {"audience": "registered", "subject": HOSTILE, "body": "Hello\x0b\x1b there", "save": "1"},
    )

    email = build_message_email(Message.objects.get(), registration)
    assert email.subject == "A title Bcc: x@example.org"
    assert "Hello\n there" in email.body


def test_feed_shows_title_that_had_control_characters(client):
    PostFactory(title="One\x1b title\ufffe")

    response = client.get(reverse("blog:post-list-feed"))

    assert b"<title>One title</title>" in response.content


def test_tags_that_look_alike_are_one():
    PostFactory(tags=[COMPOSED])

    PostFactory(tags=[DECOMPOSED])

    assert [(tag.name, tag.slug) for tag in Tag.objects.all()] == [(COMPOSED, "le-siècle")]


def test_tag_renamed_to_look_like_another_is_refused(client):
    sign_in(client, "Editors")
    PostFactory(tags=[COMPOSED, "Other"])
    other = Tag.objects.get(name="Other")

    response = client.post(
        reverse("admin:taggit_tag_change", args=[other.pk]), {"name": DECOMPOSED, "slug": "other"}
    )

    assert response.status_code == 200
    assert "already exists" in response.content.decode()


def test_articles_cannot_have_addresses_that_look_alike(client):
    sign_in(client, "Editors")
    ArticleFactory(title=COMPOSED, slug="siècle")
    address = reverse("admin:wiki_article_add")
    (form,) = [
        form for form in forms_of(client.get(address).content.decode()) if "title" in form.fields
    ]
    slug = unicodedata.normalize("NFD", "siècle")

    response = client.post(address, values_of(form) | {"title": DECOMPOSED, "slug": slug})

    assert "“Le siècle” already has this address. Choose another one." in response.content.decode()
    assert Article.objects.count() == 1


def test_page_is_found_by_another_spelling_of_its_address(client):
    PostFactory(slug="siècle", title=COMPOSED)

    response = client.get("/blog/" + unicodedata.normalize("NFD", "siècle") + "/")

    assert response.status_code == 200


def test_search_finds_other_spelling(client):
    PostFactory(title=DECOMPOSED)

    found = [
        client.get(reverse("search"), {"q": words}).context["results"].total
        for words in (COMPOSED, DECOMPOSED)
    ]

    assert found == [1, 1]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " java\tscript://a.org/%0aalert(1)", "DATA:text/html,x"]
)
def test_no_row_has_an_address_that_runs_a_script(address):
    person = PersonFactory(website="example.org:8080/about")

    with pytest.raises(ValidationError, match="isn’t a web address"), atomic():
        Person.objects.filter(pk=person.pk).update(website=address)
    with pytest.raises(ValidationError, match="isn’t a web address"), atomic():
        Person.objects.bulk_create([Person(name="Mal", slug="mal", website=address)])

    assert list(Person.objects.values_list("website", flat=True)) == ["example.org:8080/about"]


def test_every_column_for_web_addresses_refuses_scripts():
    others = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.URLField) and not isinstance(field, UrlLineField)
    ]

    assert others == []


def test_name_turns_no_text_around_it():
    person = PersonFactory(name="Ana\u202e \u2067Díaz\u202c")

    assert Person.objects.get(pk=person.pk).name == "Ana Díaz"
