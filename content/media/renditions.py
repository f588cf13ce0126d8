"""Smaller copies of a picture, so that a phone does not load what only a large screen shows."""

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
# Format → extension, and how it is encoded: photos, and drawings with their sharp edges.
ENCODERS = {
    "AVIF": ("avif", {"quality": 60, "speed": 7}, {"quality": 75, "subsampling": "4:4:4"}),
    "WEBP": ("webp", {"quality": 78, "method": 4}, {"quality": 90, "method": 4}),
}
WEBP_MAX_HEIGHT = 16_383


def enqueue_missing_renditions() -> int:
    """Have the copies made of every picture that has none yet; return how many that are."""
    return enqueue_renditions(Image.objects.lacking_renditions().values_list("pk", flat=True))


def enqueue_renditions(image_ids: Iterable[int]) -> int:
    """Have the copies of these pictures made after this transaction; return how many will be.

    A picture whose copies are about to be made already is not counted again.
    """
    count = 0
    for image_id in image_ids:
        job = make_renditions.configure(queueing_lock=f"renditions-{image_id}")
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(image_id=image_id)
            count += 1
    return count


# Mail goes before pictures. Tried again after 4, 16, 64 … seconds, for an hour and a half.
@app.task(
    name="content.make_renditions",
    queue="media",
    priority=-10,
    retry=RetryStrategy(max_attempts=6, exponential_wait=4),
)
def make_renditions(*, image_id: int) -> None:
    """Make the smaller copies of a picture and show them wherever it is shown.

    It can be done again at any time, and leaves the same behind.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return
    try:
        with default_storage.open(image.file.name) as file, PIL.Image.open(file) as master:
            renditions = [
                write_rendition(image, kind, copy, content)
                for kind, copy, content in encode_renditions(master, master_size=file.size)
            ]
    except Exception:
        logger.exception(
            "The smaller copies of picture %d (%s) could not be made. Until they are, pages show "
            "the large one. “manage.py render_images” tries it again.",
            image.pk,
            image.file.name,
        )
        raise
    record(image, renditions)


def encode_renditions(
    master: PIL.Image.Image, *, master_size: int
) -> Iterator[tuple[str, PIL.Image.Image, bytes]]:
    """Yield (format, picture, its bytes) for every copy that is worth having."""
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
            content = encode(copy, kind, options)
            if len(content) >= smallest:
                # Without its widest copy, a browser would blow up a smaller one.
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


def encode(picture: PIL.Image.Image, kind: str, options: dict) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
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
        # Deleted while its copies were made.
        outdated |= paths
    rerender_image(image=image)
    transaction.on_commit(lambda: delete_files(outdated))
