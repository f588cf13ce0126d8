"""A reader goes from the front page to a series, its next part, an author, and a tag."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.services.series import place_part
from content.models import SiteSettings
from content.rendering import save_site_settings
from tests.factories import (
    CommentFactory,
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
)
from tests.support.browsers import ON_TWO_DEVICES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = """The first paragraph, with a note.[^1]

<!--more-->

## What we tried

A list:

- one thing
- another thing

> Someone said this.

## What it cost

| Year | Students |
|------|---------:|
| 1    |       40 |
| 2    |      120 |

`code` and https://example.org/a-very-long-address/that-does-not-fit-into-a-narrow-window-by-itself

## What we would do again

https://www.youtube.com/watch?v=aqz-KE-bpKQ

[^1]: The note itself.
"""


@pytest.fixture
def series(transactional_db):
    """A series with two published parts and a scheduled one, an author, a tag, and comments."""
    save_site_settings(
        site=SiteSettings(mission="We write about *mastery*.", parent_name="A parent organization")
    )
    PageFactory(title="About", slug="about")
    author = PersonFactory(name="Ada Ayers", slug="ada", biography="Ada teaches.")
    series = SeriesFactory(title="Getting started", slug="getting-started", planned_parts=4)
    shared = {
        "body": BODY,
        "authors": [author, PersonFactory(name="Bo Beck")],
        "topics": [TopicFactory(name="Equity")],
        "tags": ["pacing"],
        "places": [PlaceFactory(name="Kentucky")],
    }
    now = timezone.now()
    for title, published_at in {
        "The first step": now - timedelta(days=9),
        "The second step": now - timedelta(days=2),
        "The third step": now + timedelta(days=2),
    }.items():
        slug = title.lower().replace(" ", "-")
        post = PostFactory(title=title, slug=slug, published_at=published_at, **shared)
        place_part(post=post, series=series)
    question = CommentFactory(post__slug="other", post__published_at=now - timedelta(days=20))
    CommentFactory(post=question.post, parent=question)
    return series


@ON_TWO_DEVICES
def test_reader_navigates_series(page, inspect, series):
    page.goto("/")
    inspect()

    page.get_by_role("main").get_by_role("link", name="Getting started").first.click()
    page.get_by_role("heading", name="Getting started", level=1).wait_for()
    inspect()

    page.get_by_role("main").get_by_role("link", name="The first step").first.click()
    page.get_by_role("heading", name="The first step", level=1).wait_for()
    assert "Part 1 of 4" in page.get_by_role("main").inner_text()
    inspect()

    page.get_by_role("link", name="The second step").first.click()
    page.get_by_role("heading", name="The second step", level=1).wait_for()
    assert (
        "Part 2 of 4 in the series Getting started, next on"
        in page.get_by_role("main").inner_text()
    )
    assert "The third step" not in page.content()

    page.get_by_role("article").get_by_role("link", name="Ada Ayers").first.click()
    page.get_by_role("heading", name="Ada Ayers", level=1).wait_for()
    inspect()

    page.get_by_role("link", name="The first step").first.click()
    page.get_by_role("link", name="pacing").click()
    page.get_by_role("heading", name="pacing", level=1).wait_for()
    assert page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts() == [
        "The second step",
        "The first step",
    ]
    inspect()


@pytest.mark.parametrize("width", ["desktop"], indirect=True)
@pytest.mark.parametrize("scheme", ["light"], indirect=True)
def test_text_can_be_reached_by_keyboard(page, series):
    page.goto("/blog/the-first-step/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
