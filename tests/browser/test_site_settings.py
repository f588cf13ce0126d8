"""An administrator gives the site another organization's name, look, and menu."""

import pytest
from playwright.sync_api import expect

from content.media.images import add_image
from content.models import SiteSettings
from events.services.registrations import register
from tests.factories import EventFactory, PostFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in
from tests.support.mail_servers import send_queued_emails
from tests.support.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@ON_TWO_DEVICES
def test_administrator_rebrands_the_site(page, inspect, mail_server, transactional_db):
    UserFactory(name="Ada", email="ada@example.org", password=PASSWORD, is_superuser=True)
    add_image(file=picture(size=(256, 256), color="navy"), name="icon.png", alt="Cedar icon")
    PostFactory(title="A post")
    event = EventFactory(title="A webinar")
    sign_in(page, "ada@example.org")
    page.goto("/admin/content/sitesettings/")
    inspect()

    page.get_by_label("Name", exact=True).fill("Cedar Valley")
    page.get_by_label("Tagline").fill("Schools that learn")
    page.get_by_label("Accent color on light pages").fill("#005ea2")
    page.get_by_label("Accent color on dark pages").fill("#73b3e7")
    page.get_by_label("Text", exact=True).fill("Join us on [May 4](/events/).")
    page.locator(".field-icon .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").press_sequentially("Cedar")
    page.get_by_role("option", name="Cedar icon").click()

    # The menu, by keyboard alone: Wiki opens under Library, and Blog comes second.
    page.locator("summary", has_text="Main menu").press("Enter")
    menu = page.locator(".field-main_menu")
    rows = menu.locator("[data-row]")
    rows.nth(0).get_by_role("button", name="Move down").press("Enter")
    expect(rows.nth(1).get_by_role("button", name="Move down")).to_be_focused()
    expect(menu.get_by_role("status")).to_have_text("Blog is now number 2 of 10.")
    rows.nth(6).get_by_label("Indent").press(" ")
    rows.nth(7).get_by_role("button", name="Remove").press("Enter")
    inspect()

    # Nothing is saved by looking at it.
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview the front page").press("Enter")
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("Schools that learn")
    preview.close()
    assert not SiteSettings.objects.exists()

    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("The site settings have been saved.")
    expect(page.locator(".site-changes li").first).to_contain_text("name, tagline")

    page.goto("/")
    inspect()
    expect(page.get_by_role("region", name="Announcement")).to_have_text("Join us on May 4.")
    expect(page.locator("header .wordmark")).to_have_text("Cedar Valley")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    assert page.evaluate(accent) == "light-dark(#005ea2, #73b3e7)"
    if page.viewport_size["width"] < 768:
        page.get_by_role("button", name="Menu").click()
    page.locator("#menu summary").press("Enter")
    inspect()
    expect(page.locator("#menu a:visible")).to_have_text(
        ["Series", "Blog", "K-12", "Higher education", "Events", "Library", "Wiki"]
    )
    page.keyboard.press("Escape")
    assert page.request.get("/feed/").text().count("<title>Cedar Valley</title>") == 1
    register(event=event, name="Ben", email="ben@example.org")
    send_queued_emails()
    [mail] = mail_server.taken
    assert mail["From"].startswith("Cedar Valley <")
    assert "Cedar Valley sent you this email because" in str(mail)
