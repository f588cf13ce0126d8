"""The pictures that other sites show beside a link to an entry."""

from datetime import timedelta
from io import BytesIO

import PIL.Image
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from lxml import html

from blog.models import Post
from content.exceptions import ImageInUse
from content.media import share_cards
from content.media.images import add_image, delete_image
from content.models import Entry
from content.tasks import delete_abandoned_files
from tests.factories import PersonFactory, PostFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db


def card_of(client, path: str) -> dict[str, str]:
    """Return what a page says of its card, with the address as a path."""
    head = html.fromstring(client.get(path).content.decode()).find("head")
    found = head.xpath(".//meta[starts-with(@property, 'og:image')]")
    card = {each.get("property"): each.get("content") for each in found}
    return {**card, "og:image": "/" + card["og:image"].split("/", 3)[3]}


def fetch(client, address: str) -> bytes:
    return b"".join(client.get(address))


def test_card_shows_title_and_authors_in_the_size_that_the_page_says(client):
    image = add_image(file=picture(), name="class.png", alt="A class")
    author = PersonFactory(name="Zoë Łuk")
    PostFactory(slug="a-post", title="Mastery " * 30, lead_image=image, authors=[author])

    card = card_of(client, "/blog/a-post/")
    response = client.get(card.pop("og:image"))

    assert card == {
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"Post: {'Mastery ' * 30}by Zoë Łuk",
    }
    assert response["Content-Type"] == "image/jpeg"
    assert "immutable" in response["Cache-Control"]
    drawn = PIL.Image.open(BytesIO(b"".join(response)))
    assert (drawn.size, drawn.format) == ((1200, 630), "JPEG")


def test_card_is_drawn_once(client, monkeypatch):
    address = card_of(client, PostFactory().get_absolute_url())["og:image"]
    first = fetch(client, address)
    monkeypatch.setattr(share_cards, "draw", None)

    assert fetch(client, address) == first


def test_changed_title_has_a_new_card_and_the_old_one_is_deleted(client):
    post = PostFactory(title="Before")
    before = card_of(client, post.get_absolute_url())["og:image"]
    fetch(client, before)
    Post.objects.filter(pk=post.pk).update(title="After")

    after = card_of(client, post.get_absolute_url())["og:image"]
    fetch(client, after)

    assert after != before
    assert client.get(before)["Location"] == after
    assert len(default_storage.listdir(f"share-cards/{post.pk}")[1]) == 1


def test_card_of_what_was_deleted_for_good_is_deleted(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, gone = PostFactory(), PostFactory()
    for post in (kept, gone):
        fetch(client, card_of(client, post.get_absolute_url())["og:image"])
    gone.delete()

    delete_abandoned_files(0)

    assert [folder.name for folder in (tmp_path / "share-cards").iterdir()] == [str(kept.pk)]


@pytest.mark.parametrize("fields", [{"draft": True}, {"days": 2}], ids=["draft", "scheduled"])
def test_unpublished_entry_has_no_card(client, fields):
    if days := fields.pop("days", 0):
        fields["published_at"] = timezone.now() + timedelta(days=days)
    entry = Entry.objects.get(pk=PostFactory(**fields).pk)

    assert client.get(entry.share_card.url).status_code == 404


def test_title_that_the_typeface_lacks_has_the_lead_image_instead(client):
    image = add_image(file=picture(), name="class.png", alt="A class")
    post = PostFactory(title="Μάθηση", lead_image=image)

    assert card_of(client, post.get_absolute_url())["og:image"] == image.url
    assert client.get(f"/cards/{post.pk}-0123456789abcdef.jpg").status_code == 404


def test_own_picture_is_shown_instead_of_the_card(client):
    post = PostFactory(slug="a-post")
    drawn = card_of(client, "/blog/a-post/")["og:image"]
    image = add_image(file=picture(size=(900, 600)), name="class.png", alt="A class")
    Post.objects.update(card_image=image)

    assert card_of(client, "/blog/a-post/") == {
        "og:image": image.url,
        "og:image:width": "900",
        "og:image:height": "600",
        "og:image:alt": "A class",
    }
    assert client.get(drawn)["Location"] == image.url
    sent = client.get(image.url)
    assert (sent.status_code, b"".join(sent.streaming_content) != b"") == (200, True)
    Post.objects.filter(pk=post.pk).update(status="draft")
    assert client.get(image.url).status_code == 404


def test_picture_for_shared_links_is_in_use():
    image = add_image(file=picture(), name="class.png", alt="A class")
    PostFactory(title="A post", card_image=image)

    with pytest.raises(ImageInUse, match="shown in “A post”"):
        delete_image(image=image)
