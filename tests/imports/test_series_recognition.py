"""What sentences say about the series that their post is part of."""

import pytest

from imports.proposals.series import Mention, find_series
from tests.support.proposal_texts import text_of_post

# (sentence, name of the series, number of the part, number of parts)
PARTS = [
    ("This is the second in a series about Hartwell.", "Hartwell", 2, None),
    ("This is the fifth in a series on problems of pace.", "Problems of Pace", 5, None),
    (
        "(This is the ninth post in a series on Mastery in Ohio. Links below.)",
        "Mastery in Ohio",
        9,
        None,
    ),
    (
        "This article is the seventh in the Learning by Doing at H12 series.",
        "Learning by Doing at H12",
        7,
        None,
    ),
    ("This post is part of the series Road Trip to Vermont.", "Road Trip to Vermont", None, None),
    (
        "This is the second article in a series based on the book Quality First.",
        "Quality First",
        2,
        None,
    ),
    ("This is the final post in a three-part series on grading.", "Grading", 3, 3),
    ("Third in a series on student agency.", "Student Agency", 3, None),
    (
        "This post is the first of a series of “Starter Kits” for new schools.",
        "Starter Kits",
        1,
        None,
    ),
    (
        "This post part of a series on the Bay College originally posted in 2016.",
        "the Bay College",
        None,
        None,
    ),
    (
        "desks_oneThis post is part of the Vermont Road Trip series.",
        "Vermont Road Trip",
        None,
        None,
    ),
    ("Read the first, second, and fourth posts here.", "", 3, 4),
    ("This is the third and final post in our series on habits of work.", "Habits of Work", 3, 3),
    ("Part two of a four-part series on report cards.", "Report Cards", 2, 4),
    ("Part 2 of 4", "", 2, 4),
    ("This is part III of our series, “Notes from the Lab.”", "Notes from the Lab", 3, None),
    ("In this fourth installment of our series on equity, we turn to pace.", "Equity", 4, None),
    ("This is the 3rd of 5 posts on grading.", "Grading", 3, 5),
    (
        "Editor’s note: This post, by Ana Poe, is the first in a series of articles on tests.",
        "Tests",
        1,
        None,
    ),
    ("Welcome to the fourth installment of our Field Notes series.", "Field Notes", 4, None),
    ("Today’s post kicks off a new series about rural schools.", "Rural Schools", 1, None),
    ("This is the twenty-first post in the series “Winter Reading.”", "Winter Reading", 21, None),
    ("This is the second of three posts on credit recovery.", "Credit Recovery", 2, 3),
    ("Read parts one, two and three.", "", 4, None),
    ("See Part 1, Part 3 and Part 4.", "", 2, 4),
    ("This blog is the first of a series: See Part 2, Part 3 and Part 4.", "", 1, None),
    ("This is the last of six posts about portfolios.", "Portfolios", 6, 6),
    ("This is the second blog in a series by Ana Poe on school design.", "School Design", 2, None),
]


@pytest.mark.parametrize(("sentence", "name", "number", "total"), PARTS)
def test_sentence_about_series_says_its_part(sentence, name, number, total):
    sign = find_series(text_of_post(sentence))

    assert sign is not None
    assert (sign.name, sign.number, sign.total) == (name, number, total)


@pytest.mark.parametrize(
    "sentence",
    [
        "The third post on the fence line leaned to the left.",
        "This webinar will be the first in a series focused on promising schools.",
        "The first in a series of lawsuits was settled.",
        "The World Series was part of the fun.",
        "In the second post of our series, we looked at pace.",
        "As described in the first post, voice matters.",
        "It was the first in a series of changes that shook the school.",
        "This school is the second in a series of schools that we will rebuild.",
        "Part of the problem is pace.",
        "The third part of the test was hard.",
        "Last year I wrote the first post in a series on grading.",
        "Part 1 of 4 students passed.",
        "The report is the second in a series of reports.",
        "This was the last of three attempts.",
        "Our Webinar Series: Meeting Students, November 7 from 3-4 ET.",
        "The final part of our day was lunch.",
        "This was the second of five parts the machine needed.",
    ],
)
def test_sentence_about_something_else_says_nothing(sentence):
    assert find_series(text_of_post(sentence)) is None


@pytest.mark.parametrize(
    ("title", "name", "number", "total"),
    [
        ("Grading, Part 2", "Grading", 2, None),
        ("Summer Reading Part 3: A Principal’s View", "Summer Reading", 3, None),
        ("Field Notes (2 of 3)", "Field Notes", 2, 3),
        ("Quality Principle #1: Purpose", "Quality Principle", 1, None),
        ("Rethinking Grading (Part II)", "Rethinking Grading", 2, None),
    ],
)
def test_title_with_number_says_its_part(title, name, number, total):
    sign = find_series(text_of_post("Hello.", title=title))

    assert sign is not None
    assert (sign.name, sign.number, sign.total, sign.is_from_title) == (name, number, total, True)


@pytest.mark.parametrize("title", ["A Part to Play", "Parting Words: Part of the Solution"])
def test_title_with_other_part_says_nothing(title):
    assert find_series(text_of_post("Hello.", title=title)) is None


def test_final_post_without_numbers_is_last():
    sign = find_series(text_of_post("This post concludes our series on transcripts."))

    assert sign is not None
    assert (sign.name, sign.number, sign.is_last) == ("Transcripts", None, True)


def test_links_in_sentence_about_other_parts_are_mentions():
    html = (
        '<p>This is the third in a series on pace. Read <a href="/a">Part 1</a> and '
        '<a href="/b">Part 2</a>. I like <a href="/c">this, too</a>.</p>'
    )

    sign = find_series(text_of_post(html, targets={"/a": 11, "/b": 12, "/c": 13}))

    assert sign is not None
    assert sign.others == (Mention(11, 1), Mention(12, 2))


def test_linked_ordinals_are_numbers_of_parts():
    html = (
        '<p>This is the third post in the Bay series. Read the <a href="/a">first</a> and '
        '<a href="/b">second</a> posts. Read the fourth post <a href="/c">here</a>.</p>'
    )

    sign = find_series(text_of_post(html, targets={"/a": 11, "/b": 12, "/c": 14}))

    assert sign is not None
    assert sign.others == (Mention(11, 1), Mention(12, 2), Mention(14, 4))


def test_links_at_the_end_are_mentions_if_the_text_says_so():
    html = (
        "<p>This is the first post in a series on pace. Links to the other posts can be found at "
        'the end.</p><p>Some <a href="/x">link</a> in a long text.</p>'
        + "<p>Word.</p>" * 20
        + '<ul><li><a href="/a">Why</a></li><li><a href="/b">How</a></li></ul>'
    )

    sign = find_series(text_of_post(html, targets={"/a": 11, "/b": 12, "/x": 13}))

    assert sign is not None
    assert sign.others == (Mention(11), Mention(12))


@pytest.mark.parametrize(
    "words", ["(" * 5_000, "this " * 5_000, "part 1 of " * 2_000, "a, " * 9_000]
)
def test_hostile_text_takes_no_time(words):
    assert find_series(text_of_post(words, title=words[:300])) is None
