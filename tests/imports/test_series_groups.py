"""Which posts are proposed as one series, and in which order."""

from datetime import date

from imports.proposals.series import Mention, SeriesSign
from imports.proposals.series_groups import (
    PostFacts,
    ProposedPart,
    ProposedSeries,
    group_series,
)

MAY = date(2014, 5, 1)


def sign(key: int, name: str = "", number: int | None = None, **facts) -> SeriesSign:
    return SeriesSign(key, f"Sentence {key}", name, number, **facts)


def posts(*keys: int, **titles: str) -> dict[int, PostFacts]:
    return {
        key: PostFacts(titles.get(f"title_{key}", f"Post {key}"), MAY.replace(day=key))
        for key in keys
    }


def orders(found: list[ProposedSeries]) -> list[tuple[str, list[tuple[int, int | None]]]]:
    return [(series.title, [(part.key, part.number) for part in series.parts]) for series in found]


def test_posts_that_give_the_same_name_are_one_series_in_order():
    signs = [sign(1, "The Problems of Pace", 5), sign(2, "problems of pace", 4)]

    found = group_series(signs, posts(1, 2))

    assert found == [
        ProposedSeries(
            "The Problems of Pace",
            (ProposedPart(2, "Sentence 2", 4), ProposedPart(1, "Sentence 1", 5)),
        )
    ]


def test_same_words_in_another_order_are_one_series():
    signs = [sign(1, "Road Trip to Vermont"), sign(2, "the Vermont Road Trip")]

    found = group_series(signs, posts(1, 2))

    assert orders(found) == [("Road Trip to Vermont", [(1, None), (2, None)])]


def test_posts_with_different_names_are_different_series():
    found = group_series([sign(1, "Pace", 1), sign(2, "Grading", 1)], posts(1, 2))

    assert orders(found) == [("Pace", [(1, 1)]), ("Grading", [(2, 1)])]


def test_post_that_a_part_links_to_belongs_to_its_series():
    signs = [sign(3, "Pace", 3, others=(Mention(1, 1), Mention(2), Mention(99)))]

    found = group_series(signs, posts(1, 2, 3))

    assert found == [
        ProposedSeries(
            "Pace",
            (
                ProposedPart(1, "Sentence 3", 1),
                ProposedPart(3, "Sentence 3", 3),
                ProposedPart(2, "Sentence 3"),
            ),
        )
    ]


def test_posts_without_a_name_are_joined_by_their_titles():
    facts = posts(1, 2, title_1="Field Notes: Desks", title_2="Field Notes: Doors")

    found = group_series([sign(1, number=1), sign(2, number=2)], facts)

    assert orders(found) == [("Field Notes", [(1, 1), (2, 2)])]


def test_last_part_follows_the_others():
    signs = [sign(1, "Pace", is_last=True), sign(2, "Pace", 1), sign(3, "Pace", 2)]

    found = group_series(signs, posts(1, 2, 3))

    assert orders(found) == [("Pace", [(2, 1), (3, 2), (1, 3)])]


def test_number_of_parts_is_what_a_post_says():
    found = group_series([sign(1, "Pace", 1, total=3), sign(2, "Pace", 2)], posts(1, 2))

    assert [series.total for series in found] == [3]


def test_posts_years_apart_with_the_same_number_are_two_series():
    facts = {
        1: PostFacts("One", date(2014, 5, 1)),
        2: PostFacts("Two", date(2014, 5, 8)),
        3: PostFacts("One again", date(2019, 5, 1)),
    }

    found = group_series([sign(1, "Bay", 1), sign(2, "Bay", 2), sign(3, "Bay", 1)], facts)

    assert orders(found) == [("Bay", [(1, 1), (2, 2)]), ("Bay", [(3, 1)])]


def test_one_title_with_a_number_is_no_series():
    signs = [sign(1, "We’re", 1, is_from_title=True)]

    assert group_series(signs, posts(1)) == []


def test_titles_with_the_same_words_and_numbers_are_a_series():
    signs = [
        sign(1, "Reading", 2, is_from_title=True),
        sign(2, "Reading", 1, is_from_title=True),
    ]

    found = group_series(signs, posts(1, 2))

    assert orders(found) == [("Reading", [(2, 1), (1, 2)])]


def test_post_in_a_series_already_is_left_out():
    found = group_series([sign(1, "Pace", 1), sign(2, "Pace", 2)], posts(2))

    assert orders(found) == [("Pace", [(2, 2)])]
