"""The search for something to link to, by keyboard alone."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.factories import ArticleFactory, PersonFactory, PostFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]


@pytest.fixture
def body(page):
    ArticleFactory(title="Seat time", slug="seat-time")
    PostFactory(title="Why [seat] time", slug="why")
    user = UserFactory(email="wren@example.org", password=PASSWORD, person=PersonFactory())
    user.groups.add(Group.objects.get(name="Writers"))
    sign_in(page, user.email)
    page.goto("/admin/blog/post/add/")
    return page.get_by_label("Body")


def find_search(page):
    dialog = page.get_by_role("dialog", name="Add a link")
    return dialog.get_by_role("combobox", name="Title, or address"), dialog.get_by_role("option")


def test_brackets_open_search_that_links_by_title(page, body, inspect):
    body.press_sequentially("See [[")
    search, options = find_search(page)
    expect(search).to_be_focused()
    search.press_sequentially("seat")
    expect(options).to_have_text(["Seat time Article", "Why [seat] time Post"])
    # The list is below the field and as wide, in the dialog.
    field, first = search.bounding_box(), options.first.bounding_box()
    assert (first["x"], first["width"]) == pytest.approx((field["x"], field["width"]), abs=4)
    expect(options.last).to_be_in_viewport(ratio=1)
    inspect()

    search.press("Enter")
    expect(body).to_be_focused()
    expect(body).to_have_value("See [[Seat time]]")

    # No link by title leads there.
    body.press_sequentially(" [[")
    search.press_sequentially("why")
    expect(options).to_have_count(1)
    search.press("Enter")
    expect(body).to_have_value(r"See [[Seat time]] [Why \[seat\] time](/blog/why/)")


def test_what_is_typed_very_fast_after_the_brackets_is_searched_for(page, body):
    body.focus()
    # All in one task, as keys that wait while the page is busy.
    page.evaluate("for (const key of 'See [[seat') document.execCommand('insertText', false, key)")
    search, options = find_search(page)
    expect(search).to_have_value("seat")
    search.press_sequentially(" ti")
    expect(options.first).to_have_text("Seat time Article")
    search.press("Enter")

    expect(body).to_have_value("See [[Seat time]]")


def test_link_typed_very_fast_needs_no_search(page, body):
    body.focus()
    page.evaluate(
        "for (const key of '[[Seat time]].') document.execCommand('insertText', false, key)"
    )
    body.press_sequentially(" Then")

    expect(body).to_have_value("[[Seat time]]. Then")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_escape_leaves_the_brackets_and_more_typing(page, body):
    body.press_sequentially("See [[")
    find_search(page)[0].press("Escape")

    expect(body).to_be_focused()
    body.press_sequentially("x]]")
    expect(body).to_have_value("See [[x]]")


def test_title_typed_with_its_brackets_is_a_link_to_a_page_not_written_yet(page, body):
    body.press_sequentially("See [[")
    find_search(page)[0].press_sequentially("No page yet]]")

    expect(body).to_have_value("See [[No page yet]]")


def test_key_makes_a_link_of_the_selected_words(page, body):
    body.fill("Read seat time")
    body.evaluate("each => each.setSelectionRange(5, 14)")
    body.press("Control+k")
    search, options = find_search(page)
    expect(search).to_have_value("seat time")
    expect(options.first).to_have_text("Seat time Article")
    search.press("ArrowDown")
    search.press("ArrowUp")
    search.press("Enter")

    expect(body).to_have_value("Read [seat time](/wiki/seat-time/)")
    body.press("Control+z")
    expect(body).to_have_value("Read seat time")


def test_key_links_to_an_address(page, body):
    body.press("Control+k")
    search, options = find_search(page)
    search.fill("https://example.org/a_(b)")
    expect(options).to_have_text(["https://example.org/a_(b) Address"])
    search.press("Enter")

    expect(body).to_have_value("[link text](<https://example.org/a_(b)>)")


def test_search_without_a_match_says_so_and_the_dialog_keeps_its_place(page, body, inspect):
    body.press("Control+k")
    search, options = find_search(page)
    expect(options).to_have_count(2)
    place = search.bounding_box()

    search.fill("protocol")

    dialog = page.get_by_role("dialog", name="Add a link")
    expect(dialog.get_by_role("status")).to_have_text("Nothing found for “protocol”.")
    expect(options).to_have_count(0)
    assert search.bounding_box() == place
    inspect()
    search.press("Escape")

    page.get_by_role("button", name="Image").click()
    page.get_by_role("button", name="Choose existing").click()
    page.get_by_label("Search by alternative text").fill("protocol")
    images = page.get_by_role("dialog", name="Add an image")
    expect(images.get_by_role("status")).to_have_text("Nothing found for “protocol”.")
    images.get_by_role("button", name="Cancel").click()

    page.get_by_label("Find anything").fill("protocol")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text(
        "Nothing found for “protocol”."
    )
    inspect()
