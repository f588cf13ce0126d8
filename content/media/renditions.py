"""Renditions: smaller copies of an image, so that phones load no more than they show."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath

import PIL.Image
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from content.media.files import delete_files, write
from content.models import Image
from content.rendering import rerender_image

logger = logging.getLogger(__name__)

WIDTHS = (480, 960, 1440, 1920)
# Format → (extension, options for photos, options for drawings with sharp edges).
ENCODERS = {
    "AVIF": ("avif", {"quality": 60, "speed": 7}, {"quality": 75, "subsampling": "4:4:4"}),
    "WEBP": ("webp", {"quality": 78, "method": 4}, {"quality": 90, "method": 4}),
}
WEBP_MAX_HEIGHT = 16_383


def enqueue_missing_renditions() -> int:
    """Enqueue the renditions of all images that have none. Return how many."""
    return enqueue_renditions(Image.objects.lacking_renditions().values_list("pk", flat=True))


def enqueue_renditions(image_ids: Iterable[int]) -> int:
    """Enqueue the renditions of these images. Return how many were not enqueued before."""
    count = 0
    for image_id in image_ids:
        job = make_renditions.configure(queueing_lock=f"renditions-{image_id}")
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(image_id=image_id)
            count += 1
    return count


# Emails have priority. Retries come after 4, 16, 64, … seconds, for an hour and a half.
@app.task(
    name="content.make_renditions",
    queue="media",
    priority=-10,
    retry=RetryStrategy(max_attempts=6, exponential_wait=4),
)
def make_renditions(*, image_id: int) -> None:
    """Make an image's renditions, and rerender the entries that show it. Safe to repeat."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return
    renditions: list[dict] = []
    try:
        with default_storage.open(image.file.name) as file, PIL.Image.open(file) as master:
            for kind, copy, content in encode_renditions(master, master_size=file.size):
                renditions.append(write_rendition(image, kind, copy, content))
    except Exception:
        # The disk may be full.
        known = {rendition["path"] for rendition in image.renditions}
        delete_files({rendition["path"] for rendition in renditions} - known)
        logger.exception(
            "The renditions of image %d (%s) could not be made. Until then, pages show the large "
            "file. “manage.py render_images” tries again.",
            image.pk,
            image.file.name,
        )
        raise
    record(image, renditions)


def encode_renditions(
    master: PIL.Image.Image, *, master_size: int
) -> Iterator[tuple[str, PIL.Image.Image, bytes]]:
    """Yield (format, copy, its bytes) for every copy that saves bytes."""
    if getattr(master, "is_animated", False):
        return
    is_drawing = master.format == "PNG"
    widths = [width for width in WIDTHS if width < master.width]
    if master.width <= WIDTHS[-1]:
        widths.append(master.width)
    copies = [scale(master, width) for width in reversed(widths)]
    for kind, (_, photo_options, drawing_options) in ENCODERS.items():
        options = drawing_options if is_drawing else photo_options
        smallest = master_size
        for copy in copies:
            if kind == "WEBP" and copy.height > WEBP_MAX_HEIGHT:
                break
            content = encode_copy(copy, kind, options)
            if len(content) >= smallest:
                # Without the widest copy, browsers would enlarge a smaller one.
                if copy is copies[0]:
                    break
                continue
            smallest = len(content)
            yield kind, copy, content


def scale(master: PIL.Image.Image, width: int) -> PIL.Image.Image:
    height = max(1, round(master.height * width / master.width))
    copy = master.resize((width, height), PIL.Image.Resampling.LANCZOS)
    copy.info = {}
    return copy


def encode_copy(copy: PIL.Image.Image, kind: str, options: dict) -> bytes:
    output = BytesIO()
    copy.save(output, kind, **options)
    return output.getvalue()


def write_rendition(image: Image, kind: str, copy: PIL.Image.Image, content: bytes) -> dict:
    extension = ENCODERS[kind][0]
    name = PurePosixPath(image.file.name)
    # images/2026/11/class-0a1b2c3d4e.jpg → renditions/2026/11/class-0a1b2c3d4e-480.avif
    path = str(PurePosixPath("renditions", *name.parts[1:-1], f"{name.stem}-{copy.width}"))
    path = f"{path}.{extension}"
    write(path, ContentFile(content))
    return {"type": f"image/{extension}", "width": copy.width, "path": path}


@transaction.atomic
def record(image: Image, renditions: list[dict]) -> None:
    renditions.sort(key=lambda rendition: (rendition["type"], rendition["width"]))
    paths = {rendition["path"] for rendition in renditions}
    outdated = {rendition["path"] for rendition in image.renditions} - paths
    found = Image.objects.filter(pk=image.pk).update(
        renditions=renditions, rendered_at=timezone.now()
    )
    if not found:
        # The image was deleted in the meantime.
        outdated |= paths
    rerender_image(image=image)
    transaction.on_commit(lambda: delete_files(outdated))
