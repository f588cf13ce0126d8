"""Editors review readers' suggestions: accept, merge, or decline."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from content.editing.saving import save_entry
from cworks.groups import sync_groups
from tests.factories import ArticleFactory, SuggestionFactory, UserFactory
from tests.support.signing_in import sign_in
from tests.support.threads import run_concurrently
from wiki.exceptions import SuggestionResolved
from wiki.models import Suggestion
from wiki.services.suggestions import accept_suggestion

pytestmark = pytest.mark.django_db
TEXT = "The first of all.\n\nThe second of all.\n\nThe third of all."


@pytest.fixture
def article():
    return ArticleFactory(title="Moderation", slug="moderation", body=TEXT)


def post_action(client, suggestion, action: str, **values):
    address = reverse(f"admin:wiki_suggestion_{action}", args=[suggestion.pk])
    return client.post(address, values)


def messages_of(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def state_of(suggestion) -> tuple:
    suggestion.refresh_from_db()
    return suggestion.status, suggestion.resolved_by, suggestion.resolved_at is not None


def test_editor_sees_changes_by_word(client, article):
    sign_in(client, "Editors")
    suggestion = SuggestionFactory(article=article, text=TEXT.replace("second", "2nd"))

    response = client.get(reverse("admin:wiki_suggestion_change", args=[suggestion.pk]))

    shown = html.fromstring(response.content.decode()).find_class("change-text")[0]
    assert [(mark.tag, mark.text) for mark in shown.iter("ins", "del")] == [
        ("del", "second"),
        ("ins", "2nd"),
    ]
    assert buttons_of(response) == [
        "Accept",
        "Decline",
        "Accept this text",
    ]


def buttons_of(response) -> list[str]:
    page = html.fromstring(response.content.decode())
    return page.xpath("//div[@class='history']//button/text()")


def test_accepting_saves_text_and_credits_reader(client, article):
    editor = sign_in(client, "Editors", name="Edith")
    note = "Shorter, " * 30
    suggestion = SuggestionFactory(
        article=article, text=TEXT.replace("second", "2nd"), name="Ana", note=note
    )

    response = post_action(client, suggestion, "accept")

    article.refresh_from_db()
    newest = article.revisions.newest_first().first()
    assert response.status_code == 302
    assert article.body == TEXT.replace("second", "2nd")
    assert "2nd" in article.body_html
    assert (newest.by, newest.reason) == (
        editor,
        f"Suggested by Ana: {note.strip()}",
    )
    assert state_of(suggestion) == ("accepted", editor, True)


def test_unnamed_reader_is_credited_as_a_reader(article):
    suggestion = SuggestionFactory(article=article, name="", note="")

    accept_suggestion(suggestion=suggestion, by=UserFactory())

    assert article.revisions.newest_first().first().reason == "Suggested by a reader"


def test_accepting_keeps_changes_elsewhere_in_text(client, article):
    sign_in(client, "Editors")
    suggestion = SuggestionFactory(article=article, text=TEXT.replace("second", "2nd"))
    article.body = TEXT.replace("third", "last")
    save_entry(entry=article, by=None)

    post_action(client, suggestion, "accept")

    article.refresh_from_db()
    assert article.body == TEXT.replace("second", "2nd").replace("third", "last")


@pytest.fixture
def conflict(article) -> Suggestion:
    """Return a suggestion for a passage that someone else has changed since."""
    suggestion = SuggestionFactory(article=article, text=TEXT.replace("second", "2nd"))
    article.body = TEXT.replace("second", "middle")
    save_entry(entry=article, by=UserFactory(name="Bo"))
    return suggestion


def test_conflict_shows_both_texts_and_saves_nothing(client, article, conflict):
    sign_in(client, "Editors")

    refused = post_action(client, conflict, "accept")

    page = html.fromstring(client.get(refused["Location"]).content.decode())
    text = page.xpath("//textarea/text()")[0]
    assert messages_of(refused) == [
        "The article has since changed in the same place. Open the suggestion and merge the two."
    ]
    assert "The middle of all." in text
    assert "The 2nd of all." in text
    assert [button.text for button in page.xpath("//div[@class='history']//button")] == [
        "Decline",
        "Accept this text",
    ]
    article.refresh_from_db()
    assert article.body == TEXT.replace("second", "middle")
    assert state_of(conflict) == ("waiting", None, False)


def test_editor_merges_texts_and_reader_is_credited(client, article, conflict):
    editor = sign_in(client, "Editors")
    seen = article.revisions.newest_first().first().pk

    post_action(client, conflict, "merge", text="The 2nd and middle.\r\n", seen=seen)

    article.refresh_from_db()
    assert article.body == "The 2nd and middle.\n"
    assert article.revisions.newest_first().first().reason == "Suggested by Ana: One more"
    assert state_of(conflict) == ("accepted", editor, True)


def test_conflict_markers_cannot_be_published(client, article, conflict):
    sign_in(client, "Editors")
    page = html.fromstring(
        client.get(reverse("admin:wiki_suggestion_change", args=[conflict.pk])).content.decode()
    )
    text, seen = page.xpath("//textarea/text()")[0], page.xpath("//input[@name='seen']/@value")[0]

    response = post_action(client, conflict, "merge", text=text, seen=seen)

    article.refresh_from_db()
    assert messages_of(response) == [
        "There are still conflict markers in the text. Keep one side of each conflict, and "
        "remove the markers."
    ]
    assert article.body == TEXT.replace("second", "middle")
    assert state_of(conflict) == ("waiting", None, False)


def test_article_changed_during_merge_loses_neither_text(client, article, conflict):
    sign_in(client, "Editors")
    seen = article.revisions.newest_first().first().pk
    article.body = article.body.replace("third", "last")
    save_entry(entry=article, by=None)

    response = post_action(
        client, conflict, "merge", text=TEXT.replace("second", "2nd and middle"), seen=seen
    )

    page = html.fromstring(response.content.decode())
    article.refresh_from_db()
    assert article.body == TEXT.replace("second", "middle").replace("third", "last")
    assert page.xpath("//textarea/text()")[0].lstrip("\n") == (
        TEXT.replace("second", "2nd and middle").replace("third", "last")
    )
    assert page.xpath("//input[@name='seen']/@value") == [
        str(article.revisions.newest_first().first().pk)
    ]


def test_unrenderable_text_is_not_accepted(client, article):
    sign_in(client, "Editors")
    suggestion = SuggestionFactory(article=article, text="> " * 200 + "too deep")

    response = post_action(client, suggestion, "accept")

    assert [message[:31] for message in messages_of(response)] == [
        "It can’t be saved like this. Li"
    ]
    assert state_of(suggestion) == ("waiting", None, False)


def test_declining_leaves_article_unchanged(client, article):
    editor = sign_in(client, "Editors")
    suggestion = SuggestionFactory(article=article)

    post_action(client, suggestion, "decline")

    assert article.revisions.count() == 1
    assert state_of(suggestion) == ("declined", editor, True)


@pytest.mark.parametrize("action", ["accept", "decline", "merge"])
def test_resolved_suggestion_cannot_be_resolved_again(client, article, action):
    first, second = UserFactory(), sign_in(client, "Editors")
    suggestion = SuggestionFactory(article=article)
    accept_suggestion(suggestion=suggestion, by=first)

    response = post_action(client, suggestion, action, text="x", seen="1")

    assert messages_of(response) == ["Someone has already accepted or declined this suggestion."]
    assert state_of(suggestion) == ("accepted", first, True)
    assert article.revisions.count() == 2
    assert second != first


@pytest.mark.parametrize("action", ["accept", "decline", "merge"])
def test_get_request_resolves_nothing(client, article, action):
    sign_in(client, "Editors")
    address = reverse(
        f"admin:wiki_suggestion_{action}", args=[SuggestionFactory(article=article).pk]
    )

    assert client.get(address).status_code == 405


@pytest.mark.parametrize("action", ["accept", "decline", "merge"])
def test_user_without_change_permission_resolves_nothing(client, article, action):
    writer = sign_in(client, "Writers")
    writer.user_permissions.set(Permission.objects.filter(content_type__model="suggestion"))
    suggestion = SuggestionFactory(article=article)

    response = post_action(client, suggestion, action, text="x", seen="1")

    assert response.status_code == 403
    assert state_of(suggestion) == ("waiting", None, False)


def test_writer_cannot_see_suggestions(client, article):
    sign_in(client, "Writers")

    response = client.get(reverse("admin:wiki_suggestion_changelist"))

    assert response.status_code == 403


def test_bulk_resolving_names_conflicting_suggestions(client, article):
    sign_in(client, "Editors")
    suggestions = [
        SuggestionFactory(article=article, text=TEXT.replace("second", word), name=word)
        for word in ("2nd", "middle")
    ]

    response = client.post(
        reverse("admin:wiki_suggestion_changelist"),
        {"action": "accept_selected", "_selected_action": [one.pk for one in suggestions]},
    )

    assert sorted(messages_of(response)) == sorted(
        [
            "One suggestion was accepted.",
            f"{name_of_waiting(suggestions)} on “Moderation”: The article has since changed in the "
            "same place. Open the suggestion and merge the two.",
        ]
    )


def name_of_waiting(suggestions) -> str:
    return next(one.name for one in suggestions if state_of(one)[0] == "waiting")


def test_waiting_suggestions_are_listed_first(client, article):
    sign_in(client, "Editors")
    SuggestionFactory(article=article, name="Waiting")
    SuggestionFactory(article=article, name="Resolved", status="declined")

    response = client.get(reverse("admin:wiki_suggestion_changelist"))

    assert re.findall('field-who">([^<]*)<', response.content.decode()) == ["Waiting", "Resolved"]


def test_list_query_count_does_not_grow_with_suggestions(client, article):
    sign_in(client, "Editors")
    address = reverse("admin:wiki_suggestion_changelist")
    SuggestionFactory(article=article)
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)

    for _ in range(29):
        SuggestionFactory()

    with CaptureQueriesContext(connection) as with_thirty:
        client.get(address)
    assert len(with_thirty) == len(with_one)


def test_dashboard_lists_waiting_suggestions(client, article):
    sign_in(client, "Editors")
    SuggestionFactory(article=article, name="Ana")
    SuggestionFactory(article=article, status="declined")

    waiting = client.get(reverse("admin:index")).context["waiting"]

    assert [(one.title, one.total, [words for words, _ in one.rows]) for one in waiting] == [
        ("Suggestions waiting", 1, ["Ana on “Moderation”"])
    ]


@pytest.mark.django_db(transaction=True)
def test_suggestion_accepted_twice_concurrently_is_applied_once():
    sync_groups()
    article = ArticleFactory(body=TEXT)
    suggestion = SuggestionFactory(article=article, text=f"{TEXT}\n\nThe fourth.")
    editor = UserFactory()

    results = run_concurrently(2, lambda: accept_suggestion(suggestion=suggestion, by=editor))

    article.refresh_from_db()
    refused = [result for result in results if isinstance(result, SuggestionResolved)]
    assert (len(refused), article.revisions.count()) == (1, 2)
    assert article.body == f"{TEXT}\n\nThe fourth."
