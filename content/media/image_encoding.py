"""Encodes an uploaded image into the master that the site stores.

Reencoding removes everything that isn't visible: a camera's location, hidden text, a second file
appended to the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import PIL.Image
import pillow_heif
from PIL import ExifTags, ImageCms, ImageOps, ImageSequence

from content.exceptions import FileRefused
from content.media import refusals

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
# May have several images, such as a depth map, but are no animations.
PHOTOS = ("MPO", "HEIF")
# The total of all frames. A decoded pixel takes up to four bytes, so this also limits memory.
MAX_PIXELS = 50_000_000
MAX_FRAMES = 600
# The WebP format allows no more than this.
MASTER_BOX = (2560, 16_383)
ANIMATION_BOX = (1280, 1280)
JPEG_OPTIONS = {"quality": 88, "optimize": True, "progressive": True}


@dataclass(frozen=True, slots=True)
class EncodedImage:
    content: bytes
    extension: str
    width: int
    height: int


def encode_master(file: IO[bytes]) -> EncodedImage:
    """Return the image as the site stores it: upright, in sRGB, at most 2560 pixels wide.

    Raises a FileRefused if the file is not an image, is incomplete, or is too large to decode.
    """
    with open_image(file) as image:
        if image.format not in PHOTOS and getattr(image, "is_animated", False):
            return encode_animation(image)
        from_jpeg = image.format in ("JPEG", *PHOTOS)
        still = load_still(image)
    return encode_still(still, from_jpeg=from_jpeg)


@contextmanager
def open_image(file: IO[bytes]) -> Iterator[PIL.Image.Image]:
    file.seek(0)
    try:
        image = PIL.Image.open(file, formats=FORMATS)
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise FileRefused(refusals.IMAGE_TOO_MANY_PIXELS) from error
    except PIL.UnidentifiedImageError as error:
        reason = refusals.SVG if looks_like_svg(file) else refusals.IMAGE_FORMAT
        raise FileRefused(reason) from error
    except Exception as error:
        raise FileRefused(refusals.IMAGE_BROKEN) from error
    check_pixels(image, frames=1)
    try:
        yield image
    except FileRefused:
        raise
    except Exception as error:
        # Decoders raise many different exceptions for broken files.
        raise FileRefused(refusals.IMAGE_BROKEN) from error


def looks_like_svg(file: IO[bytes]) -> bool:
    file.seek(0)
    # Without zero bytes, UTF-16 looks like ASCII.
    return b"<svg" in file.read(65_536).replace(b"\0", b"").lower()


def check_pixels(image: PIL.Image.Image, *, frames: int) -> None:
    if frames > MAX_FRAMES or image.width * image.height * frames > MAX_PIXELS:
        raise FileRefused(refusals.IMAGE_TOO_MANY_PIXELS)


def load_still(image: PIL.Image.Image) -> PIL.Image.Image:
    """Return the first frame, upright, no larger than the master, as L, RGB or RGBA."""
    profile = image.info.get("icc_profile")
    # Lets the JPEG decoder skip detail that scaling would remove, but never below this size.
    image.draft(None, (MASTER_BOX[0], MASTER_BOX[0]))
    image.load()
    if image.mode == "I;16":
        # convert() would clip 16 bits to 8 instead of scaling them.
        image = image.point(lambda value: value / 256)
    mode = working_mode(image)
    still = image if image.mode == mode else image.convert(mode)
    # Scale first and in place, so that later copies are small.
    still.thumbnail(largest_size(still), PIL.Image.Resampling.LANCZOS)
    with suppress(Exception):
        still = ImageOps.exif_transpose(still)
    still = to_srgb(still, profile)
    # Otherwise, profiles, comments, and locations would be written into the file.
    still.info = {}
    return still


def largest_size(image: PIL.Image.Image) -> tuple[int, int]:
    """Return the maximum size, considering that some photos are stored sideways."""
    # An image with unreadable metadata is still an image.
    with suppress(Exception):
        if image.getexif().get(ExifTags.Base.Orientation, 1) > 4:
            return MASTER_BOX[::-1]
    return MASTER_BOX


def working_mode(image: PIL.Image.Image) -> str:
    """Return the mode in which this image can be scaled without loss."""
    if image.has_transparency_data:
        return "RGBA"
    if image.mode in ("L", "RGB", "CMYK"):
        return image.mode
    return "L" if image.mode in ("1", "I;16") else "RGB"


def to_srgb(image: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    if profile:
        # Ignore a profile that is broken or belongs to another color mode.
        with suppress(ImageCms.PyCMSError, OSError):
            image = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
    if image.mode == "CMYK" or (image.mode == "RGBA" and is_opaque(image)):
        return image.convert("RGB")
    return image


def is_opaque(image: PIL.Image.Image) -> bool:
    darkest, _ = image.getchannel("A").getextrema()
    return darkest == 255


def encode_still(image: PIL.Image.Image, *, from_jpeg: bool) -> EncodedImage:
    if image.mode == "RGBA":
        return encode(image, "PNG", "png")
    jpeg = encode(image, "JPEG", "jpg", **JPEG_OPTIONS)
    if from_jpeg:
        return jpeg
    # Drawings and screenshots stay sharp, but a photo in a PNG file wastes bytes.
    png = encode(image, "PNG", "png")
    return png if len(png.content) <= 2 * len(jpeg.content) else jpeg


def encode_animation(image: PIL.Image.Image) -> EncodedImage:
    # A GIF without a loop count plays once.
    loop = image.info.get("loop", 1 if image.format == "GIF" else 0)
    frames, durations = [], []
    for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
        check_pixels(image, frames=number)
        copy = frame.convert("RGBA")
        copy.thumbnail(ANIMATION_BOX, PIL.Image.Resampling.LANCZOS)
        copy.info = {}
        frames.append(copy)
        # Browsers show a frame without a sensible duration for a tenth of a second.
        duration = round(frame.info.get("duration") or 0)
        durations.append(duration if duration > 10 else 100)
    first, *others = frames
    return encode(
        first,
        "WEBP",
        "webp",
        save_all=True,
        append_images=others,
        duration=durations,
        loop=loop,
        quality=80,
    )


def encode(image: PIL.Image.Image, kind: str, extension: str, **options) -> EncodedImage:
    output = BytesIO()
    image.save(output, kind, **options)
    return EncodedImage(output.getvalue(), extension, image.width, image.height)
