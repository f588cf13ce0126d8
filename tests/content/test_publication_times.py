"""Publication dates in the hours that a clock change repeats or skips, in the site's time zone."""

from datetime import UTC, datetime

import pytest

from tests.factories import PostFactory
from tests.support.editors import Editor, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth() -> Editor:
    return Editor("Ruth")


# 1:30 am on the first Sunday in November, before and after clocks go back.
@pytest.mark.parametrize("hour", [5, 6])
def test_post_of_repeated_hour_is_saved_with_its_exact_moment(ruth, hour):
    moment = datetime(2025, 11, 2, hour, 30, 17, tzinfo=UTC)
    post = PostFactory(published_at=moment)
    ruth.open(post)

    saved = ruth.save(title="Another title")

    post = reloaded(post)
    assert (saved, post.title, post.published_at) == (True, "Another title", moment)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2025-11-02T01:30", "This time occurs twice, because clocks go back when"),
        ("2026-03-08T02:30", "This time does not exist: clocks skip it when"),
        ("2026-03-08", "Enter a time as well as a date."),
    ],
)
def test_hour_of_clock_change_is_refused_in_a_sentence(ruth, typed, sentence):
    post = PostFactory(draft=True)
    ruth.open(post)

    assert not ruth.save(published_at=typed)

    assert ruth.errors("published_at")[0].startswith(sentence)


def test_publication_date_is_read_in_site_time_zone(ruth):
    post = PostFactory(draft=True)
    ruth.open(post)

    assert ruth.save(published_at="2026-01-05T09:00")

    assert reloaded(post).published_at == datetime(2026, 1, 5, 14, tzinfo=UTC)
