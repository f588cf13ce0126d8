"""The admin's menu and its lists, on phones as on desktops."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from content.models import SearchCount, SiteSettings, User
from content.rendering import save_site_settings
from tests.factories import EventFactory, PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]


IS_CUT_OFF = (
    "each => getComputedStyle(each).overflow !== 'visible' && each.scrollWidth > each.clientWidth"
)


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

    write = menu.get_by_text("Write", exact=True)
    menu.get_by_text("Site", exact=True).click()
    inspect()
    write.click()
    # One group is open at a time.
    expect(menu.get_by_role("link", name="Redirects")).to_be_hidden()
    menu.get_by_role("link", name="Deleted entries").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Deleted entries")
    current = admin.locator("#admin-menu summary[aria-current]")
    expect(current).to_have_text("Write")


def test_search_names_its_keys_except_on_touch_screens(admin):
    here = admin.context
    phone = here.browser.new_context(
        is_mobile=True, has_touch=True, storage_state=here.storage_state()
    )
    touched = phone.new_page()
    touched.goto(admin.url)

    for page, words in ((admin, "Find (Ctrl+/)"), (touched, "Find")):
        expect(page.get_by_label("Find anything")).to_have_attribute("placeholder", words)
    phone.close()


def test_buttons_and_links_above_a_list_are_apart(admin):
    admin.goto("/admin/content/person/")

    above = admin.locator(".entry-links > a")

    boxes = [link.bounding_box() for link in above.all()]
    assert len(boxes) == 3
    for before, after in pairwise(boxes):
        is_below = after["y"] >= before["y"] + before["height"]
        assert is_below or after["x"] - before["x"] - before["width"] >= 8


def test_name_of_the_site_is_whole(admin, width, inspect):
    for name in ("CompetencyWorks", "The Aurora Center for Competency-Based Higher Education"):
        SiteSettings.objects.all().delete()
        save_site_settings(site=SiteSettings(name=name))
        admin.reload()
        link = admin.locator("#branding a")
        expect(link).to_have_text(name)
        assert link.evaluate(IS_CUT_OFF) is False
        assert height_of(link) < 90
        inspect()


def test_five_groups_are_in_one_row_on_desktops(admin, width):
    if width < 600:
        admin.get_by_role("button", name="Menu").click()

    groups = admin.locator("#admin-menu summary")

    rows = {round(group.bounding_box()["y"]) for group in groups.all()}
    # With that of the tests' own kind.
    assert (groups.count(), len(rows)) == (6, 1 if width > 600 else 6)


def test_open_group_closes_when_it_is_left_and_with_escape(admin, width):
    if width < 600:
        admin.get_by_role("button", name="Menu").click()
    site = admin.locator("#admin-menu details", has_text="Redirects")

    site.locator("summary").focus()
    admin.keyboard.press("Enter")
    expect(site).to_have_attribute("open", "")
    admin.keyboard.press("Tab")
    expect(site.get_by_role("link", name="Statistics")).to_be_focused()
    if width > 600:
        admin.keyboard.press("Escape")
        expect(site).not_to_have_attribute("open", "")
        expect(site.locator("summary")).to_be_focused()
        site.locator("summary").click()
        admin.get_by_role("heading", level=1).click()
        expect(site).not_to_have_attribute("open", "")
    else:
        admin.keyboard.press("Escape")
        expect(admin.get_by_role("navigation", name="Admin")).to_be_hidden()


def test_search_is_a_key_away_and_suggests_what_one_may_open(admin, inspect):
    post = PostFactory(title="Mastery in Maine", draft=True)
    TopicFactory(name="Mastery")
    field = admin.get_by_role("combobox", name="Find anything")

    admin.keyboard.press("Control+/")
    expect(field).to_be_focused()
    admin.keyboard.type("mast")
    options = admin.get_by_role("option")
    expect(options).to_have_text(["Mastery in Maine Post", "Mastery Topic"])
    inspect()
    admin.keyboard.press("ArrowDown")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", level=1)).to_have_text("Mastery in Maine")
    assert admin.url.endswith(f"/admin/blog/post/{post.pk}/change/")

    field.fill("mastery")
    field.press("Enter")
    expect(admin.get_by_role("heading", level=1)).to_have_text("Search for “mastery”")
    expect(admin.get_by_role("heading", level=2)).to_have_text(["Entries", "Topics"])
    inspect()


def test_desk_leads_to_list_with_the_same_rows(admin, inspect):
    PostFactory.create_batch(6, status="review", published_at=None)
    PostFactory(scheduled=True)
    EventFactory(title="A webinar", capacity=20)
    SearchCount.objects.create(words="mastry", searches=3)

    admin.goto("/admin/")
    inspect()
    admin.get_by_role("link", name="All 6 in In review: posts").click()

    expect(admin.locator("#result_list tbody tr")).to_have_count(6)


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


def reads_from_the_right(element) -> bool:
    """Whether the mark after “שלום” stands at its left, as its readers expect."""
    first_letter, mark = element.evaluate(
        """element => {
            const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            while (!nodes.nextNode().data.includes("שלום!"));
            const text = nodes.currentNode;
            const start = text.data.indexOf("שלום!");
            return [start, start + 4].map(at => {
                const range = document.createRange();
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().left;
            });
        }"""
    )
    return mark < first_letter


def test_staff_pages_keep_direction_of_titles_and_names(admin):
    topic = TopicFactory(name="שלום!")
    post = PostFactory(title="שלום!", topics=[topic])
    UserFactory(name="שלום!")

    shown = {}
    for address, place in [
        ("blog/post/", "#result_list .field-heading_link a"),
        ("content/user/", "#result_list tr:has-text('שלום')"),
        (f"blog/post/{post.pk}/change/", "#content h1"),
        (f"blog/post/{post.pk}/change/", ".field-topics .select2-selection__choice"),
        (f"blog/post/{post.pk}/delete/", "#content p:has-text('שלום')"),
        (f"content/topic/{topic.pk}/delete/", "#content p:has-text('שלום')"),
    ]:
        admin.goto(f"/admin/{address}")
        shown[address, place] = reads_from_the_right(admin.locator(place).first)

    assert {key for key, is_right in shown.items() if not is_right} == set()
