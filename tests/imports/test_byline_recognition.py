"""Which authors a post names in its text."""

import pytest

from imports.proposals.authors import Byline, find_authors
from tests.support.proposal_texts import text_of_post

# (byline, names)
BYLINES = [
    ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
    ("By Jonathan Vander Meer and Sarah Kile", ("Jonathan Vander Meer", "Sarah Kile")),
    (
        "by Ana de la Cruz, Kim Poe, and Dr. Lee O’Brien",
        ("Ana de la Cruz", "Kim Poe", "Lee O’Brien"),
    ),
    ("Written by Ana Poe & Kim Lee", ("Ana Poe", "Kim Lee")),
    ("By Ana Poe, Superintendent, Lakeside Unified", ("Ana Poe",)),
    ("Guest post by Ana Poe and Kim Lee", ("Ana Poe", "Kim Lee")),
    ("This post was written by Ana Poe and Kim Lee.", ("Ana Poe", "Kim Lee")),
    (
        "This post was co-written by Ana Poe and Kim Lee of the Hill Institute.",
        ("Ana Poe", "Kim Lee"),
    ),
    ("Author(s): Chris Stone and Susan Park", ("Chris Stone", "Susan Park")),
    ("By María García and José Núñez", ("María García", "José Núñez")),
    ("By J. D. Smith and Ana Poe-Lee", ("J. D. Smith", "Ana Poe-Lee")),
    ("By Brian M. Stone, Ed.D. and Ana Poe", ("Brian M. Stone, Ed.D.", "Ana Poe")),
    ("Authors: Ana Poe, Kim Lee, and Lee Roe", ("Ana Poe", "Kim Lee", "Lee Roe")),
    ("This article is by Ana Poe and Kim Lee.", ("Ana Poe", "Kim Lee")),
    (
        "By Jon G. Stone, Director of Projects at the Hill Group and Sarah Kile, Bay Teacher.",
        ("Jon G. Stone", "Sarah Kile"),
    ),
    ("By Bob Stone Nov 12, 2014", ("Bob Stone",)),
    ("By April Jones and June Smith", ("April Jones", "June Smith")),
]


@pytest.mark.parametrize(("byline", "names"), BYLINES)
def test_byline_names_authors_in_order(byline, names):
    assert find_authors(text_of_post(byline)) == Byline(byline, names)


@pytest.mark.parametrize(
    "words",
    [
        "By Tuesday and Wednesday",
        "By Next Tuesday and Last Wednesday",
        "By Design and By Default",
        "This recent post by Jay Park, a graduate of the school, is worth your time.",
        "By Learning Together and Sharing Ideas",
        "By New Hampshire and New Mexico",
        "By and large, students like it.",
        "By the end of May and June, we were done.",
        "By Creating Time and Making Space",
        "By Grade Three and Grade Four",
        "By contrast, Jane Doe and John Roe disagree.",
        "By Jane Doe and John Roe’s account, it worked.",
        "The Long Road by Cecilia Lee, Rebecca Wolf and Ana Poe is new.",
        "Join Chris Stone and Antonia Rude to talk.",
        "By December 2014, Maine and Vermont had laws.",
        "By Jane Doe and John Roe had been at the school for years.",
    ],
)
def test_words_that_name_no_authors_are_no_byline(words):
    assert find_authors(text_of_post(words)) is None


def test_authors_who_are_named_already_are_not_proposed():
    text = text_of_post("By Jane Doe and John Q. Roe", authors=("John Roe", "Jane Doe"))

    assert find_authors(text) is None


def test_account_of_two_people_becomes_two_authors():
    text = text_of_post("Hello.", authors=("Ana Poe and Kim Lee",))

    assert find_authors(text) == Byline("By Ana Poe and Kim Lee", ("Ana Poe", "Kim Lee"))


def test_byline_in_the_middle_of_a_text_is_a_quotation():
    html = "<p>Word.</p>" * 9 + "<p>By Jane Doe and John Roe</p>" + "<p>Word.</p>" * 9

    assert find_authors(text_of_post(html)) is None


@pytest.mark.parametrize("words", ["By " + "A " * 140, "By " + "Al B, " * 45, "By " + "A. " * 90])
def test_hostile_text_takes_no_time(words):
    find_authors(text_of_post(words))
