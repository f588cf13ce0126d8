"""Writing by keyboard alone: lists, saving, help, and the preview of the whole page."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from content.models import Entry
from tests.factories import PersonFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]

# What is typed, key by key, and the text that it makes.
TYPED = {
    "items": ("- a|Enter|b", "- a\n- b"),
    "numbers": ("9) a|Enter|b", "9) a\n10) b"),
    "end": ("- a|Enter|Enter|b", "- a\nb"),
    "within an item": ("- ab|ArrowLeft|Enter", "- a\n- b"),
    "indented": ("- a|Enter|b|Tab|Enter|c|Enter|Enter|d", "- a\n  - b\n  - c\n- d"),
    "indented number": ("1. a|Enter|b|Tab|Enter|c|Shift+Tab", "1. a\n   1. b\n2. c"),
    "no list": ("a - b|Enter|c", "a - b\nc"),
    "code": ("```|Enter|- a|Enter|b", "```\n- a\nb"),
}


@pytest.fixture
def body(page):
    user = UserFactory(email="wren@example.org", password=PASSWORD, person=PersonFactory())
    user.groups.add(Group.objects.get(name="Writers"))
    sign_in(page, user.email)
    page.goto("/admin/blog/post/add/")
    return page.get_by_label("Body")


def type_keys(body, keys: str) -> None:
    for key in keys.split("|"):
        if len(key) > 2 and re.fullmatch(r"[A-Z]\w+(\+\w+)?", key):
            body.press(key)
        else:
            body.press_sequentially(key)


def test_lists_go_on_and_end(body):
    texts = {}
    for name, (keys, _) in TYPED.items():
        body.fill("")
        type_keys(body, keys)
        texts[name] = body.input_value()

    assert texts == {name: text for name, (_, text) in TYPED.items()}


def test_tab_leaves_the_text_after_escape_and_outside_of_lists(page, body):
    body.fill("a")
    body.press("Tab")
    expect(body).not_to_be_focused()

    body.fill("- a\n- b")
    body.press("Control+End")
    body.press("Tab")
    expect(body).to_have_value("- a\n  - b")
    expect(page.locator("[data-notice]")).to_have_text("To leave the text, press Escape, then Tab.")
    body.press("Escape")
    body.press("Tab")
    expect(body).not_to_be_focused()
    expect(body).to_have_value("- a\n  - b")


def test_key_saves_and_the_writer_stays_in_place(page, body):
    page.get_by_label("Title", exact=True).fill("Seat time")
    body.fill("A line\n" * 200)
    body.evaluate("each => { each.setSelectionRange(700, 704); each.scrollTop = 900; }")
    body.evaluate("() => scrollTo(0, 120)")
    body.press("Control+s")

    expect(page).to_have_url(re.compile(r"/change/$"))
    expect(page.get_by_role("status").get_by_text("Draft saved.")).to_be_in_viewport()
    expect(body).to_be_focused()
    assert body.evaluate("each => [each.selectionStart, each.selectionEnd, each.scrollTop]") == [
        700,
        704,
        900,
    ]
    assert page.evaluate("scrollY") == 120


def test_help_shows_keys_and_markdown(page, body, inspect):
    body.press("Control+Shift+?")
    expect(page.get_by_role("dialog", name="Writing help")).to_be_visible()
    inspect()
    page.keyboard.press("Escape")

    expect(body).to_be_focused()


def test_whole_page_is_previewed_without_saving(page, body, width, inspect):
    page.get_by_label("Title", exact=True).fill("Seat time")
    body.fill("An *unsaved* text, see [the rest](#rest) and [another](/about/).")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview page").click()
    preview = opened.value
    preview.wait_for_load_state()
    frame = preview.frame_locator("iframe")

    expect(preview).to_have_title("Preview: Seat time")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Seat time")
    expect(frame.locator(".prose em")).to_have_text("unsaved")
    expect(frame.get_by_role("link", name="another")).to_have_attribute("target", "_blank")
    expect(preview.get_by_label("Phone" if width < 768 else "Desktop")).to_be_checked()
    widths = {}
    for name in ("Phone", "Desktop"):
        preview.get_by_label(name).check()
        widths[name] = preview.locator("iframe").evaluate("each => each.clientWidth")
    assert widths == {"Phone": 390, "Desktop": 1280}
    assert not Entry.objects.exists()


def test_preview_says_what_keeps_the_page_from_being_shown(page, body):
    page.locator("[name=slug]").evaluate("each => { each.value = 'a / b'; }")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview page").click()

    expect(opened.value.locator("main")).to_contain_text("The page can’t be shown yet:")
