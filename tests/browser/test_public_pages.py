"""Every public page, checked with axe on a phone in dark mode and a desktop in light mode."""

import pytest

from tests.support.browsers import WIDTHS
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", ["phone"], indirect=True)
@pytest.mark.parametrize("scheme", ["dark"], indirect=True)
def test_every_public_page_is_accessible(page, inspect, client):
    publish_site()
    addresses = [
        public.address
        for public in public_pages()
        if client.get(public.address)["Content-Type"].startswith("text/html")
    ]

    for address in [*addresses, "/nowhere-at-all/"]:
        page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
        page.emulate_media(color_scheme="dark")
        page.goto(address)
        inspect()
        page.set_viewport_size({"width": WIDTHS["desktop"], "height": 800})
        page.emulate_media(color_scheme="light")
        inspect()
