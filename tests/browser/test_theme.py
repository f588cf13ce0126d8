"""Light, dark, or automatic colors: the reader's choice, kept in the browser."""

import pytest
from playwright.sync_api import expect

from tests.factories import PostFactory
from tests.support.browsers import WIDTHS
from tests.support.public_site import publish_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_LIGHT = pytest.mark.parametrize(("width", "scheme"), [("phone", "light")], indirect=True)
LIGHT, DARK = "rgb(250, 247, 242)", "rgb(24, 22, 20)"
# What the page looks like when it is first drawn, and which color surrounds it.
COLORS = """() => [
  getComputedStyle(document.documentElement).backgroundColor,
  [...document.querySelectorAll("meta[name='theme-color']")]
    .filter((meta) => matchMedia(meta.media).matches).map((meta) => meta.content).join(),
]"""

AT_THE_BODY = """new MutationObserver(() => {
  if (document.body) window.themeAtTheBody ??= document.documentElement.dataset.theme ?? "none";
}).observe(document, { childList: true, subtree: true });"""


@IN_LIGHT
def test_choice_of_colors_applies_before_the_page_is_drawn_and_lasts(page, inspect):
    PostFactory(slug="the-post")
    page.goto("/")
    assert page.evaluate(COLORS) == [LIGHT, "#faf7f2"]
    expect(page.get_by_label("Automatic")).to_be_checked()

    page.get_by_label("Dark").check()
    assert page.evaluate(COLORS) == [DARK, "#181614"]
    inspect()

    # The choice is known before there is anything to draw.
    page.add_init_script(AT_THE_BODY)
    page.goto("/blog/the-post/")
    assert page.evaluate("window.themeAtTheBody") == "dark"
    assert page.evaluate(COLORS) == [DARK, "#181614"]

    page.reload()
    expect(page.get_by_label("Dark")).to_be_checked()
    assert page.context.cookies() == []
    page.get_by_label("Automatic").check()
    assert page.evaluate(COLORS) == [LIGHT, "#faf7f2"]
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(COLORS) == [DARK, "#181614"]


def test_choice_is_hidden_without_scripts(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto("/")

    expect(page.get_by_role("contentinfo")).to_be_visible()
    expect(page.get_by_label("Automatic")).to_be_hidden()
    context.close()


@IN_LIGHT
def test_buttons_and_current_items_show_in_forced_colors(page, inspect):
    publish_site()
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": WIDTHS["desktop"], "height": 800})

    page.goto("/events/the-event/")
    inspect()
    width = "(element) => getComputedStyle(element).borderBlockStartWidth"
    buttons = page.locator("main .button")
    assert {buttons.nth(index).evaluate(width) for index in range(buttons.count())} == {"1px"}

    page.goto("/events/")
    inspect()
    weight = "(element) => getComputedStyle(element).fontWeight"
    assert page.locator("main [aria-current='page']").evaluate(weight) == "600"
    lines = "(element) => getComputedStyle(element).textDecorationLine"
    assert page.locator("nav.menu [aria-current]").evaluate(lines) == "underline"
