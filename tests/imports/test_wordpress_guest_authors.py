"""Authors without an account, whom the plug-in Co-Authors Plus keeps."""

import pytest

from blog.models import Post
from content.models import Image, Person
from tests.support.import_reports import counts
from tests.support.pictures import picture
from tests.support.wordpress_exports import attachment, author, item, meta, term

pytestmark = pytest.mark.django_db

PORTRAIT = "https://old.example.org/wp-content/uploads/jane.png"


def guest(number: int, login: str, name: str, *inside: str, **changes: str) -> str:
    return item(
        number,
        meta("cap-user_login", login),
        meta("cap-display_name", name),
        *inside,
        post_type="guest-author",
        title=name,
        post_name=f"cap-{login}",
        **changes,
    )


JANE = (
    attachment(9, PORTRAIT),
    guest(
        7,
        "jane-doe",
        "Jane Doe",
        meta("cap-description", "<p>Jane teaches in <em>Ohio</em>.</p>"),
        meta("cap-website", "https://jane.example.org/"),
        meta("_thumbnail_id", "9"),
        meta("cap-yim", "jane7"),
    ),
)


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "jane.png").write_bytes(picture().read())
    return folder


def test_guest_author_becomes_person_with_biography_and_portrait(import_items, uploads):
    parts = (*JANE, item(1, term("author", "cap-jane-doe", "jane-doe"), creator="admin"))
    first = import_items(*parts, media_folder=uploads)

    second = import_items(*parts, media_folder=uploads)

    person = Person.objects.get(slug="jane-doe")
    assert (person.name, person.biography, person.website) == (
        "Jane Doe",
        "Jane teaches in Ohio.",
        "https://jane.example.org/",
    )
    assert person.portrait == Image.objects.get(alt="Jane Doe")
    assert [each.slug for each in Post.objects.get().authors] == ["jane-doe"]
    assert counts(first)["Guest authors"] == {"new": 1}
    assert counts(second)["Guest authors"] == {"unchanged": 1}
    assert first.not_imported["other meta keys: cap-yim"] == 1
    assert (first.unaccounted(), second.unaccounted()) == ({}, {})
    assert "Items of other types (--as TYPE=KIND imports them)" not in first.remarks


def test_biography_and_portrait_here_stay(import_items, uploads):
    Person.objects.create(slug="jane-doe", name="Jane Doe", biography="Our own words.")

    report = import_items(*JANE, media_folder=uploads)

    person = Person.objects.get()
    assert (person.biography, person.website) == ("Our own words.", "https://jane.example.org/")
    assert person.portrait is not None
    assert counts(report)["Guest authors"] == {"updated": 1}


def test_guest_linked_to_account_is_the_same_person(import_items):
    import_items(
        author("jd", "Jane Doe"),
        guest(
            7, "jane-doe", "Jane Doe", meta("cap-linked_account", "jd"),
            meta("cap-description", "Jane teaches."),
        ),
        item(1, term("author", "cap-jane-doe", "jane-doe"), creator="jd"),
        item(
            2,
            creator="jd",
            content='<a href="https://old.example.org/author/jane-doe/">All by Jane</a>',
        ),
    )  # fmt: skip

    person = Person.objects.get()
    assert (person.slug, person.biography) == ("jd", "Jane teaches.")
    assert [[each.slug for each in post.authors] for post in Post.objects.all()] == [["jd"], ["jd"]]
    assert Post.objects.get(slug="post-2").body == "[All by Jane](/people/jd/)"


def test_portrait_that_is_missing_is_listed(import_items):
    report = import_items(*JANE)

    assert report.remarks["Portraits of people that are still on the old site"] == [
        f"Jane Doe: {PORTRAIT}"
    ]


def test_guest_in_trash_is_not_imported(import_items):
    report = import_items(guest(7, "jane", "Jane", status="trash"))

    assert Person.objects.count() == 0
    assert counts(report)["Guest authors"] == {"skipped": 1}
    assert report.unaccounted() == {}


def test_website_that_runs_a_script_is_left_out(import_items):
    import_items(
        guest(7, "mal", "Mal Doe", meta("cap-website", "javascript://a.org/%0aalert(1)")),
        item(1, term("author", "cap-mal", "mal"), creator="admin"),
    )

    assert Person.objects.get(slug="mal").website == ""
