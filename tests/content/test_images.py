import threading
import zlib
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from PIL import ExifTags, ImageCms

from content import exceptions
from content.media import image_encoding, images, refusals
from content.media.images import add_image, delete_image, describe_image
from content.models import Image
from tests.factories import PageFactory, PersonFactory, PostFactory, UserFactory
from tests.support.pictures import (
    animation,
    encoded,
    photo,
    picture,
    png_chunk,
    png_with_claimed_size,
)

pytestmark = pytest.mark.django_db


def add(file, *, name="picture.png", alt="A picture", **words) -> Image:
    return add_image(file=file, name=name, alt=alt, **words)


def open_stored(image: Image) -> PIL.Image.Image:
    with PIL.Image.open(image.file.path) as file:
        file.load()
        return file


def stored_files(settings) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_image_is_stored_with_description_and_hashed_name():
    user = UserFactory()

    image = add(
        picture(size=(40, 30)),
        name="Mrs. Smith’s Class!.PNG",
        credit=" Ann Lee ",
        license="CC BY 4.0",
        by=user,
    )

    image.refresh_from_db()
    assert (image.width, image.height, image.alt, image.credit, image.license) == (
        40,
        30,
        "A picture",
        "Ann Lee",
        "CC BY 4.0",
    )
    assert (image.original_name, image.uploaded_by) == ("Mrs. Smith’s Class!.PNG", user)
    assert image.file.name == (
        f"images/{image.uploaded_at:%Y/%m}/mrs-smiths-class-{image.content_hash[:10]}.png"
    )
    assert open_stored(image).size == (40, 30)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (picture("JPEG"), "JPEG"),
        (picture("PNG"), "PNG"),
        (picture("PNG", mode="RGBA", color=(0, 128, 0, 100)), "PNG"),
        (picture("PNG", mode="LA", color=(10, 100)), "PNG"),
        (picture("PNG", mode="P", color=3), "PNG"),
        (picture("PNG", mode="1", color=1), "PNG"),
        (picture("GIF", mode="P", color=3), "PNG"),
        (picture("WEBP"), "PNG"),
        (picture("AVIF"), "PNG"),
        (encoded(photo((800, 600)), "PNG"), "JPEG"),
        (encoded(photo((800, 600)), "WEBP"), "JPEG"),
        (encoded(photo((800, 600)), "AVIF"), "JPEG"),
        (animation("GIF"), "WEBP"),
        (animation("PNG"), "WEBP"),
        (animation("WEBP"), "WEBP"),
        (animation("AVIF"), "WEBP"),
    ],
)
def test_every_format_is_converted_to_web_format(file, kind):
    image = add(file)

    assert open_stored(image).format == kind


def test_wide_image_is_scaled_to_2560_pixels():
    image = add(picture("PNG", size=(5120, 100)))

    assert (image.width, image.height, open_stored(image).size) == (2560, 50, (2560, 50))


def test_photo_is_rotated_and_stripped_of_metadata():
    photograph = PIL.Image.new("RGB", (60, 20), "red")
    photograph.paste("blue", (0, 0, 20, 20))
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "A secret name"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (40.0, 1.0, 2.0)

    image = add(encoded(photograph, "JPEG", exif=exif, comment=b"secret", quality=95))

    shown = open_stored(image)
    assert (image.width, image.height, shown.size) == (20, 60, (20, 60))
    assert shown.getpixel((10, 5))[2] > 200  # blue is on top
    assert not shown.getexif()
    assert b"secret" not in Path(image.file.path).read_bytes()


def test_rotated_photo_is_scaled_by_upright_width():
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Orientation] = 8

    image = add(encoded(PIL.Image.new("RGB", (100, 5120)), "PNG", exif=exif))

    assert (image.width, image.height) == (2560, 50)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_image_with_unreadable_metadata_is_stored_unchanged():
    image = add(encoded(photo((60, 20)), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff nonsense"))

    assert open_stored(image).size == (60, 20)


def test_other_color_profile_is_converted_to_srgb():
    xyz = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    colors = PIL.Image.new("RGB", (8, 8), (200, 30, 30))
    swapped = profile_with_swapped_colors()

    image = add(encoded(colors, "PNG", icc_profile=swapped))
    unusable = add(encoded(colors.rotate(90), "PNG", icc_profile=xyz), name="other.png")

    shown = open_stored(image)
    red, green, blue = shown.getpixel((4, 4))
    assert (blue > 150, red < 100, green < 100) == (True, True, True)
    assert "icc_profile" not in shown.info
    assert open_stored(unusable).getpixel((4, 4)) == (200, 30, 30)


def profile_with_swapped_colors() -> bytes:
    """Return an RGB profile with red and blue swapped."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


def test_cmyk_is_converted_to_rgb():
    image = add(picture("JPEG", mode="CMYK", color=(0, 255, 255, 0)))

    assert open_stored(image).mode == "RGB"


def test_sixteen_bit_grayscale_keeps_brightness():
    image = add(picture("PNG", mode="I;16", color=0x8000))

    assert open_stored(image).convert("L").getpixel((5, 5)) == 0x80


def test_animation_keeps_frames_and_durations():
    image = add(animation("GIF", frames=4, loop=0))

    with PIL.Image.open(image.file.path) as shown:
        shown.load()
        assert (shown.n_frames, shown.info["duration"], shown.info["loop"]) == (4, 200, 0)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", refusals.IMAGE_EMPTY),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            refusals.SVG,
        ),
        ("<?xml version='1.0' encoding='utf-16'?><svg/>".encode("utf-16"), refusals.SVG),
        (b"<!doctype html><script>alert(1)</script>", refusals.IMAGE_FORMAT),
        (b"%PDF-1.7\n%%EOF", refusals.IMAGE_FORMAT),
        (b"PK\x03\x04" + b"\0" * 100, refusals.IMAGE_FORMAT),
        (b"GIF89a/*", refusals.IMAGE_FORMAT),
        (b"\x7fELF" + b"\0" * 100, refusals.IMAGE_FORMAT),
        (picture("TIFF").read(), refusals.IMAGE_FORMAT),
        (picture("BMP").read(), refusals.IMAGE_FORMAT),
        (picture("ICO").read(), refusals.IMAGE_FORMAT),
        (encoded(photo((200, 200)), "JPEG").read()[:-800], refusals.IMAGE_BROKEN),
        (encoded(photo((200, 200)), "PNG").read()[:-800], refusals.IMAGE_BROKEN),
        (encoded(photo((200, 200)), "WEBP").read()[:-400], refusals.IMAGE_BROKEN),
        (encoded(photo((200, 200)), "AVIF").read()[:-400], refusals.IMAGE_FORMAT),
        (animation("GIF", size=(200, 200)).read()[:-200], refusals.IMAGE_BROKEN),
        (png_with_claimed_size(300, 300).read(), refusals.IMAGE_BROKEN),
        (png_with_claimed_size(8_000, 8_000).read(), refusals.IMAGE_TOO_MANY_PIXELS),
        (png_with_claimed_size(12_000, 12_000).read(), refusals.IMAGE_TOO_MANY_PIXELS),
        (png_with_claimed_size(60_000, 60_000).read(), refusals.IMAGE_TOO_MANY_PIXELS),
    ],
)
def test_incomplete_image_is_rejected_regardless_of_name(content, refusal, settings):
    with pytest.raises(exceptions.FileRefused) as caught:
        add(BytesIO(content), name="innocent.png")

    assert str(caught.value) == refusal
    assert (Image.objects.count(), stored_files(settings)) == (0, [])


def test_oversized_file_is_rejected_with_both_sizes(settings):
    settings.IMAGE_MAX_BYTES = 2048

    with pytest.raises(exceptions.FileRefused) as caught:
        add(BytesIO(b"\0" * 4096))

    assert str(caught.value) == (
        "This file is too large (4.0\xa0KB). Save a version of at most 2.0\xa0KB, and upload that."
    )


def test_animation_with_too_many_total_pixels_is_rejected(monkeypatch):
    monkeypatch.setattr(image_encoding, "MAX_PIXELS", 20 * 20 * 5)
    add(animation("GIF", frames=5))

    with pytest.raises(exceptions.FileRefused, match=refusals.IMAGE_TOO_MANY_PIXELS):
        add(animation("GIF", frames=6))


def test_png_text_bomb_is_rejected():
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 80_000_000, 9))
    content = picture("PNG").read()
    header_end = 8 + 25

    with pytest.raises(exceptions.FileRefused):
        add(BytesIO(content[:header_end] + bomb + content[header_end:]))


@pytest.mark.parametrize("kind", ["GIF", "JPEG", "PNG"])
def test_file_appended_to_image_is_removed(kind):
    hidden = b"<script>alert(document.domain)</script>"
    content = picture(kind, mode="L", color=9, comment=hidden).read() + hidden + b"PK\x03\x04"

    image = add(BytesIO(content), name="photo.html")

    assert image.file.name.endswith((".png", ".jpg"))
    stored_content = Path(image.file.path).read_bytes()
    assert (b"script" in stored_content, b"PK\x03\x04" in stored_content) == (False, False)


def test_alt_text_is_required_unless_decorative_or_imported():
    with pytest.raises(exceptions.AltTextMissing):
        add(picture(), alt="  ")

    decorative = add(picture(color="red"), alt="", decorative=True)
    imported = add(picture(color="blue"), alt="", require_alt=False)
    described = add(picture(color="green"), alt="A lawn", decorative=True)

    assert list(Image.objects.lacking_alt()) == [imported]
    assert (decorative.decorative, described.decorative) == (True, False)


def test_overlong_description_is_rejected():
    with pytest.raises(ValidationError):
        add(picture(), alt="x" * 501)


def test_duplicate_upload_returns_same_image_and_fills_empty_fields(settings):
    first = add(picture(), alt="", credit="Ann Lee", require_alt=False)

    second = add(picture(), name="copy.png", alt="A lawn", credit="Bo", license="CC0")
    third = add(picture(), alt="", license="CC BY")

    assert (second, third) == (first, first)
    first.refresh_from_db()
    assert (first.alt, first.credit, first.license) == ("A lawn", "Ann Lee", "CC0")
    assert stored_files(settings) == [first.file.name]


def test_file_left_by_rolled_back_upload_is_replaced(settings):
    image = add(picture())
    name = image.file.name
    Image.objects.all().delete()

    again = add(picture())

    assert (again.file.name, stored_files(settings)) == (name, [name])


@pytest.mark.django_db(transaction=True)
def test_concurrent_duplicate_uploads_create_one_image(settings, monkeypatch):
    content = encoded(photo((300, 300)), "JPEG").read()
    all_are_new = threading.Barrier(6)
    outcomes = []

    def encode_after_barrier(file):
        all_are_new.wait(60)
        return image_encoding.encode_master(file)

    monkeypatch.setattr(images, "encode_master", encode_after_barrier)

    def upload(number):
        try:
            outcomes.append(add(BytesIO(content), name=f"copy-{number}.jpg").pk)
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    image = Image.objects.get()
    assert outcomes == [image.pk] * 6
    assert stored_files(settings) == [image.file.name]
    assert open_stored(image).size == (300, 300)


def test_new_description_appears_in_entries_without_revision():
    image = add(picture(), alt="A lawn")
    post = PostFactory(body=f"![]({image.url})")
    before = (post.modified_at, post.revisions.count())

    describe_image(image=image, alt="A meadow", decorative=False, credit="Ann Lee")

    post.refresh_from_db()
    assert 'alt="A meadow"' in post.body_html
    assert "Ann Lee" in post.body_html
    assert (post.modified_at, post.revisions.count()) == before


def test_image_in_use_cannot_be_deleted():
    image = add(picture())
    PostFactory(title="A visit", body=f"![]({image.url})")
    PageFactory(title="About", lead_image=image)
    PersonFactory(name="Ann Lee", portrait=image)

    with pytest.raises(exceptions.ImageInUse) as caught:
        delete_image(image=image)

    assert str(caught.value) == (
        "This image is shown in “A visit”, “About”, and the portrait of Ann Lee. "
        "Remove it there first."
    )
    assert Image.objects.get() == image


def test_image_used_in_many_entries_lists_some_of_them():
    image = add(picture())
    for number in range(8):
        PostFactory(title=f"Visit {number}", lead_image=image)

    with pytest.raises(exceptions.ImageInUse) as caught:
        delete_image(image=image)

    assert str(caught.value) == (
        "This image is shown in “Visit 0”, “Visit 1”, “Visit 2”, “Visit 3”, “Visit 4”, "
        "and 3 more places. Remove it there first."
    )


def test_deleting_image_deletes_files(settings, django_capture_on_commit_callbacks):
    image = add(picture())
    copy = ContentFile(b"copy")
    image.file.storage.save("renditions/copy.avif", copy)
    Image.objects.update(renditions=[{"type": "image/avif", "path": "renditions/copy.avif"}])
    files_before = stored_files(settings)

    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image=image)

    assert files_before == [image.file.name, "renditions/copy.avif"]
    assert (Image.objects.count(), stored_files(settings)) == (0, [])


def test_image_downloaded_from_site_and_added_again_is_the_same():
    image = add(encoded(photo((600, 300)), "JPEG"))

    again = add(BytesIO(Path(image.file.path).read_bytes()), name="other.jpg", alt="Other")

    assert (again.pk, again.alt, Image.objects.count()) == (image.pk, "A picture", 1)
