"""Images for tests, made on demand: valid, broken, and hostile."""

import struct
import zlib
from io import BytesIO

import PIL.Image


def picture(
    kind: str = "PNG",
    *,
    size: tuple[int, int] = (40, 30),
    mode: str = "RGB",
    color="teal",
    **options,
) -> BytesIO:
    return encoded(PIL.Image.new(mode, size, color), kind, **options)


def encoded(image: PIL.Image.Image, kind: str, **options) -> BytesIO:
    file = BytesIO()
    image.save(file, kind, **options)
    file.seek(0)
    return file


def photo(size: tuple[int, int]) -> PIL.Image.Image:
    """An image with as many colors as a photo, the same each time."""
    noise = PIL.Image.radial_gradient("L").resize(size)
    across = PIL.Image.linear_gradient("L").rotate(90).resize(size)
    return PIL.Image.merge("RGB", (noise, across, PIL.Image.linear_gradient("L").resize(size)))


def animation(kind: str = "GIF", *, frames: int = 3, size: tuple[int, int] = (20, 20), **options):
    colors = ["red", "green", "blue", "black", "white"]
    images = [PIL.Image.new("RGB", size, colors[n % 5]) for n in range(frames)]
    return encoded(
        images[0], kind, save_all=True, append_images=images[1:], duration=200, **options
    )


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with_claimed_size(width: int, height: int) -> BytesIO:
    """A small PNG file whose header claims this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + png_chunk(b"IEND", b"")
    )
