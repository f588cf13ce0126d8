"""Readers suggest changes to articles."""

import pytest
from django.test import Client
from lxml import html

from content.editing.saving import save_entry
from content.markdown.complexity import MAXIMUM_CHARACTERS
from tests.factories import ArticleFactory
from tests.support.markup import find_faults
from wiki.models import Suggestion

pytestmark = pytest.mark.django_db
TEXT = "The first of all.\n\nThe second of all.\n\nThe third of all."
PATH = "/wiki/moderation/suggest/"


@pytest.fixture
def article():
    return ArticleFactory(title="Moderation", slug="moderation", body=TEXT)


def read_page(response):
    assert find_faults(response.content.decode()) == []
    return html.fromstring(response.content.decode())


def form_for(article, **values: str) -> dict:
    return {
        "text": TEXT.replace("second", "2nd"),
        "note": "Shorter",
        "name": "Ana",
        "email": "ana@example.org",
        "revision": article.revisions.newest_first().first().pk,
        **values,
    }


def test_form_has_text_and_revision_and_is_not_cached(client, article):
    response = client.get(PATH)

    form = read_page(response).find_class("form")[0]
    assert form.findtext(".//textarea").removeprefix("\n") == TEXT
    assert form.xpath(".//input[@name='revision']/@value") == [str(article.revisions.get().pk)]
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response.content.decode()


def test_no_cookie_is_set_before_the_form(client, article):
    paths = ["/wiki/moderation/", "/wiki/moderation/history/", "/wiki/moderation/suggest/thanks/"]

    assert [client.get(path).cookies for path in paths] == [{}, {}, {}]
    assert list(client.get(PATH).cookies) == ["csrftoken"]


def test_suggestion_waits_for_an_editor(client, article):
    response = client.post(PATH, form_for(article))

    assert (response.status_code, response["Location"]) == (302, f"{PATH}thanks/")
    assert find_faults(client.get(response["Location"]).content.decode()) == []
    assert list(
        Suggestion.objects.values_list(
            "article", "text", "base_text", "note", "name", "email", "status"
        )
    ) == [
        (
            article.pk,
            TEXT.replace("second", "2nd"),
            TEXT,
            "Shorter",
            "Ana",
            "ana@example.org",
            "waiting",
        )
    ]
    assert article.revisions.count() == 1


def test_suggestion_for_changed_article_keeps_its_base_text(client, article):
    form = form_for(article)
    article.body = "All new."
    save_entry(entry=article, by=None)

    client.post(PATH, form)

    assert Suggestion.objects.get().base_text == TEXT


def test_browser_line_endings_are_not_a_change(client, article):
    response = client.post(PATH, form_for(article, text=TEXT.replace("\n", "\r\n")))

    assert (response.status_code, Suggestion.objects.count()) == (422, 0)
    assert "Your text is the same as the article’s" in response.content.decode()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"text": ""}, "Enter the article’s text."),
        ({"text": "x" * (MAXIMUM_CHARACTERS + 1)}, "at most 400,000"),
        ({"text": "A zero\0."}, "characters that can’t be displayed"),
        ({"text": "A bell\x07."}, "characters that can’t be displayed"),
        ({"name": "Ana\x1b[31m"}, "characters that can’t be displayed"),
        ({"email": "ana@"}, "Enter an email address like name@example.com."),
        ({"note": "x" * 301}, "“What you changed, and why” can have at most 300 characters"),
        ({"website": "https://spam.example"}, "We couldn’t accept this form"),
        ({"text": "> " * 2000 + "x"}, "nested too deeply"),
        ({"revision": "0"}, "check it and send it again"),
        ({"revision": "x"}, "check it and send it again"),
    ],
)
def test_invalid_suggestion_keeps_input(client, article, values, error):
    response = client.post(PATH, form_for(article, **{"note": "Kept words", **values}))

    page = response.content.decode()
    assert (response.status_code, Suggestion.objects.count()) == (422, 0)
    assert error in html.fromstring(page).find_class("form-errors")[0].text_content()
    assert "ana@" in page
    assert find_faults(page) == []


def test_suggestion_is_accepted_at_former_address(client, article):
    form = form_for(article)
    article.slug = "calibration"
    save_entry(entry=article, by=None)

    response = client.post(PATH, form)

    assert response["Location"] == "/wiki/calibration/suggest/thanks/"
    assert Suggestion.objects.get().article == article


@pytest.mark.parametrize("slug", ["moderation", "never-was"])
def test_text_is_kept_if_article_is_no_longer_public(client, article, slug):
    form = form_for(article, text="Kept text.")
    article.status = "draft"
    save_entry(entry=article, by=None)

    response = client.post(f"/wiki/{slug}/suggest/", form)

    page = read_page(response)
    assert (response.status_code, Suggestion.objects.count()) == (404, 0)
    assert "It is kept below" in page.find_class("form-errors")[0].text_content()
    assert page.findtext(".//textarea").removeprefix("\n") == "Kept text."
    assert "Moderation" not in page.text_content()


def test_suggestion_without_revision_can_be_resubmitted(client, article):
    first = client.post(PATH, form_for(article, revision=""))
    revision = read_page(first).xpath("//input[@name='revision']/@value")[0]

    client.post(PATH, form_for(article, revision=revision))

    assert Suggestion.objects.get().base_text == TEXT


def test_draft_revision_cannot_be_base_of_suggestion(client, article):
    draft = ArticleFactory(slug="secret", body="Embargoed.", draft=True)
    embargoed = draft.revisions.get().pk
    draft.body, draft.status, draft.published_at = "Open.", "published", article.published_at
    save_entry(entry=draft, by=None)

    response = client.post("/wiki/secret/suggest/", {"text": "Open!", "revision": embargoed})

    assert (response.status_code, Suggestion.objects.count()) == (422, 0)
    assert "Embargoed" not in response.content.decode()


def test_sixth_suggestion_within_an_hour_is_rejected_with_text_kept(client, article):
    for number in range(5):
        client.post(PATH, form_for(article, text=f"Number {number}."))

    response = client.post(PATH, form_for(article, text="One more."))

    assert (response.status_code, Suggestion.objects.count()) == (429, 5)
    assert "Please wait a while" in response.content.decode()
    assert "One more." in response.content.decode()


def test_ip_address_is_not_stored(client, article):
    client.post(PATH, form_for(article), REMOTE_ADDR="203.0.113.9")

    assert "203.0.113.9" not in str(Suggestion.objects.values().get())


def test_unpublished_article_takes_no_suggestions(client):
    article = ArticleFactory(slug="moderation", draft=True)

    assert client.get(PATH).status_code == 404
    assert client.post(PATH, form_for(article)).status_code == 404


def test_suggestion_without_csrf_token_is_rejected(article):
    response = Client(enforce_csrf_checks=True).post(PATH, form_for(article))

    assert (response.status_code, Suggestion.objects.count()) == (403, 0)
