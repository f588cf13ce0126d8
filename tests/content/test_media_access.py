"""Uploaded files are as public as the entries that show them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from content.editing.previews import make_preview_link, revoke_preview_link
from content.editing.publishing import publish, return_to_draft
from content.editing.saving import save_entry
from content.media.documents import add_document
from content.media.images import add_image
from content.media.renditions import make_renditions
from content.models import Image
from tests.factories import (
    ArticleFactory,
    PersonFactory,
    PostFactory,
    PublicationFactory,
    RecordingFactory,
    UserFactory,
)
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.signing_in import sign_in
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def image() -> Image:
    image = add_image(file=picture(size=(500, 300)), name="class.png", alt="A class")
    make_renditions.func(image_id=image.pk)
    image.refresh_from_db()
    return image


@pytest.fixture
def document():
    return add_document(file=BytesIO(pdf("A page")), name="report.pdf", title="A report")


def statuses(client: Client, *addresses: str) -> set[int]:
    responses = [client.get(address) for address in addresses]
    for response in responses:
        if response.streaming:
            response.getvalue()
    return {response.status_code for response in responses}


def addresses_of(image: Image) -> list[str]:
    return [image.url, *(f"/media/{copy['path']}" for copy in image.renditions)]


def test_files_of_draft_are_private_until_it_is_published(client, image, document):
    text = f"![A class]({image.url})\n\n[Report]({document.file.url})"
    draft = PostFactory(draft=True, body=text)
    addresses = [*addresses_of(image), document.file.url]

    as_draft = statuses(client, *addresses)
    publish(entry=draft, by=UserFactory(is_superuser=True))
    as_published = statuses(client, *addresses)
    return_to_draft(entry=draft, by=UserFactory(is_superuser=True))

    assert len(addresses) > 3
    assert (as_draft, as_published, statuses(client, *addresses)) == ({404}, {200}, {404})


def test_lead_image_of_scheduled_post_is_private_until_its_minute(client, image, time_machine):
    post = PostFactory(lead_image=image, published_at=timezone.now() + timedelta(hours=1))
    before = statuses(client, *addresses_of(image))

    time_machine.move_to(post.published_at)

    assert (before, statuses(client, *addresses_of(image))) == ({404}, {200})


def test_files_that_no_entry_shows_are_private(client, image, document):
    assert statuses(client, *addresses_of(image), document.file.url) == {404}


def test_portrait_is_public(client, image):
    PersonFactory(portrait=image)

    assert statuses(client, *addresses_of(image)) == {200}


def test_file_of_draft_publication_is_private(client):
    publication = PublicationFactory(draft=True)
    added = add_file(
        publication=publication, title="Report", file=BytesIO(pdf("A page")), name="a.pdf"
    )
    url = added.versions.get().document.file.url

    as_draft = statuses(client, url)
    publish(entry=publication, by=UserFactory(is_superuser=True))

    assert (as_draft, statuses(client, url)) == ({404}, {200})


def test_slides_are_private_until_the_recording_is_published(client, document):
    recording = RecordingFactory(slides=document, available_at=None)
    before = statuses(client, document.file.url)

    recording.available_at = timezone.now()
    recording.save()

    assert (before, statuses(client, document.file.url)) == ({404}, {200})


def test_staff_fetch_files_of_entries_that_they_may_read(client, image, document):
    writer = sign_in(client, "Writers")
    others = Client()
    sign_in(others, "Writers")
    editors = Client()
    sign_in(editors, "Editors")
    PostFactory(draft=True, created_by=writer, body=f"[Report]({document.file.url})")

    found = [each.get(document.file.url) for each in (client, others, editors)]

    assert [response.status_code for response in found] == [200, 404, 200]
    assert found[0].getvalue() == found[2].getvalue()
    assert found[0]["Cache-Control"] == "private, no-store"
    # Writers choose from all images.
    assert statuses(others, image.url) == {200}


def test_preview_link_shows_images_and_documents_to_its_reader(client, image, document):
    text = f"![A class]({image.url})\n\n[Report]({document.file.url})"
    draft = PostFactory(draft=True, body=text, lead_image=image)
    other = add_image(file=picture(color="red"), name="other.png", alt="Another")
    token = make_preview_link(entry=draft)

    page = client.get(f"/preview/{token}/").content.decode()
    own = [f"{address}?preview={token}" for address in (*addresses_of(image), document.file.url)]

    assert all(address in page for address in own[1:])
    assert statuses(client, *own) == {200}
    assert statuses(client, f"{other.url}?preview={token}") == {404}
    revoke_preview_link(entry=draft)
    assert statuses(client, *own) == {404}


def test_files_of_earlier_revision_of_article_stay_public(client, image, document):
    article = ArticleFactory(body=f"![A class]({image.url})\n\n[Report]({document.file.url})")
    article.body = "No picture anymore."
    save_entry(entry=article, by=None)

    assert statuses(client, image.url, document.file.url) == {200}


def test_document_that_post_no_longer_links_to_is_private(client, document):
    post = PostFactory(body=f"[Report]({document.file.url})")
    post.body = "No report anymore."
    save_entry(entry=post, by=None)

    assert statuses(client, document.file.url) == {404}


def test_public_file_asks_no_one_who_they_are(client, image, django_assert_max_num_queries):
    PostFactory(lead_image=image)
    sign_in(client, "Writers")

    with django_assert_max_num_queries(1):
        response = client.get(image.url)
        response.getvalue()

    assert (response.status_code, "Cookie" in response.get("Vary", "")) == (200, False)
    assert response["Cache-Control"] == "public, max-age=31536000, s-maxage=3600, immutable"


def test_null_character_in_path_finds_nothing(client):
    assert statuses(client, "/media/images/a%00.png") == {404}
