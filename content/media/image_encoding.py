"""From a picture as somebody made it to the one that the site keeps.

What is kept is always encoded anew, so nothing survives of an uploaded file but what it shows: no
camera's position, no hidden text, no second file behind the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import PIL.Image
from PIL import ExifTags, ImageCms, ImageOps, ImageSequence

from content.exceptions import (
    ImageBroken,
    ImageFormatRefused,
    ImageRefused,
    ImageTooManyPixels,
    SvgRefused,
)

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# Of all frames together. A decoded pixel takes up to four bytes, so this bounds the memory too.
MAX_PIXELS = 50_000_000
MAX_FRAMES = 600
# The height is what a WebP file can have.
MASTER_BOX = (2560, 16_383)
ANIMATION_BOX = (1280, 1280)
JPEG_OPTIONS = {"quality": 88, "optimize": True, "progressive": True}


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    extension: str
    width: int
    height: int


def encode_master(file: IO[bytes]) -> Picture:
    """Return a picture as the site keeps it: upright, in sRGB, at most 2560 pixels wide.

    Raises an ImageRefused for what is not a picture, not whole, or too large to be decoded.
    """
    with open_picture(file) as image:
        # A photo with its depth map is a JPEG of two pictures, which is no animation.
        if image.format != "MPO" and getattr(image, "is_animated", False):
            return encode_animation(image)
        from_jpeg = image.format in ("JPEG", "MPO")
        still = load_still(image)
    return encode_still(still, from_jpeg=from_jpeg)


@contextmanager
def open_picture(file: IO[bytes]) -> Iterator[PIL.Image.Image]:
    file.seek(0)
    try:
        image = PIL.Image.open(file, formats=FORMATS)
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise ImageTooManyPixels from error
    except PIL.UnidentifiedImageError as error:
        raise (SvgRefused if looks_like_svg(file) else ImageFormatRefused) from error
    except Exception as error:
        raise ImageBroken from error
    refuse_beyond_limit(image, frames=1)
    try:
        yield image
    except ImageRefused:
        raise
    except Exception as error:
        # A decoder that meets a broken file raises whatever it stumbles over.
        raise ImageBroken from error


def looks_like_svg(file: IO[bytes]) -> bool:
    file.seek(0)
    # Without the zeros, UTF-16 reads like ASCII.
    return b"<svg" in file.read(65_536).replace(b"\0", b"").lower()


def refuse_beyond_limit(image: PIL.Image.Image, *, frames: int) -> None:
    if frames > MAX_FRAMES or image.width * image.height * frames > MAX_PIXELS:
        raise ImageTooManyPixels


def load_still(image: PIL.Image.Image) -> PIL.Image.Image:
    """Return the first frame, upright, no larger than the master, as L, RGB or RGBA."""
    profile = image.info.get("icc_profile")
    # A JPEG decoder can leave out what would be scaled away; it never goes below this size.
    image.draft(None, (MASTER_BOX[0], MASTER_BOX[0]))
    image.load()
    if image.mode == "I;16":
        # Converting would clip sixteen bits to eight, not scale them.
        image = image.point(lambda value: value / 256)
    mode = working_mode(image)
    still = image if image.mode == mode else image.convert(mode)
    # Scaled first and in place: whatever is copied after this is small.
    still.thumbnail(box_for(still), PIL.Image.Resampling.LANCZOS)
    with suppress(Exception):
        still = ImageOps.exif_transpose(still)
    still = to_srgb(still, profile)
    # What is left here would be written into the file: profiles, comments, positions.
    still.info = {}
    return still


def box_for(image: PIL.Image.Image) -> tuple[int, int]:
    """Return the largest size, taking into account that some photos lie on their side."""
    # A picture whose metadata cannot be read is still a picture.
    with suppress(Exception):
        if image.getexif().get(ExifTags.Base.Orientation, 1) > 4:
            return MASTER_BOX[::-1]
    return MASTER_BOX


def working_mode(image: PIL.Image.Image) -> str:
    """Return the mode in which this image can be scaled without a loss."""
    if image.has_transparency_data:
        return "RGBA"
    if image.mode in ("L", "RGB", "CMYK"):
        return image.mode
    return "L" if image.mode in ("1", "I;16") else "RGB"


def to_srgb(image: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    if profile:
        # A profile that is broken, or made for another kind of picture, says nothing.
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


def encode_still(image: PIL.Image.Image, *, from_jpeg: bool) -> Picture:
    if image.mode == "RGBA":
        return encoded(image, "PNG", "png")
    jpeg = encoded(image, "JPEG", "jpg", **JPEG_OPTIONS)
    if from_jpeg:
        return jpeg
    # Drawings and screenshots stay as sharp as they are; a photo in a PNG is not worth its bytes.
    png = encoded(image, "PNG", "png")
    return png if len(png.content) <= 2 * len(jpeg.content) else jpeg


def encode_animation(image: PIL.Image.Image) -> Picture:
    # A GIF that does not say how often it plays, plays once.
    loop = image.info.get("loop", 1 if image.format == "GIF" else 0)
    frames, durations = [], []
    for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
        refuse_beyond_limit(image, frames=number)
        copy = frame.convert("RGBA")
        copy.thumbnail(ANIMATION_BOX, PIL.Image.Resampling.LANCZOS)
        copy.info = {}
        frames.append(copy)
        # Browsers show a frame without a sensible duration for a tenth of a second.
        duration = round(frame.info.get("duration") or 0)
        durations.append(duration if duration > 10 else 100)
    first, *others = frames
    return encoded(
        first,
        "WEBP",
        "webp",
        save_all=True,
        append_images=others,
        duration=durations,
        loop=loop,
        quality=80,
    )


def encoded(image: PIL.Image.Image, kind: str, extension: str, **options) -> Picture:
    output = BytesIO()
    image.save(output, kind, **options)
    return Picture(output.getvalue(), extension, image.width, image.height)
