"""Permissions for events: event managers manage only events; writers only view them."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from content.editing.permissions import who_can_publish
from content.media.images import add_image
from content.models import Status
from events.models import ConsentText, Event
from tests.factories import (
    ArticleFactory,
    EventFactory,
    PageFactory,
    PersonFactory,
    PostFactory,
    PublicationFactory,
    QuestionFactory,
    RegistrationFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.editors import reloaded
from tests.support.event_forms import page_text
from tests.support.pictures import picture
from tests.support.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

PAGES = [
    "registrations", "registration_add", "questions", "messages", "recording", "check_in",
    "cancel", "badges",
]  # fmt: skip
OTHERS = [
    PostFactory, SeriesFactory, PageFactory, ArticleFactory, ResourceFactory, PublicationFactory,
]  # fmt: skip


def admin_url(name: str, event: Event) -> str:
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def lists_open_to(client) -> set[str]:
    """Return the models whose list this person can open."""
    found = set()
    for model in admin.site._registry:
        meta = model._meta
        if meta.label != "content.Entry":
            path = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            if client.get(path, follow=True).status_code == 200:
                found.add(meta.label)
    return found


def test_event_managers_can_list_events_and_their_taxonomy(client):
    sign_in(client, "Event managers")

    assert lists_open_to(client) == {
        "events.Event",
        "events.EventSeries",
        "events.ConsentText",
        "content.BulkChange",
        "content.DeletedEntry",
        "content.Email",
        "content.EmailText",
        "content.Image",
        "content.Document",
        "content.Person",
        "content.Topic",
        "content.Place",
        "taggit.Tag",
    }


@pytest.mark.parametrize("factory", OTHERS)
@pytest.mark.parametrize("name", ["change", "delete", "history", "preview_link"])
def test_event_managers_cannot_open_other_entries(client, factory, name):
    sign_in(client, "Event managers")
    entry = factory(title="Not an event")
    meta = entry._meta
    path = reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[entry.pk])

    responses = [client.get(path), client.post(path, {"title": "Mine", "post": "yes"})]

    assert {response.status_code for response in responses} <= {403, 405}
    assert factory._meta.model.objects.get().title == "Not an event"


def test_event_managers_cannot_change_users(client):
    manager = sign_in(client, "Event managers")
    other = UserFactory()

    responses = [
        client.get(reverse("admin:content_user_change", args=[user.pk]))
        for user in (manager, other)
    ]

    assert [response.status_code for response in responses] == [403, 403]


def test_event_managers_are_not_offered_drafts_of_other_kinds_as_companions(client):
    sign_in(client, "Event managers")
    PostFactory(title="Draft of a post", draft=True)
    PostFactory(title="Draft no longer")
    EventFactory(title="Draft of an event", draft=True)

    found = client.get(
        reverse("admin:autocomplete"),
        {
            "term": "draft",
            "app_label": "events",
            "model_name": "event",
            "field_name": "companions",
        },
    ).json()["results"]

    assert sorted(row["text"] for row in found) == ["Draft no longer", "Draft of an event"]


def test_editors_are_offered_every_draft_as_companion(client):
    sign_in(client, "Editors")
    PostFactory(title="Draft of a post", draft=True)

    found = client.get(
        reverse("admin:autocomplete"),
        {
            "term": "draft",
            "app_label": "events",
            "model_name": "event",
            "field_name": "companions",
        },
    ).json()["results"]

    assert [row["text"] for row in found] == ["Draft of a post"]


def test_event_manager_can_publish_event(ruth):
    ruth.user = sign_in(ruth.client, "Event managers")
    event = EventFactory(
        draft=True,
        body="",
        has_captions=True,
        presenters=[PersonFactory()],
        topics=[TopicFactory()],
    )
    ruth.open(event)

    assert ruth.save(publish_anyway="published")

    assert reloaded(event).status == Status.PUBLISHED


@pytest.mark.parametrize("group", ["Editors", "Event managers"])
@pytest.mark.parametrize("name", PAGES)
def test_event_subpages_open_with_change_permission(client, group, name):
    sign_in(client, group)

    assert client.get(admin_url(name, EventFactory())).status_code == 200


def test_post_writers_are_not_referred_to_event_managers(client):
    UserFactory(name="Edith Editor").groups.add(Group.objects.get(name="Editors"))
    UserFactory(name="Mona Manager").groups.add(Group.objects.get(name="Event managers"))

    sentences = [who_can_publish(factory._meta.model) for factory in (PostFactory, EventFactory)]

    assert sentences == [
        "Only an editor can publish. Submit it for review, and ask Edith Editor.",
        "Only an editor can publish. Submit it for review, and ask Edith Editor or Mona Manager.",
    ]


# Writers


def test_writers_see_public_events(client):
    sign_in(client, "Writers")
    EventFactory(title="Public")
    EventFactory(title="Not yet", draft=True)

    page = client.get(reverse("admin:events_event_changelist"))

    assert [event.title for event in page.context["cl"].result_list] == ["Public"]


def test_writers_do_not_see_registrant_only_details(client):
    sign_in(client, "Writers")
    event = EventFactory(
        title="Public", join_notes="Dial 4711", time_zone="America/Chicago", venue="Town hall"
    )

    response = client.get(admin_url("change", event))

    text = page_text(response)
    assert response.status_code == 200
    assert (event.date_line in text, "Town hall" in text) == (True, True)
    assert [secret in response.content.decode() for secret in ("secret-room", "4711")] == [
        False,
        False,
    ]


@pytest.mark.parametrize("name", PAGES)
def test_writers_cannot_change_events(client, name):
    sign_in(client, "Writers")
    event = EventFactory()
    QuestionFactory(event=event)
    RegistrationFactory(event=event)

    posted = client.post(admin_url(name, event), {"note": "Off"})

    assert posted.status_code == 403
    assert (reloaded(event).canceled_at, event.questions.count()) == (None, 1)


@pytest.mark.parametrize("name", ["registrations", "messages", "check_in", "badges", "cancel"])
def test_writers_cannot_see_registrations(client, name):
    sign_in(client, "Writers")
    event = EventFactory()

    assert client.get(admin_url(name, event)).status_code == 403


def test_writers_see_no_links_to_forbidden_pages(client):
    sign_in(client, "Writers")
    event = EventFactory()
    first = event.revisions.get()

    page = client.get(admin_url("change", event))
    history = [
        client.get(admin_url("history", event)),
        client.get(admin_url("compare", event), {"a": first.pk, "b": first.pk}),
    ]

    assert (page.context["links"], page.context["more_links"]) == ([], [])
    # It contains the meeting link.
    assert [response.status_code for response in history] == [403, 403]


# Consent texts


def test_consent_text_can_be_added_but_not_changed(client):
    sign_in(client, "Event managers")
    first = ConsentText.objects.get()
    add = client.get(reverse("admin:events_consenttext_add"))
    begins_with = add.context["adminform"].form.initial

    client.post(reverse("admin:events_consenttext_add"), {"text": "Kept for {months} months."})
    client.post(
        reverse("admin:events_consenttext_change", args=[first.pk]), {"text": "Something else"}
    )

    assert begins_with == {"text": first.text}
    assert list(ConsentText.objects.values_list("version", "text")) == [
        (2, "Kept for {months} months."),
        (1, first.text),
    ]


def test_consent_text_list_marks_current_one(client):
    sign_in(client, "Event managers")
    ConsentText.objects.create(version=2, text="Kept for {months} months.")

    page = page_text(client.get(reverse("admin:events_consenttext_changelist")))

    assert page.index("Version 2 (current)") < page.index("Version 1")
    assert "Kept for 12 months." in page


def test_consent_text_cannot_be_deleted(client):
    sign_in(client, "Event managers")
    path = reverse("admin:events_consenttext_delete", args=[ConsentText.objects.get().pk])

    assert client.post(path, {"post": "yes"}).status_code == 403


def test_search_does_not_reveal_meeting_link_to_writers(client):
    sign_in(client, "Writers")
    EventFactory(title="The webinar", join_url="https://meeting.example.org/secret")
    admin_url = reverse("admin:events_event_changelist")

    guesses = [
        client.get(f"{admin_url}?{field}__startswith={start}", follow=True).content.decode()
        for field, start in (
            ("join_url", "https://meeting.example.org/s"),
            ("join_url", "https://meeting.example.org/x"),
            ("join_notes", ""),
        )
    ]

    assert len({"The webinar" in page for page in guesses}) == 1


def test_event_managers_describe_only_their_own_files_and_presenters(client):
    user = sign_in(client, "Event managers")
    author, presenter = PersonFactory(), PersonFactory()
    PostFactory(authors=[author])
    EventFactory(presenters=[presenter])
    theirs = add_image(file=picture(color="red"), name="a.png", alt="A class")
    own = add_image(file=picture(color="blue"), name="b.png", alt="A class", by=user)
    paths = {
        "author": reverse("admin:content_person_change", args=[author.pk]),
        "presenter": reverse("admin:content_person_change", args=[presenter.pk]),
        "image": reverse("admin:content_image_change", args=[theirs.pk]),
        "own image": reverse("admin:content_image_change", args=[own.pk]),
    }

    answers = {name: client.post(path).status_code for name, path in paths.items()}

    assert answers == {"author": 403, "presenter": 200, "image": 403, "own image": 200}
