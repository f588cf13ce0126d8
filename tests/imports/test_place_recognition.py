"""Which states and districts a post is about."""

import pytest

from imports.proposals.places import find_places
from tests.support.proposal_texts import text_of_post

NOTHING: list = []
# (title, words, [(name, level, state)])
ABOUT = [
    ("Ten Years of Lakeside Unified’s Journey", "x", [("Lakeside Unified", "district", "")]),
    (
        "Hand in Hand: Hartwell Integrates",
        "My visit to New Hampshire was short. Hartwell School District (HSD) knows.",
        [("New Hampshire", "state", ""), ("Hartwell School District", "district", "New Hampshire")],
    ),
    ("Update on Iowa", "x", [("Iowa", "state", "")]),
    (
        "Why",
        "One push in our district (and many others throughout Maine) is time.",
        [("Maine", "state", "")],
    ),
    ("Mastery in Idaho", "x", [("Idaho", "state", "")]),
    ("Why", "We visited RSU 2 in Maine.", [("Maine", "state", ""), ("RSU 2", "district", "Maine")]),
    ("West Virginia’s Plan", "x", [("West Virginia", "state", "")]),
    (
        "Bay School District: A Tour",
        "Bay School District in Alaska is small.",
        [("Alaska", "state", ""), ("Bay School District", "district", "Alaska")],
    ),
    (
        "Student Empowerment: Bay School District",
        "I had never been to Alaska.",
        [("Alaska", "state", ""), ("Bay School District", "district", "Alaska")],
    ),
    ("Why", "This is the ninth post in a series on mastery in Idaho.", [("Idaho", "state", "")]),
    ("Why", "In many places (such as my state of Iowa), agencies struggle.", NOTHING),
    ("Building Oregon’s Pathways", "x", [("Oregon", "state", "")]),
    (
        "Why",
        "We toured Adams County Public Schools, Colorado, in May.",
        [("Colorado", "state", ""), ("Adams County Public Schools", "district", "Colorado")],
    ),
    ("Vermont and Maine Together", "x", [("Vermont", "state", ""), ("Maine", "state", "")]),
    (
        "Visiting the Kansas City Public Schools",
        "x",
        [("Kansas City Public Schools", "district", "")],
    ),
    ("Why", "This is my third site visit in South Dakota.", [("South Dakota", "state", "")]),
    # Not about the place:
    ("Why", "Maine went a step further and adopted a requirement.", NOTHING),
    ("Why", "I read the New York Times on my visit.", NOTHING),
    ("Why", "George Washington visited us.", NOTHING),
    ("Why", "My visit to Washington, DC was short.", NOTHING),
    ("Why", "We visited Maine, Kentucky, Illinois, and Colorado.", NOTHING),
    ("Indiana Jones and the Lost Credit", "x", NOTHING),
    ("The Georgia O’Keeffe Project", "x", NOTHING),
    ("Virginia Woolf in Class", "x", NOTHING),
    ("Why", "Our school district is large.", NOTHING),
    ("Why", "I was at the University of Maine on my visit.", NOTHING),
    ("Why", "See examples from Hartwell School District.", NOTHING),
    ("Why", "The School District is large.", NOTHING),
]


@pytest.mark.parametrize(("title", "words", "places"), ABOUT)
def test_places_a_post_is_about(title, words, places):
    found = find_places(text_of_post(words, title=title))

    assert [(place.name, place.level, place.state) for place in found] == places


def test_district_that_is_here_has_its_state():
    text = text_of_post("x", title="Ten Years of Lakeside Unified")

    found = find_places(text, known={"lakeside unified": "California"})

    assert [(place.name, place.state) for place in found] == [
        ("California", ""),
        ("Lakeside Unified", "California"),
    ]
