"""A text in any script can be saved and then found by its first words."""

import pytest

from content.models import Entry
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db

LONGEST = 400_000


def distinct_words(script_begins: int) -> str:
    """Return as many different five-character words of a script as fit into a text."""
    number = LONGEST // 6
    return " ".join(
        "".join(chr(script_begins + (count // 16**place) % 16) for place in range(5))
        for count in range(number)
    )


@pytest.mark.parametrize(
    "script_begins", [ord("a"), 0x0905, 0x10400], ids=["one byte", "three bytes", "four bytes"]
)
def test_longest_text_is_saved_and_found(script_begins):
    body = distinct_words(script_begins)

    post = PostFactory(body=body)

    assert list(Entry.objects.filter(search_vector=body.split()[0])) == [post.entry_ptr]
