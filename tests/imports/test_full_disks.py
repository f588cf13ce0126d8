"""Imports that can't store something: they say what failed and what to do, and can be run again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from blog.models import Post
from content.models import Image
from imports.wordpress.importer import import_exports
from tests.support.disks import files_below, full_disk, large_picture
from tests.support.wordpress_exports import item, write_export

pytestmark = pytest.mark.django_db

ADDRESS = "https://old.example.org/wp-content/uploads/noise.png"


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "noise.png").write_bytes(large_picture().read())
    return folder


@pytest.fixture
def run(tmp_path, uploads):
    """Import a post with an image, and return what the command printed last."""
    path = write_export(tmp_path, item(1, content=f'<img src="{ADDRESS}" alt="Noise">'))

    def import_again() -> str:
        output = StringIO()
        try:
            call_command("import_wordpress", str(path), media=uploads, stdout=output)
        except CommandError as error:
            return f"{output.getvalue()}\n{error}"
        return output.getvalue()

    return import_again


def state_of_post() -> tuple[str, list[str]]:
    post = Post.objects.get()
    return post.body, post.attention.splitlines()


def test_full_disk_is_reported_and_image_is_added_by_next_import(run, settings, uploads):
    with full_disk():
        printed = run()

    assert (
        f"• {uploads}/noise.png: The site’s disk is full, so this file was not added. Make room, "
        "and run the import again." in printed
    )
    assert printed.endswith("One item failed. See above.")
    assert (files_below(settings.MEDIA_ROOT), Image.objects.count()) == ([], 0)
    still_there = f"This image is still on the old site: {ADDRESS}"
    assert state_of_post() == (f"![Noise]({ADDRESS})", ["It has no topic.", still_there])

    again = run()

    image = Image.objects.get()
    assert "failed" not in again
    assert files_below(settings.MEDIA_ROOT) == [image.file.name]
    assert state_of_post() == (f"![Noise]({image.url})", ["It has no topic."])


def test_media_folder_that_cannot_be_written_is_reported(run, settings, tmp_path, uploads):
    media = settings.MEDIA_ROOT
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = str(tmp_path / "file")

    printed = run()

    assert (
        f"• {uploads}/noise.png: The site can’t write to its media folder, so this file was not "
        f"added. Let it write to {settings.MEDIA_ROOT}, and run the import again." in printed
    )
    assert Image.objects.count() == 0
    settings.MEDIA_ROOT = media

    again = run()

    assert "failed" not in again
    assert state_of_post()[0] == f"![Noise]({Image.objects.get().url})"


def test_full_disk_of_database_costs_only_what_it_has_no_room_for(tmp_path):
    path = write_export(tmp_path, item(1), item(2), item(3))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION refuse_post_2() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file: No space left on device'
                USING ERRCODE = 'disk_full';
            END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON content_entry FOR EACH ROW
            WHEN (NEW.title = 'Post 2') EXECUTE FUNCTION refuse_post_2()
            """
        )

    report = import_exports([path])

    assert report.failures == [
        (
            "export.xml, line 31, “Post 2”",
            "The database couldn’t store it (could not extend file: No space left on device). Make "
            "sure that the database is running and has free space, and run the import again.",
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER no_room ON content_entry")
    again = import_exports([path])
    assert again.failures == []
    assert sorted(Post.objects.values_list("title", flat=True)) == ["Post 1", "Post 2", "Post 3"]
