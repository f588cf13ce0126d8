"""The pictures of a copy, from the site's own storage and from nowhere else."""

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import PIL.Image
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from content.copies.contents import Copy
from content.markdown.trees import parse_fragment

logger = logging.getLogger(__name__)

# 14.6 cm at 220 pixels per inch, which is also more than e-readers show.
WIDEST, HIGHEST = 1_270, 1_800


def picture_urls(copy: Copy) -> list[str]:
    """Return the addresses of all pictures, each once, in their order."""
    urls = [copy.picture.url] if copy.picture else []
    for chapter in copy.chapters:
        if chapter.picture:
            urls.append(chapter.picture.url)
        if "<img" in chapter.html:
            urls += [image.get("src", "") for image in parse_fragment(chapter.html).iter("img")]
    return list(dict.fromkeys(urls))


def store_pictures(urls: Iterable[str], folder: Path) -> dict[str, str]:
    """Write the site's own images among these to a folder. Return their file names by address."""
    names = {}
    for number, url in enumerate(urls, start=1):
        encoded = read_picture(url)
        if encoded is not None:
            extension, content = encoded
            names[url] = f"image-{number}.{extension}"
            Path(folder, names[url]).write_bytes(content)
    return names


def read_picture(url: str) -> tuple[str, bytes] | None:
    """Return the extension and the bytes of one of the site's images, or None for any other."""
    path = url.removeprefix(settings.MEDIA_URL)
    # Other files of the storage are no images.
    if not url.startswith(settings.MEDIA_URL) or not path.startswith("images/"):
        return None
    try:
        with default_storage.open(path) as file, PIL.Image.open(file) as image:
            return encode(image)
    except (OSError, SuspiciousFileOperation, ValueError):
        logger.exception("A copy lacks the image %s, which can’t be read.", path)
        return None


def encode(image: PIL.Image.Image) -> tuple[str, bytes]:
    """Return a photo as JPEG and a drawing as PNG, no larger than paper shows."""
    is_drawing = image.format == "PNG"
    image.draft("RGB", (WIDEST, HIGHEST))
    if image.mode in ("P", "PA"):
        # A palette can't be scaled smoothly.
        image = image.convert("RGBA")
    image.thumbnail((WIDEST, HIGHEST), PIL.Image.Resampling.LANCZOS)
    output = BytesIO()
    if is_drawing:
        image.save(output, "PNG", optimize=True)
        return "png", output.getvalue()
    if image.mode in ("RGBA", "LA"):
        transparent = image.convert("RGBA")
        white = PIL.Image.new("RGBA", transparent.size, "white")
        image = PIL.Image.alpha_composite(white, transparent)
    image.convert("RGB").save(output, "JPEG", quality=82, optimize=True)
    return "jpg", output.getvalue()
