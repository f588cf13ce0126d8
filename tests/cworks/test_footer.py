import pytest
from lxml import html

from tests.factories import PageFactory

pytestmark = pytest.mark.django_db


def test_footer_links_published_pages_that_are_shown_there(client):
    PageFactory(title="Contact", slug="contact", show_in_footer=True)
    PageFactory(title="About", slug="about", show_in_footer=True)
    PageFactory(title="Hidden", slug="hidden", show_in_footer=False)
    PageFactory(title="Draft", slug="draft", show_in_footer=True, draft=True)

    page = html.fromstring(client.get("/nowhere/").text)

    links = page.xpath("//footer//a[text()='About' or text()='Contact' or text()='Hidden']")
    assert [(link.text, link.get("href")) for link in links] == [
        ("About", "/about/"),
        ("Contact", "/contact/"),
    ]
