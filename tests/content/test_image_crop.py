"""Parts of images, stored as images of their own."""

from io import BytesIO

import PIL.Image
import pytest

from content.exceptions import FileRefused
from content.media.images import add_image, crop_image
from content.models import Image
from tests.factories import UserFactory
from tests.support.pictures import encoded, picture

pytestmark = pytest.mark.django_db

EMPTY = "The crop is empty. Make it wider and taller than 0 percent."
OUTSIDE = "The crop reaches outside the picture. Move it or make it smaller."
TOO_SMALL = "The crop would be 40 × 150 pixels. Make it at least 100 pixels wide and tall."


def halves() -> BytesIO:
    """A picture of 400 × 300 pixels, red on the left and blue on the right."""
    image = PIL.Image.new("RGB", (400, 300), "red")
    image.paste("blue", (200, 0, 400, 300))
    return encoded(image, "PNG")


def test_crop_image_stores_the_part_once_and_leaves_the_original():
    words = {"alt": "A classroom", "credit": "Ana Ruiz", "license": "CC BY 4.0"}
    original = add_image(file=halves(), name="room.png", **words)
    before = Image.objects.filter(pk=original.pk).values().get()
    editor = UserFactory()

    crop = crop_image(image=original, box=(50, 0, 50, 50), by=editor)
    again = crop_image(image=original, box=(50, 0, 50, 50), by=editor)

    assert again == crop != original
    assert Image.objects.filter(pk=original.pk).values().get() == before
    stored = Image.objects.values_list(
        "width", "height", *words, "focus_x", "focus_y", "uploaded_by"
    ).get(pk=crop.pk)
    assert stored == (200, 150, *words.values(), 50, 50, editor.pk)
    with PIL.Image.open(crop.file.path) as file:
        assert file.convert("RGB").getcolors() == [(200 * 150, (0, 0, 255))]


@pytest.mark.parametrize(
    ("box", "message"),
    [
        ((10, 10, 0, 50), EMPTY),
        ((60, 0, 50, 50), OUTSIDE),
        ((-1, 0, 50, 50), OUTSIDE),
        ((float("nan"), 0, 50, 50), OUTSIDE),
        ((0, 0, 10, 50), TOO_SMALL),
    ],
)
def test_crop_image_refuses_a_part_that_is_not_a_picture(box, message):
    original = add_image(file=picture(size=(400, 300)), name="room.png", alt="A room")

    with pytest.raises(FileRefused) as refused:
        crop_image(image=original, box=box, by=None)

    assert (str(refused.value), Image.objects.count()) == (message, 1)
