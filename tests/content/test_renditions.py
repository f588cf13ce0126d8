import logging
from io import StringIO
from pathlib import Path

import PIL.Image
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content.media import renditions
from content.media.images import add_image
from content.media.renditions import enqueue_renditions, make_renditions
from content.models import Image
from content.rendering import rerender
from tests.factories import PostFactory
from tests.support.pictures import animation, encoded, photo, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def add(file, *, name="class.jpg", alt="A class") -> Image:
    return add_image(file=file, name=name, alt=alt)


def rendered(image: Image) -> Image:
    make_renditions(image_id=image.pk)
    image.refresh_from_db()
    return image


def read_files(image: Image, settings) -> list[tuple[str, int, int]]:
    """Return (format, width, height) of every rendition, read from its file."""
    facts = []
    for rendition in image.renditions:
        with PIL.Image.open(Path(settings.MEDIA_ROOT) / rendition["path"]) as copy:
            facts.append((copy.format, *copy.size))
    return facts


def test_upload_enqueues_job_in_same_transaction():
    image = add(picture())
    with transaction.atomic():
        add(picture(color="red"))
        transaction.set_rollback(True)
    add(picture())

    jobs = ProcrastinateJob.objects.values_list("task_name", "args", "queue_name", "priority")
    assert list(jobs) == [("content.make_renditions", {"image_id": image.pk}, "media", -10)]


def test_photo_gets_smaller_widths_in_two_formats(settings):
    image = rendered(add(encoded(photo((1000, 500)), "JPEG")))

    assert read_files(image, settings) == [
        ("AVIF", 480, 240),
        ("AVIF", 960, 480),
        ("AVIF", 1000, 500),
        ("WEBP", 480, 240),
        ("WEBP", 960, 480),
        ("WEBP", 1000, 500),
    ]
    stem = image.file.name.removeprefix("images/").removesuffix(".jpg")
    assert image.renditions[0] == {
        "type": "image/avif",
        "width": 480,
        "path": f"renditions/{stem}-480.avif",
    }
    assert image.rendered_at is not None


def test_rendition_is_at_most_1920_pixels_wide():
    image = rendered(add(encoded(photo((2400, 1200)), "JPEG")))

    assert [rendition["width"] for rendition in image.renditions] == [480, 960, 1440, 1920] * 2


def test_rendition_is_smaller_than_wider_ones_and_original(settings):
    image = rendered(add(encoded(photo((1600, 900)), "JPEG")))

    root = Path(settings.MEDIA_ROOT)
    for kind in ("image/avif", "image/webp"):
        sizes = [
            (root / rendition["path"]).stat().st_size
            for rendition in image.renditions
            if rendition["type"] == kind
        ]
        assert len(sizes) == 4
        assert sizes == sorted(set(sizes))
        assert sizes[-1] < image.file.size


def test_format_larger_than_original_is_skipped(monkeypatch):
    image = add(encoded(photo((600, 300)), "JPEG"))
    encode_copy = renditions.encode_copy

    def large_if_wide(copy, kind, options):
        content = encode_copy(copy, kind, options)
        return content + b"\0" * image.file.size if (kind, copy.width) == ("AVIF", 600) else content

    monkeypatch.setattr(renditions, "encode_copy", large_if_wide)

    rendered(image)

    assert [(r["type"], r["width"]) for r in image.renditions] == [
        ("image/webp", 480),
        ("image/webp", 600),
    ]


def test_transparency_is_kept(settings):
    glass = PIL.Image.merge("RGBA", (*photo((500, 500)).split(), photo((500, 500)).getchannel(0)))

    image = rendered(add(encoded(glass, "PNG")))

    modes = set()
    for rendition in image.renditions:
        with PIL.Image.open(Path(settings.MEDIA_ROOT) / rendition["path"]) as copy:
            modes.add((copy.format, copy.mode))
    assert modes == {("AVIF", "RGBA"), ("WEBP", "RGBA")}


def test_animation_gets_no_renditions():
    image = rendered(add(animation("GIF", size=(600, 600))))

    assert (image.renditions, image.rendered_at is not None) == ([], True)


def test_entry_with_image_gets_sources_without_revision():
    image = add(encoded(photo((600, 300)), "JPEG"))
    post = PostFactory(body=f"![]({image.url})\n\n<!--more-->\n\nMore.")
    other = PostFactory(body="No picture.")
    before = (post.modified_at, post.revisions.count(), other.body_html)

    rendered(image)

    post.refresh_from_db()
    other.refresh_from_db()
    for html in (post.body_html, post.excerpt_html):
        assert html.count("<source") == 2
        assert f"/media/{image.renditions[0]['path']} 480w" in html
    assert (post.modified_at, post.revisions.count(), other.body_html) == before


def test_entries_are_rerendered_with_current_links_and_images():
    posts = PostFactory.create_batch(3, body="# One\n\nTwo")
    type(posts[0]).objects.update(body_html="", excerpt_html="", headings=[], word_count=0)

    count = rerender(entry_ids=[post.pk for post in posts[:2]])

    states = []
    for post in posts:
        fresh = type(post).objects.get(pk=post.pk)
        states.append(
            (
                fresh.body_html == post.body_html,
                fresh.excerpt_html == post.excerpt_html,
                fresh.headings == post.headings,
                fresh.word_count == post.word_count,
            )
        )
    assert (count, states) == (2, [(True,) * 4, (True,) * 4, (False,) * 4])


def test_making_renditions_again_changes_nothing(settings):
    image = rendered(add(encoded(photo((600, 300)), "JPEG")))
    before = {path: path.read_bytes() for path in files(settings)}
    recorded = image.renditions

    rendered(image)

    assert image.renditions == recorded
    assert {path: path.read_bytes() for path in files(settings)} == before


def test_obsolete_renditions_are_deleted(settings, monkeypatch, django_capture_on_commit_callbacks):
    image = rendered(add(encoded(photo((1000, 500)), "JPEG")))
    monkeypatch.setattr(renditions, "WIDTHS", (480, 1920))

    with django_capture_on_commit_callbacks(execute=True):
        rendered(image)

    assert sorted(path.name for path in files(settings) if "-960" in path.name) == []
    assert len(files(settings)) == 1 + len(image.renditions)


def test_image_deleted_during_job_leaves_no_files(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    image = add(encoded(photo((600, 300)), "JPEG"))
    encode_copy = renditions.encode_copy

    def delete_and_encode(*args):
        Image.objects.all().delete()
        return encode_copy(*args)

    monkeypatch.setattr(renditions, "encode_copy", delete_and_encode)

    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(image_id=image.pk)
        make_renditions(image_id=image.pk)

    assert [path.name for path in files(settings)] == [Path(image.file.name).name]


def files(settings) -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_failure_names_image_and_fix(caplog):
    image = add(picture())
    Path(image.file.path).write_bytes(b"no picture")

    with caplog.at_level(logging.ERROR), pytest.raises(PIL.UnidentifiedImageError):
        make_renditions(image_id=image.pk)

    assert [record.getMessage() for record in caplog.records] == [
        f"The renditions of image {image.pk} ({image.file.name}) could not be made. "
        "Until then, pages show the large file. “manage.py render_images” tries again."
    ]


def test_render_images_enqueues_images_without_renditions_once():
    waiting, done = add(picture(color="red")), rendered(add(picture(color="blue")))
    lost = add(picture(color="green"))
    forget_job(lost)

    outputs = []
    for arguments in ([], [], ["--all"]):
        output = StringIO()
        call_command("render_images", *arguments, stdout=output)
        outputs.append(output.getvalue())

    assert outputs == [
        "Queued 1 image for the worker.\n",
        "Queued 0 images for the worker.\n",
        "Queued 0 images for the worker.\n",
    ]
    jobs = ProcrastinateJob.objects.values_list("args__image_id", flat=True).order_by("id")
    assert list(jobs) == [waiting.pk, done.pk, lost.pk]
    assert enqueue_renditions([waiting.pk]) == 0


def forget_job(image: Image) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE (args->>'image_id')::bigint = %s", [image.pk]
        )


@pytest.mark.django_db(transaction=True)
def test_worker_makes_renditions(settings):
    image = add(encoded(photo((600, 300)), "JPEG"))

    run_worker()

    image.refresh_from_db()
    assert not rendition_jobs().exists()
    assert len(read_files(image, settings)) == 4


@pytest.mark.django_db(transaction=True)
def test_worker_retries_failure_later():
    image = add(picture())
    Path(image.file.path).write_bytes(b"no picture")
    waits = []

    for _ in range(3):
        now = timezone.now()
        run_worker()
        job = rendition_jobs().get()
        waits.append((job.status, round((job.scheduled_at - now).total_seconds() / 4) * 4))
        make_due(job)

    assert waits == [("todo", 4), ("todo", 16), ("todo", 64)]


def rendition_jobs() -> QuerySet[ProcrastinateJob]:
    """Return the jobs, without the periodic ones that the worker enqueues."""
    return ProcrastinateJob.objects.filter(task_name="content.make_renditions")


def run_worker() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def make_due(job: ProcrastinateJob) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id = %s", [job.pk])
