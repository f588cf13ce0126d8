"""The point of an image that stays when cards and shares crop it, and photos from iPhones."""

from io import BytesIO

import PIL.Image
import pillow_heif
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from content.media.image_encoding import encode_master
from content.media.images import add_image
from content.media.share_cards import PICTURE_WIDTH, find_card
from content.models import Image
from content.share_cards import HEIGHT, WIDTH
from tests.factories import PostFactory
from tests.support.pictures import picture
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def two_halves() -> BytesIO:
    """A wide picture, red on the left and blue on the right."""
    image = PIL.Image.new("RGB", (2000, 500), "red")
    image.paste("blue", (1000, 0, 2000, 500))
    output = BytesIO()
    image.save(output, "PNG")
    output.seek(0)
    return output


def color_of_card(image: Image) -> tuple[bool, bool]:
    """Return whether the card’s picture is red at its left edge and at its right edge."""
    path = find_card(PostFactory(lead_image=image).share_card)
    with default_storage.open(path) as file, PIL.Image.open(file) as card:
        left = card.getpixel((WIDTH - PICTURE_WIDTH + 10, HEIGHT // 2))
        right = card.getpixel((WIDTH - 10, HEIGHT // 2))
    return left[0] > 200, right[0] > 200


def test_share_card_crops_around_the_focus():
    image = add_image(file=two_halves(), name="a.png", alt="A flag")
    middle = color_of_card(image)
    image.focus_x = 0
    left = color_of_card(image)
    image.focus_x = 100
    right = color_of_card(image)

    assert (middle, left, right) == ((True, False), (True, True), (False, False))


def test_editor_sets_the_focus_on_the_form(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="a.png", alt="A class")
    address = f"/admin/content/image/{image.pk}/change/"

    response = client.post(address, {"alt": "A class", "focus_x": "34", "focus_y": "80"})

    assert response.status_code == 302
    image.refresh_from_db()
    assert image.focus == (34, 80)
    assert image.focus_classes == "focus-x-30 focus-y-80"


@pytest.mark.parametrize("focus", ["101", "-1"])
def test_focus_outside_of_the_image_is_refused(client, focus):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="a.png", alt="A class")
    address = f"/admin/content/image/{image.pk}/change/"

    response = client.post(address, {"alt": "A class", "focus_x": focus, "focus_y": "50"})

    assert response.status_code == 200
    image.refresh_from_db()
    assert image.focus == (50, 50)


def test_database_refuses_focus_outside_of_the_image():
    image = add_image(file=picture(), name="a.png", alt="A class")

    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(focus_y=101)


def test_image_in_the_middle_has_no_classes():
    assert Image().focus_classes == ""


def test_photo_from_iphone_becomes_jpeg_whatever_its_name():
    output = BytesIO()
    photo = pillow_heif.from_pillow(PIL.Image.new("RGB", (300, 200), "red"))
    photo.add_from_pillow(PIL.Image.new("RGB", (300, 200), "blue"))
    photo.save(output, quality=80, primary_index=0)

    encoded = encode_master(output)

    with PIL.Image.open(BytesIO(encoded.content)) as image:
        assert (image.format, image.size) == ("JPEG", (300, 200))
        assert image.getpixel((150, 100))[0] > 200


def test_writer_chooses_from_images_and_is_offered_the_last_credits(client):
    writer = sign_in(client, "Writers")
    one = add_image(
        file=picture(), name="one.png", alt="A class", credit="Wren", license="CC BY 4.0", by=writer
    )
    add_image(file=two_halves(), name="two.png", alt="A flag", credit="Someone else")

    assert client.get("/admin/images/", {"q": "class one"}).json() == {
        "images": [
            {
                "thumbnail": one.thumbnail_url,
                "words": "A class",
                "image_code": f"![A class]({one.url})",
            }
        ],
        "credits": ["Wren"],
        "licenses": ["CC BY 4.0"],
    }


def test_visitor_gets_no_images(client):
    assert client.get("/admin/images/").status_code == 403
