"""Images from a copy of WordPress’s uploads."""

import pytest

from blog.models import Post
from content.models import Image
from imports.values import looks_like_file_name
from tests.support.import_reports import counts, row_counts
from tests.support.pictures import picture
from tests.support.wordpress_exports import attachment, author, comment, item, meta, term

pytestmark = pytest.mark.django_db


def test_images_are_imported_from_uploads(import_items, tmp_path):
    uploads = tmp_path / "uploads" / "2014"
    uploads.mkdir(parents=True)
    (uploads / "class photo.png").write_bytes(picture(color="red").read())
    (uploads / "lead.png").write_bytes(picture(color="blue").read())
    base = "https://old.example.org/wp-content/uploads/2014"

    report = import_items(
        item(
            1,
            meta("_thumbnail_id", "50"),
            content=(
                f'[caption width="9"]<a href="{base}/class%20photo.png">'
                f'<img src="{base}/class%20photo-300x200.png" alt="Screen Shot 2014-08-30"></a> Ann'
                f'[/caption]\n\n<img src="{base}/gone.png" alt="Gone">'
                '\n\n<img src="https://elsewhere.example.com/x.png" alt="X">'
            ),
        ),
        attachment(
            50,
            f"{base}/lead.png",
            meta("_wp_attachment_image_alt", "The door"),
            excerpt="Our door",
        ),
        media_folder=tmp_path / "uploads",
    )

    post = Post.objects.get()
    photo = Image.objects.get(original_name="class photo.png")
    assert photo.alt == "Screen Shot 2014-08-30"
    assert post.body == (
        f'[![Screen Shot 2014-08-30]({photo.url} "Ann")]({photo.url})\n\n'
        f"![Gone]({base}/gone.png)\n\n![X](https://elsewhere.example.com/x.png)"
    )
    assert (post.lead_image.alt, post.lead_image_caption) == ("The door", "Our door")
    assert set(post.images.all()) == {photo}
    assert post.attention.splitlines() == [
        "It has no topic.",
        f"This image is still on the old site: {base}/gone.png",
        "An image’s alt text is a file name: “Screen Shot 2014-08-30”.",
    ]
    assert counts(report)["Files"] == {"new": 2, "skipped": 1}


def test_files_outside_uploads_are_never_read(import_items, tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.png").write_bytes(picture().read())
    address = "https://old.example.org/wp-content/uploads/../secret.png"

    import_items(
        item(1, content=f'<img src="{address}" alt="A">'), media_folder=tmp_path / "uploads"
    )

    assert Image.objects.count() == 0


def test_invalid_image_fails_and_post_is_imported(import_items, tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "a.png").write_bytes(b"not a picture")
    address = "https://old.example.org/wp-content/uploads/a.png"

    report = import_items(
        item(1, content=f'<img src="{address}" alt="A">'), media_folder=tmp_path / "uploads"
    )

    assert Post.objects.get().body == f"![A]({address})"
    assert [path.endswith("uploads/a.png") for path, _ in report.failures] == [True]


def test_dry_run_reports_everything_and_writes_nothing(import_items, tmp_path, settings):
    uploads = tmp_path / "uploads" / "2014"
    uploads.mkdir(parents=True)
    (uploads / "a.png").write_bytes(picture().read())
    (uploads / "bad.png").write_bytes(b"not a picture")
    parts = (
        author("chris", "Chris"),
        item(
            1,
            term("category", "analysis", "Analysis"),
            comment(11),
            meta("_thumbnail_id", "50"),
            content='<img src="https://old.example.org/wp-content/uploads/2014/bad.png" alt="A">',
        ),
        attachment(50, "https://old.example.org/wp-content/uploads/2014/a.png"),
    )
    before = row_counts()

    foreseen = import_items(*parts, media_folder=tmp_path / "uploads", is_dry_run=True)

    assert row_counts() == before
    assert not (tmp_path / "media").exists()
    done = import_items(*parts, media_folder=tmp_path / "uploads")
    assert counts(foreseen) == counts(done)
    assert (foreseen.remarks, foreseen.failures) == (done.remarks, done.failures)
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("alt", "is_file_name"),
    [
        ("IMG_0123", True),
        ("IMG 0123", True),
        ("DSC01234", True),
        ("image1", True),
        ("Picture3.png", True),
        ("Screen Shot 2014-08-30 at 10.13", True),
        ("class_photo", True),
        ("Pic 0", False),
        ("Photo 3 of students at work", False),
        ("Image 2: a map", False),
        ("Scan 5 of the form", False),
    ],
)
def test_alt_text_is_told_from_file_name(alt, is_file_name):
    assert looks_like_file_name(alt) == is_file_name


def test_pictures_that_a_page_builder_or_block_only_numbers_are_those_here(import_items, tmp_path):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    base = "https://old.example.org/wp-content/uploads"
    for name in ("red", "blue", "green"):
        (uploads / f"{name}.png").write_bytes(picture(color=name).read())

    report = import_items(
        attachment(7, f"{base}/red.png", content=""),
        attachment(8, f"{base}/blue.png", content="", excerpt="The sea"),
        attachment(9, f"{base}/green.png", content=""),
        item(
            1,
            content='[vc_single_image image="7"][et_pb_gallery gallery_ids="8,7"]\n\n'
            '<!-- wp:gallery {"ids":[9]} /-->',
        ),
        media_folder=uploads,
    )

    red, blue, green = (
        Image.objects.get(original_name=f"{name}.png").url for name in ("red", "blue", "green")
    )
    assert Post.objects.get().body == (
        f'![]({red})\n\n![]({blue} "The sea")\n\n![]({red})\n\n![]({green})'
    )
    assert set(report.remarks) == {"No topic"}
