"""A reader searches and gets to the right page of a report."""

from io import BytesIO

import pytest

from tests.factories import PersonFactory, PostFactory, PublicationFactory
from tests.support.browsers import ON_TWO_DEVICES
from tests.support.pdfs import pdf
from wiki.services.pdf_texts import PdfReading, record
from wiki.services.publication_files import add_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(transactional_db):
    person = PersonFactory(name="Ada Ayers")
    PostFactory(
        title="Ninety minutes of moderation",
        slug="ninety-minutes-of-moderation",
        body="We moderate.",
        authors=[person],
    )
    publication = PublicationFactory(
        title="Measuring mastery", slug="measuring-mastery", body="A report.", authors=[person]
    )
    file = add_file(
        publication=publication, title="Full report", file=BytesIO(pdf("A page.")), name="a.pdf"
    )
    text = "Districts that moderate their grading together agree in the end. " * 3
    record(file.versions.get(), PdfReading("read", page_count=40, pages={3: text, 31: text}))


@ON_TWO_DEVICES
def test_reader_finds_page_in_report(page, inspect, report, width):
    page.goto("/")
    if width == 320:
        page.get_by_role("banner").get_by_role("link", name="Search").click()
        inspect()
        page.get_by_role("combobox", name="Search for").fill("moderating")
    else:
        page.get_by_role("banner").get_by_role("combobox", name="Search").fill("moderating")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=moderating")
    assert page.locator("article h2").all_inner_texts() == [
        "Ninety minutes of moderation",
        "Measuring mastery",
    ]
    inspect()
    links = page.get_by_role("main").get_by_role("list").get_by_role("link", name="Page 31")
    assert links.get_attribute("href") == "/library/measuring-mastery/files/full-report.pdf#page=31"


@pytest.mark.parametrize("width", ["phone"], indirect=True)
@pytest.mark.parametrize("scheme", ["dark"], indirect=True)
def test_misspelled_search_shows_suggestions(page, inspect, report):
    page.goto("/search/?q=moderatoin")

    page.get_by_role("link", name="Ninety minutes of moderation").wait_for()
    inspect()
