"""A site on which nothing has been published yet."""

import pytest

from tests.support.markup import find_faults

EMPTY = ["/", "/blog/", "/series/", "/topics/", "/people/", "/archive/", "/library/", "/wiki/"]
EMPTY += ["/events/", "/events/past/"]


@pytest.mark.parametrize("path", EMPTY)
def test_markup_of_an_empty_site_has_no_fault(client, db, path):
    response = client.get(path)

    assert find_faults(response.content.decode()) == []
