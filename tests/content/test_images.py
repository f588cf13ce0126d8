from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest

from content import exceptions
from content.models import Image
from content.services.images import add_image
from tests.content.pictures import animation, photo, picture, png_claiming, written

pytestmark = pytest.mark.django_db


def add(file, *, name="picture.png", alt="A picture", **words) -> Image:
    return add_image(file=file, name=name, alt=alt, **words)


def kept(image: Image) -> PIL.Image.Image:
    with PIL.Image.open(image.file.path) as file:
        file.load()
        return file


def test_image_is_kept_with_its_size_words_and_a_name_that_carries_its_hash():
    image = add(picture(), name="Mrs. Sæther’s Class!.png", credit=" Ann Lee ", licence="CC BY 4.0")

    image.refresh_from_db()
    assert (image.width, image.height, image.alt, image.credit, image.licence) == (
        40,
        30,
        "A picture",
        "Ann Lee",
        "CC BY 4.0",
    )
    assert image.original_name == "Mrs. Sæther’s Class!.png"
    assert image.file.name == (
        f"images/{image.uploaded_at:%Y/%m}/mrs-sthers-class-{image.content_hash[:10]}.png"
    )
    assert kept(image).size == (40, 30)
