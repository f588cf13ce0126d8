"""A reader filters the library: on phone and desktop, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.factories import PlaceFactory, PublicationFactory, ResourceFactory, TopicFactory
from tests.support.browsers import ON_TWO_DEVICES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def library(transactional_db):
    """Enough years to be collapsed, nested topics and places, and one publication."""
    assessment = TopicFactory(name="Assessment", slug="assessment")
    portfolios = TopicFactory(name="Portfolios and exhibitions", parent=assessment)
    maine = PlaceFactory(name="Maine", slug="maine")
    sanford = PlaceFactory(name="Sanford", slug="sanford", level="district", parent=maine)
    for number in range(17):
        ResourceFactory(
            title=f"What a portfolio is for, answered for the {number}th time",
            summary="Eight guidelines that tell a portfolio from a folder of papers.",
            made_by="A Council With A Long Name and an Interstate Commission",
            year=2000 + number,
            topics=[portfolios],
            places=[sanford],
        )
    PublicationFactory(title="One education, two records", slug="ours", topics=[assessment])


def open_facets(page, width: int) -> None:
    """Facets are collapsed on a phone and open on a desktop."""
    if width == 320:
        expect(page.get_by_role("heading", name="Topic")).to_be_hidden()
        page.get_by_text("Filters").click()
    expect(page.get_by_role("heading", name="Topic")).to_be_visible()


@ON_TWO_DEVICES
def test_reader_adds_and_removes_filters(page, width, library, inspect):
    page.goto("/library/")
    inspect()
    open_facets(page, width)
    inspect()

    page.get_by_role("navigation", name="Filters").get_by_role("link", name="Ours").click()
    expect(page.get_by_text("1 entry", exact=True)).to_be_visible()
    open_facets(page, width)
    inspect()

    page.get_by_role("link", name="Remove Source Ours").click()
    expect(page.get_by_text("18 entries", exact=True)).to_be_visible()

    page.goto("/library/?place=maine&from=ours")
    inspect()
    page.get_by_role("link", name="17 entries").click()
    expect(page.get_by_text("17 entries", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light"], indirect=True)
def test_library_can_be_filtered_by_keyboard(page, width, library):
    page.goto("/library/")

    page.get_by_label("Search the library").press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to results")).to_be_focused()
    page.keyboard.press("Tab")
    if width == 320:
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/library/?format=report")
    expect(page.get_by_text("18 entries", exact=True)).to_be_visible()

    page.get_by_label("Search the library").press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Date added")).to_be_focused()


def test_library_can_be_filtered_without_javascript(chromium, live_server, width, library):
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
        java_script_enabled=False,
    )
    page = context.new_page()

    page.goto("/library/")
    open_facets(page, width)
    years = page.get_by_role("heading", name="Year").locator("..")
    years.get_by_text("Show all 18").click()
    years.get_by_role("link", name="2003").click()

    expect(page.get_by_text("1 entry", exact=True)).to_be_visible()
    context.close()
