"""Draws share cards (content.share_cards) and keeps them in the storage."""

import logging
from collections.abc import Iterator
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont, ImageOps

from content.media.files import delete_files, files_in, folders_in, write
from content.models import Entry
from content.share_cards import FOLDER, HEIGHT, WIDTH, ShareCard, mark_of_site

logger = logging.getLogger(__name__)

PAPER, INK, SOFT = "#faf7f2", "#1d1b19", "#635c54"
MARGIN = 64
PICTURE_WIDTH = 460
FONT = settings.BASE_DIR / "static/fonts/source-serif-4-roman.woff2"
REGULAR, BOLD = 400, 700
TITLE_SIZES = range(80, 43, -4)
LEADING = 1.14
TITLE_HEIGHT = 330
# The logo of templates/components/mark.html, in degrees clockwise from three o'clock.
STEPS = ((186, 246), (114, 174), (42, 102))
LAST_STEP = (258, 318)


def find_card(card: ShareCard) -> str:
    """Return the path of an entry's card in the storage, drawn if it isn't there yet.

    An entry has one card: drawing it deletes the one that it had before.
    """
    path = f"{card.folder}/{card.digest}.jpg"
    if not default_storage.exists(path):
        earlier = files_in(card.folder)
        write(path, ContentFile(draw(card)))
        for name in earlier:
            default_storage.delete(f"{card.folder}/{name}")
    return path


def delete_unused_cards() -> None:
    """Delete the cards of entries that were deleted for good."""
    entries = set(Entry.objects.values_list("pk", flat=True))
    for number in folders_in(FOLDER):
        if number.isdecimal() and int(number) not in entries:
            folder = f"{FOLDER}/{number}"
            delete_files(f"{folder}/{name}" for name in files_in(folder))
            default_storage.delete(folder)


def draw(card: ShareCard) -> bytes:
    site, accent, icon = mark_of_site()
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    size = (PICTURE_WIDTH, HEIGHT)
    picture = read_picture(card.picture, size, card.focus) if card.picture else None
    width = WIDTH - 2 * MARGIN
    if picture:
        canvas.paste(picture, (WIDTH - PICTURE_WIDTH, 0))
        width -= PICTURE_WIDTH
    pen = ImageDraw.Draw(canvas)
    pen.text((MARGIN, 58), card.label, font=face(30, BOLD), fill=accent)
    lines, height = fit(card.title, width)
    font, top = face(height, BOLD), 112
    for line in lines:
        pen.text((MARGIN, top), line, font=font, fill=INK)
        top += round(height * LEADING)
    byline = list(wrapped(card.byline, face(30, REGULAR), width))
    for number, line in enumerate(shortened(byline, 1 if len(lines) > 5 else 2)):
        pen.text((MARGIN, top + 20 + number * 38), line, font=face(30, REGULAR), fill=SOFT)
    mark = read_picture(icon, (48, 48)) if icon else None
    canvas.paste(mark or logo(48, accent), (MARGIN, HEIGHT - MARGIN - 44))
    name = face(32, BOLD)
    pen.text((MARGIN + 64, HEIGHT - MARGIN - 20), site, font=name, fill=INK, anchor="lm")
    output = BytesIO()
    canvas.save(output, "JPEG", quality=88, subsampling=0, optimize=True)
    return output.getvalue()


def read_picture(
    path: str, size: tuple[int, int], focus: tuple[int, int] = (50, 50)
) -> Image.Image | None:
    """Return a picture cropped to a size, around a point in percent of its width and height."""
    try:
        with default_storage.open(path) as file, Image.open(file) as image:
            image.draft("RGB", (size[0] * 2, size[1] * 2))
            colored = image.convert("RGBA")
    except (OSError, ValueError):
        logger.exception("The picture %s of a share card could not be read.", path)
        return None
    across, down = focus
    cropped = ImageOps.fit(colored, size, centering=(across / 100, down / 100))
    backed = Image.new("RGBA", cropped.size, PAPER)
    return Image.alpha_composite(backed, cropped).convert("RGB")


def fit(title: str, width: int) -> tuple[list[str], int]:
    """Return the title in lines of this width, in the largest size in which all words fit."""
    for size in TITLE_SIZES:
        lines = list(wrapped(title, face(size, BOLD), width))
        most = int(TITLE_HEIGHT / (size * LEADING))
        is_whole = " ".join(lines) == title
        if is_whole and len(lines) <= most:
            return lines, size
    return shortened(lines, most), size


def shortened(lines: list[str], most: int) -> list[str]:
    return (
        lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]
    )


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """Yield lines of whole words. A word that is longer than a line is cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while font.getlength(line) > width:
            end = next(n for n in range(len(line), 0, -1) if font.getlength(line[:n]) <= width)
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def face(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight])
    return font


def logo(size: int, accent: str) -> Image.Image:
    scale = 4  # drawn larger, for smooth edges
    canvas = Image.new("RGB", (size * scale, size * scale), PAPER)
    pen = ImageDraw.Draw(canvas)
    unit = size * scale / 32
    box = (1.5 * unit, 1.5 * unit, 30.5 * unit, 30.5 * unit)
    for start, end in STEPS:
        pen.arc(box, start, end, fill=INK, width=round(5 * unit))
    pen.arc(box, *LAST_STEP, fill=accent, width=round(5 * unit))
    return canvas.resize((size, size), Image.Resampling.LANCZOS)
