"""Every public page, checked with axe on a phone in dark mode and a desktop in light mode."""

import pytest

from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# So that several workers share the pages.
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("width", ["phone"], indirect=True)
@pytest.mark.parametrize("scheme", ["dark"], indirect=True)
def test_every_public_page_is_accessible(inspect_on_both, client, part):
    publish_site()
    addresses = [*(public.address for public in public_pages()), "/nowhere-at-all/"][part::PARTS]

    for address in addresses:
        if not client.get(address)["Content-Type"].startswith("text/html"):
            continue
        inspect_on_both(address)
