"""Two people work on a post: notes about passages, and who has the form open."""

import pytest
from playwright.sync_api import expect

from content.models import OpenForm
from tests.factories import PostFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]

MOST_PAGES = 20
SELECT = """(words) => {
  const { body } = document.querySelector("form.entry").elements;
  body.focus();
  body.setSelectionRange(body.value.indexOf(words), body.value.indexOf(words) + words.length);
}"""
SELECTED = """() => {
  const { body } = document.querySelector("form.entry").elements;
  return body.value.slice(body.selectionStart, body.selectionEnd);
}"""


def test_note_about_a_passage_keeps_unsaved_text(page, inspect):
    sign_in(page, UserFactory(name="Ann Ito", is_superuser=True).email)
    post = PostFactory(draft=True, body="It asks for time, and for patience.")
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.get_by_label("Title", exact=True).fill("Unsaved")
    page.evaluate(SELECT, "for time")

    page.get_by_label("New note").click()
    expect(page.locator("[data-quoted]")).to_have_text("for time")
    page.get_by_label("New note").fill("How much?")
    page.get_by_role("button", name="Add note").click()

    note = page.locator(".review-notes li")
    expect(note).to_contain_text("How much?")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Unsaved")
    inspect()
    page.get_by_role("button", name="Show in the text").click()
    assert page.evaluate(SELECTED) == "for time"
    page.get_by_role("button", name="Mark as done").click()
    expect(note).to_have_class("review-done")
    inspect()
    assert list(post.review_notes.values_list("text", "passage", "is_done")) == [
        ("How much?", "for time", True)
    ]


def test_open_form_is_recorded_until_it_is_left(page):
    sign_in(page, UserFactory(is_superuser=True).email)
    post = PostFactory(draft=True)

    with page.expect_response(lambda response: response.url.endswith("/open/")):
        page.goto(f"/admin/blog/post/{post.pk}/change/")
    assert OpenForm.objects.filter(entry=post.pk).exists()
    for _ in range(MOST_PAGES):
        # What the browser sends as it leaves may arrive after the next page.
        page.goto("/admin/")
        if not OpenForm.objects.exists():
            break

    assert not OpenForm.objects.exists()
