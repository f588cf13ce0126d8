"""The bar with a post's title, status, and buttons stays in view, and covers nothing."""

import pytest
from playwright.sync_api import expect

from tests.factories import PostFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]

# Whether the bar covers the beginning of what has the focus.
IS_COVERED = """() => {
  const { activeElement } = document;
  const bar = document.querySelector(".publish-bar");
  if (bar.contains(activeElement)) return "";
  const { top, height } = activeElement.getBoundingClientRect();
  const isCovered = top + Math.min(height, 24) < bar.getBoundingClientRect().bottom;
  return isCovered ? activeElement.outerHTML : "";
}"""
IS_IN_BAR = "() => document.querySelector('.publish-bar').contains(document.activeElement)"
MOST_FIELDS = 100


@pytest.fixture
def post(page):
    sign_in(page, UserFactory(is_superuser=True).email)
    post = PostFactory(title="What mastery asks", draft=True)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    return post


def test_bar_stays_in_view_and_never_covers_the_focused_field(page, post):
    page.get_by_role("button", name="Create preview link").focus()
    covered = []
    for _ in range(MOST_FIELDS):
        page.keyboard.press("Shift+Tab")
        covered += filter(None, [page.evaluate(IS_COVERED)])
        if page.evaluate(IS_IN_BAR):
            break
    assert (covered, page.evaluate(IS_IN_BAR)) == ([], True)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    for shown in ("What mastery asks", "Draft", "Save draft", "Publish now"):
        expect(page.locator(".publish-bar").get_by_text(shown, exact=True)).to_be_in_viewport()


def test_bar_shows_the_title_as_it_is_typed(page, post):
    page.get_by_label("Title", exact=True).fill("What time asks")

    expect(page.get_by_role("heading", level=1)).to_have_text("What time asks")


def test_what_a_button_opens_is_closed_by_escape_and_by_a_click_elsewhere(page, post, inspect):
    opener, date = page.get_by_text("Schedule…"), page.get_by_label("Publication date", exact=True)

    opener.click()
    expect(date).to_be_focused()
    inspect()
    page.keyboard.press("Escape")
    expect(date).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.get_by_label("Title", exact=True).click()

    expect(date).to_be_hidden()


def test_panel_can_be_closed(page, post, inspect):
    page.get_by_text("Details", exact=True).click()

    expect(page.get_by_label("Sector")).to_be_hidden()
    inspect()


def test_form_of_a_new_post_begins_with_its_title(page, post):
    page.goto("/admin/blog/post/add/")

    expect(page.get_by_label("Title", exact=True)).to_be_focused()
