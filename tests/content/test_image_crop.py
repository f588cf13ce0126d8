"""Parts of images, stored as images of their own."""

import json
from io import BytesIO

import PIL.Image
import pytest
from django.core.files.storage import default_storage

from content.exceptions import FileRefused
from content.media.images import add_image, crop_image
from content.media.refusals import IMAGE_UNREADABLE
from content.models import Image
from tests.factories import UserFactory
from tests.support.pictures import encoded, picture
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

EMPTY = "The crop is empty. Make it wider and taller than 0 percent."
OUTSIDE = "The crop reaches outside the picture. Move it or make it smaller."
TOO_SMALL = "The crop would be 40 × 150 pixels. Make it at least 100 pixels wide and tall."

LEAST_0 = "Write a number from 0 to 100."
SIZE = "Write a number from 0.1 to 100."


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


def test_crop_image_says_that_the_file_is_gone():
    original = add_image(file=picture(size=(400, 300)), name="room.png", alt="A room")
    default_storage.delete(original.file.name)

    with pytest.raises(FileRefused) as refused:
        crop_image(image=original, box=(0, 0, 50, 50), by=None)

    assert str(refused.value) == IMAGE_UNREADABLE


def test_writer_crops_an_image_without_javascript(client):
    writer = sign_in(client, "Writers")
    original = add_image(file=halves(), name="room.png", alt="A classroom")
    address = f"/admin/content/image/{original.pk}/crop/"

    # Tenths whose sum is a little above 100.
    response = client.post(address, {"left": "35.7", "top": "0", "width": "64.3", "height": "100"})

    crop = Image.objects.exclude(pk=original.pk).get()
    assert (response.status_code, response["Location"]) == (
        302,
        f"/admin/content/image/{crop.pk}/change/",
    )
    assert (crop.width, crop.height, crop.uploaded_by) == (257, 300, writer)


@pytest.mark.parametrize(
    ("edges", "messages"),
    [
        ({"left": "60"}, [OUTSIDE]),
        ({"left": "", "top": "nan", "width": "0", "height": "101"}, [LEAST_0, LEAST_0, SIZE, SIZE]),
    ],
)
def test_crop_page_says_what_is_wrong_and_keeps_the_numbers(client, edges, messages):
    sign_in(client, "Editors")
    original = add_image(file=halves(), name="room.png", alt="A classroom")
    sent = {"left": "0", "top": "0", "width": "50", "height": "50", **edges}

    response = client.post(f"/admin/content/image/{original.pk}/crop/", sent)

    form = response.context["crop_form"]
    assert [text for errors in form.errors.values() for text in errors] == messages
    assert {name: form[name].value() for name in sent} == sent
    assert Image.objects.count() == 1


def test_crop_in_a_window_of_its_own_chooses_the_new_image(client):
    sign_in(client, "Writers")
    original = add_image(file=halves(), name="room.png", alt="A classroom")
    address = f"/admin/content/image/{original.pk}/crop/?_popup=1&_to_field=id"
    edges = {"left": "0", "top": "0", "width": "50", "height": "50"}

    fields = client.get(address).context["popup_fields"]
    response = client.post(address, {**edges, **fields})

    crop = Image.objects.exclude(pk=original.pk).get()
    told = json.loads(response.context["popup_response_data"])
    assert (told["value"], told["obj"]) == (str(crop.pk), "A classroom")
