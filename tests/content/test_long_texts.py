"""Whatever a text is written in, it can be saved, and found by the words it begins with."""

import pytest

from content.models import Entry
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db

LONGEST = 400_000


def distinct_words(script_begins: int) -> str:
    """Return as many different five-character words of a script as a text may have."""
    number = LONGEST // 6
    return " ".join(
        "".join(chr(script_begins + (count // 16**place) % 16) for place in range(5))
        for count in range(number)
    )


@pytest.mark.parametrize("script_begins", [ord("a"), 0x0905, 0x10400], ids=["1", "3", "4"])
def test_longest_text_in_letters_of_so_many_bytes_is_saved_and_found(script_begins):
    body = distinct_words(script_begins)

    post = PostFactory(body=body)

    assert list(Entry.objects.filter(search_vector=body.split()[0])) == [post.entry_ptr]
