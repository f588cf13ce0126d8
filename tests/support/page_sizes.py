"""How many bytes a phone fetches for the front page at most, images aside."""

MOST_BYTES = 60_000
# Of these, for the page itself, with its headers. A test's own page says the same again and again,
# so it is smaller than a real one.
MOST_BYTES_OF_PAGE = 7_700
