"""The admin's menu and its lists, on phones as on desktops."""

import pytest
from playwright.sync_api import expect

from content.models import User
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]


@pytest.fixture
def admin(page):
    User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada")
    sign_in(page, "ada@example.org")
    return page


def height_of(locator) -> float:
    return locator.bounding_box()["height"]


def test_admin_menu_leaves_page_in_view(admin, width, inspect):
    menu = admin.get_by_role("navigation", name="Admin")
    button = admin.get_by_role("button", name="Menu")

    assert height_of(admin.locator("#header")) < 140
    if width < 600:
        expect(menu).to_be_hidden()
        button.click()
        inspect()
    else:
        expect(button).to_be_hidden()

    menu.get_by_role("link", name="Deleted entries").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Deleted entries")


def test_status_takes_one_line_in_lists(admin, inspect):
    for state in ("draft", "scheduled", "published"):
        PostFactory(
            **({} if state == "published" else {state: True}),
            title=f"A {state} post with a rather long title, as they happen to be",
            authors=[PersonFactory(), PersonFactory()],
            topics=[TopicFactory(), TopicFactory()],
        )

    admin.goto("/admin/blog/post/")

    pills = admin.locator("#result_list .status")
    assert sorted(pills.all_inner_texts()) == ["Draft", "Published", "Scheduled"]
    assert max(height_of(pill) for pill in pills.all()) < 26
    inspect()


def test_buttons_of_lists_have_look_of_others(admin):
    PostFactory()
    admin.goto("/admin/blog/post/")

    looks = {
        name: admin.get_by_role("button", name=name, exact=True).evaluate(
            """(button) => {
                const style = getComputedStyle(button);
                return [style.boxShadow, style.fontFamily, style.borderRadius];
            }"""
        )
        for name in ("Search", "Run")
    }

    look = admin.get_by_role("link", name="New post").evaluate(
        """(link) => {
            const style = getComputedStyle(link);
            return [style.boxShadow, style.fontFamily, style.borderRadius];
        }"""
    )
    assert looks == {"Search": look, "Run": look}


def test_cells_of_lists_keep_direction_of_their_text(admin):
    # Read from the right, so the mark stands at the left.
    PostFactory(title="שלום!")
    admin.goto("/admin/blog/post/")

    left_edges = admin.locator("#result_list .field-heading_link a").evaluate(
        """link => [0, 4].map(at => {
            const range = document.createRange();
            range.setStart(link.firstChild, at);
            range.setEnd(link.firstChild, at + 1);
            return range.getBoundingClientRect().left;
        })"""
    )

    first_letter, mark = left_edges
    assert mark < first_letter
