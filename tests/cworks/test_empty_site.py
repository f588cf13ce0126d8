"""A site where nothing has been published yet."""

import pytest

from tests.support.markup import find_faults

EMPTY = ["/", "/blog/", "/series/", "/topics/", "/people/", "/archive/", "/library/", "/wiki/"]
EMPTY += ["/events/", "/events/past/"]


@pytest.mark.parametrize("path", EMPTY)
def test_empty_site_has_valid_markup(client, db, path):
    response = client.get(path)

    assert find_faults(response.content.decode()) == []
