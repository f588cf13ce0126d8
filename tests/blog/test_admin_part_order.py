"""Editors put the parts of a series in order."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from lxml import html

from blog.models import Post
from blog.services.series import place_part, remove_part
from tests.factories import PostFactory, SeriesFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    series = SeriesFactory()
    for title in ("A", "B", "C"):
        place_part(post=PostFactory(title=title), series=series)
    return series


def order_of(series) -> list[tuple[int, str]]:
    parts = Post.objects.filter(series=series).order_by("part_number")
    return [(part.part_number, part.title) for part in parts]


def order_url(series) -> str:
    return reverse("admin:blog_series_order", args=[series.pk])


def move(client, series, title: str, direction: str):
    """Press a button of the page, as in a browser without JavaScript."""
    page = html.fromstring(client.get(order_url(series)).content.decode())
    (form,) = page.xpath("//form[@data-part-order]")
    number = Post.objects.get(title=title).pk
    (button,) = form.xpath(f".//button[@value='{direction}-{number}']")
    assert button.get("disabled") is None
    return client.post(
        order_url(series), {"order": form.fields["order"], "move": button.get("value")}
    )


def test_buttons_move_parts_up_and_down(client, series):
    sign_in(client, "Editors")

    move(client, series, "C", "up")
    assert order_of(series) == [(1, "A"), (2, "C"), (3, "B")]
    move(client, series, "A", "down")
    assert order_of(series) == [(1, "C"), (2, "A"), (3, "B")]


def test_moved_part_is_announced(client, series):
    sign_in(client, "Editors")

    page = client.get(move(client, series, "C", "up")["Location"])

    (status,) = html.fromstring(page.content.decode()).xpath("//*[@role='status']")
    assert status.text_content() == "“C” is now part 2 of 3."


def test_dragged_order_is_saved_whole(client, series):
    sign_in(client, "Editors")
    numbers = {post.title: post.pk for post in Post.objects.all()}
    order = ",".join(str(numbers[title]) for title in "CAB")

    client.post(order_url(series), {"order": order, "move": f"drag-{numbers['C']}"})

    assert order_of(series) == [(1, "C"), (2, "A"), (3, "B")]


def test_order_of_other_parts_is_refused(client, series):
    sign_in(client, "Editors")
    numbers = ",".join(str(post.pk) for post in Post.objects.order_by("-part_number"))
    remove_part(post=Post.objects.get(title="B"))

    response = client.post(order_url(series), {"order": numbers})

    assert order_of(series) == [(1, "A"), (2, "C")]
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Someone else has just changed the parts of this series. Here they are as they are now: "
        "move them again."
    ]


def test_page_links_to_order_and_writers_may_not_open_it(client, series):
    sign_in(client, "Editors")
    form = client.get(reverse("admin:blog_series_change", args=[series.pk])).content.decode()
    assert f'<a href="{order_url(series)}">Change the order</a>' in form

    sign_in(client, "Writers")

    assert client.get(order_url(series)).status_code == 403
