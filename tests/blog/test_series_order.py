import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.models import Post
from blog.post_links import read_post_links
from blog.progress import measure_progress
from blog.services.series import place_part, remove_part
from tests.factories import PostFactory, SeriesFactory


def order_of(series) -> list[tuple[int, str]]:
    parts = Post.objects.filter(series=series).order_by("part_number")
    return [(part.part_number, part.title) for part in parts]


def progress_at(title: str):
    post = Post.objects.get(title=title)
    around = read_post_links(post)
    return measure_progress(
        around.series, around.parts, planned_parts=around.series.place, reading=post
    )


@pytest.fixture
def series(db):
    series = SeriesFactory(planned_parts=4)
    for title in ("A", "B", "C"):
        place_part(post=PostFactory(title=title), series=series)
    return series


def test_part_inserted_in_middle_shifts_later_parts(series):
    place_part(post=PostFactory(title="New"), series=series, position=2)

    assert order_of(series) == [(1, "A"), (2, "New"), (3, "B"), (4, "C")]


def test_part_can_be_moved_to_front(series):
    place_part(post=Post.objects.get(title="C"), series=series, position=1)

    assert order_of(series) == [(1, "C"), (2, "A"), (3, "B")]


def test_part_can_be_moved_to_end(series):
    place_part(post=Post.objects.get(title="A"), series=series)

    assert order_of(series) == [(1, "B"), (2, "C"), (3, "A")]


def test_part_beyond_end_leaves_no_gap(series):
    place_part(post=PostFactory(title="Far"), series=series, position=40)

    assert order_of(series) == [(1, "A"), (2, "B"), (3, "C"), (4, "Far")]


def test_removed_part_leaves_no_gap(series):
    remove_part(post=Post.objects.get(title="A"))

    assert order_of(series) == [(1, "B"), (2, "C")]


def test_part_moved_to_another_series_leaves_no_gap(series):
    other = SeriesFactory()

    place_part(post=Post.objects.get(title="B"), series=other)

    assert (order_of(series), order_of(other)) == ([(1, "A"), (2, "C")], [(1, "B")])


def test_readers_see_no_gap_for_draft(series):
    Post.objects.filter(title="B").update(status="draft")

    progress = progress_at("C")

    assert [(number, part.title) for number, part in progress.numbered] == [(1, "A"), (2, "C")]
    assert (progress.current, progress.total, progress.next_at) == (2, 4, None)


def test_scheduled_part_shows_only_its_date(series):
    appears = timezone.now() + timedelta(days=2)
    Post.objects.filter(title="C").update(published_at=appears)

    progress = progress_at("B")

    assert ([part.title for part in progress.parts], progress.next_at) == (["A", "B"], appears)


@pytest.mark.django_db(transaction=True)
def test_concurrent_inserts_create_no_duplicate_part_numbers():
    series = SeriesFactory()
    posts = [PostFactory(title=f"Part {number}") for number in range(12)]
    together = threading.Barrier(len(posts))
    failures = []

    def insert_as_third(post):
        try:
            together.wait()
            place_part(post=post, series=series, position=3)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    editors = [threading.Thread(target=insert_as_third, args=[post]) for post in posts]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    assert failures == []
    assert [number for number, _ in order_of(series)] == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_concurrent_moves_between_series_do_not_deadlock():
    first, second = SeriesFactory(), SeriesFactory()
    ours = [PostFactory() for _ in range(4)]
    theirs = [PostFactory() for _ in range(4)]
    for one, other in zip(ours, theirs, strict=True):
        place_part(post=one, series=first)
        place_part(post=other, series=second)
    together = threading.Barrier(8)
    failures = []

    def move(post, series):
        try:
            together.wait()
            place_part(post=post, series=series, position=1)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    moves = [(post, second) for post in ours] + [(post, first) for post in theirs]
    editors = [threading.Thread(target=move, args=pair) for pair in moves]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    assert failures == []
    assert [number for number, _ in order_of(first)] == [1, 2, 3, 4]
    assert [number for number, _ in order_of(second)] == [1, 2, 3, 4]
