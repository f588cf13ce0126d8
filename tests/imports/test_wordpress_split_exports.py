"""Exports that WordPress split into several files, of one site or several, also compressed."""

import gzip
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from blog.models import Post
from content.models import Image, Person, Topic
from imports.models import ImportRun
from imports.wordpress.importer import import_exports
from tests.support.import_reports import counts
from tests.support.pictures import picture
from tests.support.wordpress_exports import (
    attachment,
    author,
    category,
    comment,
    item,
    meta,
    term,
    write_export,
)

pytestmark = pytest.mark.django_db

FIRST = item(
    1,
    meta("_thumbnail_id", "9"),
    term("category", "child", "child"),
    content='<a href="/?p=2">two</a> [gallery ids="9"] <!-- wp:block {"ref":77} /-->'
    ' <a href="/author/chris/">Chris</a>',
)
LATER = {"post_modified_gmt": "2015-01-01 10:00:00"}


@pytest.fixture
def parts(tmp_path) -> list[Path]:
    """A post whose author, topic, next post, picture, and pattern are in the other files."""
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "lead.png").write_bytes(picture().read())
    return [
        write_export(tmp_path, FIRST, name="a.xml"),
        write_export(
            tmp_path,
            author("chris", "Chris Example"),
            category("parent", "Parent"),
            category("child", "Child", "parent"),
            item(2, comment(21), content='<a href="/?p=1">one</a>'),
            name="b.xml",
        ),
        write_export(
            tmp_path,
            attachment(9, "https://old.example.org/wp-content/uploads/lead.png", post_parent="1"),
            item(77, post_type="wp_block", content="<p>The pattern.</p>"),
            name="c.xml",
        ),
    ]


def as_gzip(parts: list[Path]) -> list[Path]:
    for path in parts:
        path.with_suffix(".xml.gz").write_bytes(gzip.compress(path.read_bytes()))
    return [path.with_suffix(".xml.gz") for path in parts]


def as_zip(parts: list[Path]) -> list[Path]:
    archive = parts[0].with_name("all.zip")
    with ZipFile(archive, "w") as file:
        for path in parts:
            file.write(path, f"export/{path.name}")
    return [archive]


@pytest.mark.parametrize("compress", [list, reversed, as_gzip, as_zip])
def test_files_of_one_site_belong_together(parts, tmp_path, compress):
    paths = list(map(str, compress(parts)))

    call_command("import_wordpress", *paths, media=tmp_path / "uploads", stdout=StringIO())

    first, second = Post.objects.order_by("slug")
    image, person, topic = (
        Image.objects.get(),
        Person.objects.get(),
        Topic.objects.get(slug="child"),
    )
    assert first.body == (
        f"[two](/blog/post-2/)\n\n![]({image.url})\n\nThe pattern.\n\n[Chris](/people/chris/)"
    )
    assert (first.lead_image, list(first.topics.all())) == (image, [topic])
    assert (topic.name, topic.parent.name, person.name) == ("Child", "Parent", "Chris Example")
    assert (second.body, second.comments.count()) == ("[one](/blog/post-1/)", 1)
    assert ImportRun.objects.get().totals["Posts"] == {"in the file": 2, "new": 2}


def test_item_in_two_files_is_imported_once_in_its_latest_version(tmp_path):
    paths = [
        write_export(tmp_path, item(1, comment(11), title="Newer", **LATER), name="a.xml"),
        write_export(tmp_path, item(1, title="Older"), name="b.xml"),
    ]

    first, second = import_exports(paths), import_exports(paths)

    assert [post.title for post in Post.objects.all()] == ["Newer"]
    assert counts(first)["Posts"] == {"new": 1, "duplicate": 1}
    assert counts(second)["Posts"] == {"unchanged": 1, "duplicate": 1}
    assert first.remarks[
        "Items that are in the files more than once, of which the latest is imported"
    ] == ["b.xml, line 13, “Older”"]
    assert (first.unaccounted(), second.unaccounted()) == ({}, {})


def test_sites_in_one_archive_stay_apart(parts, tmp_path):
    other = write_export(
        tmp_path,
        author("chris", "Another Chris"),
        item(1, title="Elsewhere", content='<a href="/?p=2">two</a>'),
        name="other.xml",
    )
    other.write_text(other.read_text().replace("old.example.org", "other.example.net"))

    report = import_exports(as_zip([*parts, other]), media_folder=tmp_path / "uploads")

    assert counts(report)["Posts"] == {"new": 3}
    assert Post.objects.get(title="Elsewhere").body == "[two](/?p=2)"
    assert Post.objects.get(slug="post-1").lead_image == Image.objects.get()
    assert report.remarks["People who have a different name here"] == [
        "“chris” is Another Chris in the export and Chris Example here. Their posts name Chris "
        "Example."
    ]
    assert report.unaccounted() == {}


def test_items_that_share_a_number_only_are_all_imported(tmp_path):
    other = item(1, post_name="another", title="Another")
    paths = [write_export(tmp_path, item(1), name="a.xml"), write_export(tmp_path, other)]

    report = import_exports(paths)

    assert sorted(post.title for post in Post.objects.all()) == ["Another", "Post 1"]
    assert counts(report)["Posts"] == {"new": 2}
