"""A writer fills in resources from their addresses, by keyboard, on a phone and a desktop."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import ResourceFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in
from tests.support.pictures import picture
from tests.support.web_servers import run_website, send
from wiki.models import Resource
from wiki.services import page_readings
from wiki.services.page_readings import read_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]

PAGE = b"""<title>Mastery</title><meta name="author" content="Ada Ayers">
<meta property="og:site_name" content="The Institute"><meta name="date" content="2019-01-01">
<meta property="og:image" content="/cover.png"><meta property="og:image:alt" content="A cover">"""
NOT_SAID = "The page doesn’t say its description."


@pytest.fixture
def website(monkeypatch):
    with run_website() as website:
        monkeypatch.setattr(
            page_readings, "CLIENT", website.client(total_seconds=20, read_seconds=20)
        )
        website.url("/cover.png", send(picture(size=(300, 200)).read(), "image/png"))
        yield website


@pytest.fixture
def _writer(transactional_db):
    user = UserFactory(name="Wes Writer", email="wes@example.org", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Writers"))


def run_job() -> None:
    """Do what a worker would."""
    job = ProcrastinateJob.objects.filter(task_name="wiki.read_address").latest("pk")
    read_address(**job.args)


@pytest.mark.usefixtures("_writer")
def test_writer_adds_resources_from_their_addresses(page, inspect, website):
    listed = ResourceFactory(title="Listed", url="https://example.org/listed")
    sign_in(page, "wes@example.org")
    page.goto("/admin/wiki/resource/add/")
    address, status = (
        page.get_by_label("Address", exact=True),
        page.locator("[data-address-status]"),
    )
    expect(address).to_be_focused()

    # The library has it already.
    address.fill("http://www.example.org/listed/?utm_source=x")
    address.press("Tab")
    expect(status.get_by_role("link", name="Listed")).to_have_attribute(
        "href", f"/admin/wiki/resource/{listed.pk}/change/"
    )
    inspect()

    # What the writer typed stays; the rest is filled in once a worker has read the page.
    page.get_by_label("Summary").fill("My own words.")
    address.fill(website.url("/page", send(PAGE, "text/html")))
    address.press("Enter")
    expect(status).to_have_text("Waiting for its turn…")
    inspect()
    run_job()
    expect(status).to_have_text(
        "Filled in: title, made by, year, and picture. Check it, and correct what is wrong. "
        f"{NOT_SAID}"
    )
    expect(page.get_by_label("Title", exact=True)).to_have_value("Mastery")
    expect(page.get_by_label("Made by")).to_have_value("Ada Ayers, The Institute")
    expect(page.get_by_label("Summary")).to_have_value("My own words.")
    inspect()

    page.get_by_label("Format").select_option("Report")
    page.locator(".publish-more summary").click()
    page.get_by_role("button", name="Save and add another").click()
    expect(page.locator(".messagelist")).to_contain_text(
        "“Mastery” is a draft now. See your drafts"
    )
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
    resource = Resource.objects.get(title="Mastery")
    assert (resource.year, resource.lead_image.alt, resource.summary) == (
        2019, "A cover", "My own words.",
    )  # fmt: skip
    assert not resource.contributions.exists()

    # The bookmark opens the form, which reads the page at once.
    page.get_by_text("Add many resources").click()
    inspect()
    link = page.get_by_role("link", name="Add to the library")
    link.click()
    expect(page.locator("[data-bookmarklet-status]")).to_contain_text("drag it")
    other = website.url("/other", send(PAGE.replace(b"Mastery", b"Portfolios"), "text/html"))
    page.goto(f"/admin/wiki/resource/add/?url={other}&title=Portfolios+%7C+The+Institute")
    expect(status).to_have_text("Waiting for its turn…")
    run_job()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Portfolios")
