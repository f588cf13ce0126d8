"""The old site's locations and other taxonomies, as places, topics, and tags."""

import pytest

from blog.models import Post
from content.models import Place, Redirect, Topic
from imports.exceptions import ImpossibleChoice
from imports.reports import Outcome
from imports.wordpress.export import ExportTerm
from imports.wordpress.post_types import read_choices
from imports.wordpress.taxonomies import PlaceFacts, read_place
from tests.factories import PlaceFactory
from tests.support.wordpress_exports import custom_term, item, numbered_category, term

TERMS = {
    each.slug: each
    for each in [
        ExportTerm("location", "northeast", "Northeast"),
        ExportTerm("location", "maine", "Maine", parent="northeast"),
        ExportTerm("location", "rsu-2", "RSU 2", parent="maine"),
        ExportTerm("location", "hall-dale", "Hall-Dale High", parent="rsu-2"),
        ExportTerm("location", "casco", "Casco Bay High School", parent="maine"),
    ]
}


@pytest.mark.parametrize(
    ("term", "facts"),
    [
        (TERMS["maine"], PlaceFacts("Maine", "state")),
        (ExportTerm("location", "new-hampshire", "New Hampshire"),
         PlaceFacts("New Hampshire", "state")),
        (ExportTerm("location", "ny", "NY"), PlaceFacts("New York", "state")),
        (ExportTerm("location", "dc", "District of Columbia"),
         PlaceFacts("District of Columbia", "state")),
        (TERMS["rsu-2"], PlaceFacts("RSU 2", "district", parent_slug="maine")),
        (TERMS["hall-dale"], PlaceFacts("Hall-Dale High", "school", parent_slug="rsu-2")),
        (TERMS["casco"], PlaceFacts("Casco Bay High School", "school", parent_slug="maine")),
        (ExportTerm("location", "denver", "Denver Public Schools, CO"),
         PlaceFacts("Denver Public Schools", "district", state="Colorado")),
        (ExportTerm("location", "pace", "Pace High School, Florida"),
         PlaceFacts("Pace High School", "school", state="Florida")),
        (ExportTerm("location", "finland", "Finland"),
         PlaceFacts("Finland", "state", is_certain=False)),
        (ExportTerm("location", "amp", "Smith &amp; Sons"),
         PlaceFacts("Smith & Sons", "state", is_certain=False)),
        (ExportTerm("location", "self", "Self", parent="self"),
         PlaceFacts("Self", "state", is_certain=False)),
    ],
)  # fmt: skip
def test_location_is_a_state_or_lies_in_one(term, facts):
    assert read_place(term, TERMS | {term.slug: term}) == facts


@pytest.mark.django_db
def test_locations_become_places_with_their_parents(import_items, client):
    PlaceFactory(slug="ohio", name="Ohio")
    parts = [
        custom_term("location", "hall-dale", "Hall-Dale High", parent="rsu-2"),
        custom_term("location", "rsu-2", "RSU 2", parent="maine"),
        custom_term("location", "maine", "Maine", description="In the north."),
        custom_term("location", "ohio-state", "Ohio"),
        custom_term("location", "finland", "Finland"),
        item(1, term("location", "hall-dale", "Hall-Dale High"), term("location", "maine", "M")),
        item(2, term("location", "ohio-state", "Ohio"), term("location", "→", "→")),
    ]

    report = import_items(*parts, choices=read_choices(["location=places"]))
    again = import_items(*parts, choices=read_choices(["location=places"]))

    assert list(Place.objects.order_by("slug").values_list("slug", "level", "parent__slug")) == [
        ("finland", "state", None),
        ("hall-dale", "school", "rsu-2"),
        ("maine", "state", None),
        ("ohio", "state", None),
        ("rsu-2", "district", "maine"),
    ]
    assert [place.slug for place in Post.objects.get(slug="post-1").places.all()] == [
        "hall-dale",
        "maine",
    ]
    assert [place.slug for place in Post.objects.get(slug="post-2").places.all()] == ["ohio"]
    assert report.counts["Places"] == {
        Outcome.NEW: 4,
        Outcome.UNCHANGED: 1,
        Outcome.SKIPPED: 1,
    }
    assert report.remarks["Places that may not be states: check their level"] == [
        "“→” was skipped.",
        "“Finland” (/places/finland/)",
    ]
    assert (report.unaccounted(), again.unaccounted()) == ({}, {})
    assert again.counts["Places"] == {Outcome.UNCHANGED: 5, Outcome.SKIPPED: 1}
    assert client.get("/location/ohio-state/")["Location"] == "/places/ohio/"


@pytest.mark.django_db
def test_taxonomy_becomes_topics_or_tags_and_its_addresses_redirect(import_items, client):
    parts = [
        custom_term("issue", "seat-time", "Seat Time", parent="pace"),
        custom_term("issue", "pace", "Pace"),
        item(1, term("issue", "seat-time", "Seat Time"), term("audience", "leaders", "Leaders")),
    ]

    report = import_items(*parts, choices=read_choices(["issue=topic", "audience=tags"]))

    post = Post.objects.get()
    assert list(Topic.objects.order_by("slug").values_list("slug", "parent__slug")) == [
        ("pace", None),
        ("seat-time", "pace"),
    ]
    assert [topic.slug for topic in post.topics.all()] == ["seat-time"]
    assert [tag.name for tag in post.tags.all()] == ["Leaders"]
    assert post.attention == ""
    for old, new in [
        ("/issue/seat-time/", "/topics/seat-time/"),
        ("/issue/seat-time/page/2/", "/topics/seat-time/"),
        ("/audience/leaders", "/tags/leaders/"),
    ]:
        assert client.get(old)["Location"] == new
    assert report.unaccounted() == {}


@pytest.mark.django_db
def test_other_taxonomies_are_listed_with_names_and_counts(import_items):
    report = import_items(
        custom_term("location", "ohio", "Ohio"),
        item(1, term("location", "kentucky", "Kentucky"), term("post_format", "post-x", "Aside")),
        item(2, term("location", "kentucky", "Kentucky"), term("location", "maine", "Maine")),
    )

    assert dict(report.remarks) | {"No topic": None} == {
        "No topic": None,
        "Taxonomies that weren’t imported (--as NAME=places, topics, or tags does)": [
            "“location”: Kentucky (2), Maine (1), Ohio (0)"
        ],
    }
    assert report.counts["Terms of other taxonomies"] == {Outcome.SKIPPED: 4}
    assert report.unaccounted() == {}


@pytest.mark.django_db
def test_category_of_a_site_in_a_folder_and_its_number_redirect(import_items, client):
    import_items(
        site_url("https://example.edu/~lab"),
        numbered_category("equity", "Equity", 3),
        item(1, term("category", "equity", "Equity"), link="https://example.edu/~lab/?p=1"),
    )

    for old in ("/~lab/category/equity/", "/~lab/category/policy/equity/", "/~lab/?cat=3"):
        assert client.get(old)["Location"] == "/topics/equity/", old
    assert Redirect.objects.filter(old_path="/~lab/feed/", new_path="/feed/").count() == 1


def site_url(url: str) -> str:
    return f"<wp:base_blog_url>{url}</wp:base_blog_url>\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("locaton=places",
         "The file has no taxonomy “locaton”. It has location (used 1 times)."),
        ("event=events", "The file has no items of the type “event”. It has post (1)."),
        ("attachment=posts", "“attachment” holds what WordPress or a plug-in needs for itself, so "
         "it can’t become entries. It has post (1)."),
    ],
)  # fmt: skip
def test_unknown_name_gets_a_list_of_what_the_file_has(import_items, pair, sentence):
    with pytest.raises(ImpossibleChoice) as error:
        import_items(item(1, term("location", "x", "X")), choices=read_choices([pair]))

    assert str(error.value) == sentence
    assert Post.objects.count() == 0


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (["event=gatherings"],
         "“gatherings” isn’t something that “event” can become. A type of post can become posts, "
         "pages, publications, resources, events, articles, or series; a taxonomy can become "
         "places, tags, or topics."),
        (["event"], "“event” doesn’t say what becomes what. Write TYPE=KIND, such as "
         "tribe_events=events, or TAXONOMY=places."),
        (["=posts"], "“=posts” doesn’t say what becomes what. Write TYPE=KIND, such as "
         "tribe_events=events, or TAXONOMY=places."),
        (["event=posts", "event=events"],
         "“event” can’t become both post and events. Name it once."),
    ],
)  # fmt: skip
def test_impossible_choice_is_explained(pairs, sentence):
    with pytest.raises(ImpossibleChoice) as error:
        read_choices(pairs)

    assert str(error.value) == sentence
