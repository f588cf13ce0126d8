"""The site's icon in the format that browsers and feed readers ask for at the root of any site."""

import logging
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image, ImageOps

SIZES = [(16, 16), (32, 32), (48, 48)]
logger = logging.getLogger(__name__)


def draw_icon(path: str) -> bytes | None:
    """Return a stored image as a square ICO file, or None if it can't be read."""
    output = BytesIO()
    try:
        with default_storage.open(path) as file, Image.open(file) as image:
            square = ImageOps.fit(image.convert("RGBA"), SIZES[-1])
    except (OSError, ValueError):
        logger.exception("The site’s icon %s could not be read.", path)
        return None
    square.save(output, format="ICO", sizes=SIZES)
    return output.getvalue()
