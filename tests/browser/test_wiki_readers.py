"""A reader suggests an edit, an editor accepts it, and the history thanks the reader."""

import pytest
from django.contrib.auth.models import Group

from content.editing.saving import save_entry
from cworks.groups import sync_groups
from tests.factories import ArticleFactory, ProblemReportFactory, SuggestionFactory, UserFactory
from tests.support.browsers import ON_PHONE, ON_TWO_DEVICES, sign_in
from wiki.models import ProblemReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


BODY = """The first paragraph has a rather long sentence in it, so that lines are broken.

## A heading

- one thing
- another-thing-whose-name-is-so-long-that-it-does-not-fit-into-a-narrow-window-by-itself

The last paragraph.
"""


@pytest.fixture
def article(transactional_db):
    sync_groups()
    editor = UserFactory(name="Edith Example", email="edith@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    article = ArticleFactory(title="Moderation", slug="moderation", body="A first try.")
    article.body, article.summary = BODY, "How teachers come to agree."
    save_entry(entry=article, by=editor, reason="Written out")
    return article


@ON_PHONE
def test_reader_suggests_edit_and_editor_accepts(page, inspect, article):
    page.goto("/wiki/moderation/")
    inspect()
    page.get_by_role("link", name="History").click()
    inspect()
    page.go_back()
    assert page.context.cookies() == []

    page.get_by_role("link", name="Suggest an edit").click()
    inspect()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
    page.get_by_role("button", name="Send the suggestion").click()
    page.get_by_role("alert").get_by_text("Your text is the same").wait_for()
    inspect()
    text = page.get_by_label("The article’s text")
    text.fill(text.input_value().replace("last paragraph", "very last paragraph"))
    page.get_by_label("What you changed").fill("Said which")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Send the suggestion").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    inspect()

    sign_in(page, "edith@example.org")
    page.get_by_role("link", name="Ana on “Moderation”").click()
    assert page.locator("ins").all_inner_texts() == [" very"]
    inspect()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("The suggestion is now part of “Moderation”").wait_for()
    inspect()

    page.goto("/wiki/moderation/history/")
    newest = page.locator(".revision").first
    assert "Edith Example: Suggested by Ana: Said which" in newest.inner_text()
    newest.get_by_role("link", name="What changed").click()
    page.get_by_role("heading", name="What changed").wait_for()
    assert page.locator(".change ins").all_inner_texts() == [" very"]
    inspect()


@ON_TWO_DEVICES
def test_reader_compares_revisions_and_cites_one(page, inspect, article):
    page.context.grant_permissions(["clipboard-write"])
    page.goto("/wiki/moderation/history/")

    page.get_by_role("button", name="Compare A with B").click()
    page.get_by_role("heading", name="What changed").wait_for()
    inspect()
    page.get_by_role("link", name="Inline").click()
    page.get_by_role("heading", name="Text").wait_for()
    inspect()
    assert page.locator(".change del").last.inner_text() == "try."

    page.get_by_role("main").locator("dd a").first.click()
    page.get_by_role("heading", name="Moderation", level=1).wait_for()
    inspect()
    assert "A first try." in page.locator(".prose").inner_text()
    page.get_by_role("heading", name="Cite this").click()
    page.get_by_role("button", name="Copy the citation in APA").click()
    page.get_by_role("button", name="Copied").wait_for()


@ON_PHONE
def test_reader_reports_problem_and_editor_resolves_it(page, inspect, article):
    page.goto("/wiki/moderation/")
    page.get_by_role("link", name="Out of date?").click()
    inspect()
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    inspect()
    page.get_by_label("A link is dead").check()
    page.get_by_label("Tell us more").fill("The second one.")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("heading", name="Thank you").wait_for()

    sign_in(page, "edith@example.org")
    page.get_by_role("link", name="A link is dead: “Moderation”").click()
    inspect()
    page.get_by_role("button", name="Mark as resolved").click()

    page.get_by_text("The report was marked as resolved.").wait_for()
    assert ProblemReport.objects.get().resolved_by.name == "Edith Example"


@ON_PHONE
def test_editor_merges_conflicting_suggestion(page, inspect, article):
    SuggestionFactory(
        article=article, text=BODY.replace("The last", "The third"), name="Ana", note=""
    )
    article.body = BODY.replace("The last", "The final")
    save_entry(entry=article, by=None)
    ProblemReportFactory(entry=article)
    sign_in(page, "edith@example.org")

    page.get_by_role("link", name="Ana on “Moderation”").click()
    page.get_by_text("The article has since changed in the same place.").wait_for()
    inspect()
    page.get_by_label("The article’s text with this suggestion").fill("The third and final.")
    page.get_by_role("button", name="Accept this text").click()

    page.get_by_text("The suggestion is now part of “Moderation”").wait_for()
    page.goto("/wiki/moderation/")
    assert page.locator(".prose").inner_text() == "The third and final."
