"""What sentences say about where their post first appeared."""

from datetime import date

import pytest

from imports.proposals.cross_posts import CrossPost, find_cross_post
from tests.support.proposal_texts import text_of_post

OWN = frozenset({"competencyworks"})
# (sentence, publisher, date)
SAID = [
    ("Originally posted Aug. 8, 2014 at Bright Paths.", "Bright Paths", date(2014, 8, 8)),
    (
        "This post originally appeared at Ed News’s Next Steps blog on September 21, 2018.",
        "Ed News’s Next Steps blog",
        date(2018, 9, 21),
    ),
    (
        "This post first appeared on Ana Poe’s website on December 9, 2016.",
        "Ana Poe’s website",
        date(2016, 12, 9),
    ),
    ("Cross-posted from Bright Paths.", "Bright Paths", None),
    (
        "This article was originally published by the Lakeside Institute on 3/4/2015.",
        "Lakeside Institute",
        date(2015, 3, 4),
    ),
    (
        "This piece first ran in The Hill Report on 14 May 2017 and is reprinted with permission.",
        "The Hill Report",
        date(2017, 5, 14),
    ),
    ("Reposted with permission from Ed News, May 3, 2013.", "Ed News", date(2013, 5, 3)),
    (
        "Editor’s note: A version of this post first appeared in EdRiver on Jan. 5th, 2018.",
        "EdRiver",
        date(2018, 1, 5),
    ),
    (
        "Cross-posted at the Foundation’s blog on October 2, 2015",
        "Foundation’s blog",
        date(2015, 10, 2),
    ),
    ("Republished from KXYZ’s MindShop, 2014-02-03.", "KXYZ’s MindShop", date(2014, 2, 3)),
    (
        "This post, by Ana Poe, originally appeared in the Portland Herald on March 2, 2013.",
        "Portland Herald",
        date(2013, 3, 2),
    ),
    (
        "This interview was originally published at edge.example on May 1, 2020.",
        "edge.example",
        date(2020, 5, 1),
    ),
    (
        "This blog originally appeared on Bright Paths on Monday, June 2nd, 2014.",
        "Bright Paths",
        date(2014, 6, 2),
    ),
    (
        "This post was previously published on Bright Paths on February 30, 2014.",
        "Bright Paths",
        None,
    ),
]


@pytest.mark.parametrize(("sentence", "publisher", "day"), SAID)
def test_sentence_about_first_publication_names_it(sentence, publisher, day):
    found = find_cross_post(text_of_post(sentence), own_names=OWN)

    assert found == CrossPost(sentence, publisher, "", day)


def test_caption_run_into_the_note_is_no_part_of_it():
    found = find_cross_post(text_of_post("SuppliesThis post originally appeared at Bright Paths."))

    assert found == CrossPost("This post originally appeared at Bright Paths.", "Bright Paths")


def test_link_to_the_original_is_its_address():
    html = (
        '<p>This post was first posted on June 1, 2014 at <a href="https://blog.example/">the '
        'Lakeside blog</a>, <a href="https://blog.example/2014/a">here</a>.</p>'
    )

    found = find_cross_post(text_of_post(html))

    assert found is not None
    assert (found.publisher, found.address) == ("Lakeside blog", "https://blog.example/2014/a")


@pytest.mark.parametrize(
    "sentence",
    [
        "An earlier version of this article appeared in print.",
        "This post was originally published at CompetencyWorks on May 3, 2015.",
        "Competencies originally appeared in vocational education.",
        "The report was originally published in 2012.",
        "The idea first appeared on the agenda in May.",
        "It first ran in 2010.",
        "This school originally appeared on our list.",
        "She originally posted the sign at the gate.",
        "This post was originally published on May 3, 2015.",
        "Previously published research shows this.",
        "Originally published in 2011, the report is old.",
        "Our district first appeared in the news on May 3, 2015.",
        "It was first published by Harvard in 1999.",
        "Schools cross-posted the job with the state.",
        "This chart first appeared in our report.",
        "Bright Paths first ran in Boston.",
    ],
)
def test_sentence_about_something_else_names_nothing(sentence):
    assert find_cross_post(text_of_post(sentence), own_names=OWN) is None


@pytest.mark.parametrize("tag", ["code", "samp", "pre"])
def test_sample_of_code_names_nothing(tag):
    words = "Originally posted Aug. 8, 2014 at Bright Paths."

    assert find_cross_post(text_of_post(f"<p><{tag}>{words}</{tag}></p>")) is None


def test_note_in_the_middle_of_a_long_text_is_about_something_else():
    note = "<p>This article originally appeared in Ed News on May 3, 2015.</p>"
    html = "<p>Word.</p>" * 10 + note + "<p>Word.</p>" * 10

    assert find_cross_post(text_of_post(html)) is None


@pytest.mark.parametrize("words", ["_" * 690, "originally " * 60, "this post, " * 60])
def test_hostile_text_takes_no_time(words):
    assert find_cross_post(text_of_post(words)) is None
