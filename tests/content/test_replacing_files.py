"""Another file takes the place of an image or a document, wherever it is used."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from content.editing.replacing_files import replace_document, replace_image
from content.editing.saving import save_entry
from content.exceptions import FileRefused
from content.media.documents import add_document
from content.media.images import add_image
from content.media.renditions import make_renditions
from content.models import Image, SiteSettings
from content.rendering import save_site_settings
from events.models import Recording
from tests.factories import EventFactory, PersonFactory, PostFactory, PublicationFactory
from tests.support.editors import reloaded
from tests.support.pdfs import pdf
from tests.support.pictures import encoded, photo, picture
from tests.support.signing_in import sign_in
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db(transaction=True)


def document_of(text: str, name: str = "report.pdf"):
    return add_document(file=BytesIO(pdf(text)), name=name)


def test_replaced_image_is_shown_in_texts_and_its_old_address_leads_to_it(client):
    image = add_image(file=encoded(photo((600, 400)), "PNG"), name="class.png", alt="A class")
    post = PostFactory(body=f"![]({image.url})", lead_image=image)
    make_renditions(image_id=image.pk)
    old = reloaded(image)
    old_card = reloaded(post).share_card.digest

    replace_image(image, file=picture(size=(50, 20)), name="new.png")

    image = reloaded(image)
    (shown,) = html.fromstring(reloaded(post).body_html).xpath("//img")
    assert (image.width, image.height, image.alt) == (50, 20, "A class")
    assert (shown.get("src"), shown.get("width")) == (image.url, "50")
    assert image.url != old.url
    response = client.get(old.url)
    assert (response.status_code, response["Location"]) == (302, image.url)
    found = client.get(image.url)
    assert (b"".join(found.streaming_content) != b"", found.status_code) == (True, 200)
    gone = [old.file.name, *(rendition["path"] for rendition in old.renditions)]
    assert len(gone) > 1
    assert [default_storage.exists(path) for path in gone] == [False] * len(gone)
    assert reloaded(post).share_card.digest != old_card


def test_text_with_old_address_still_shows_image_when_saved_again():
    image = add_image(file=picture(), name="class.png", alt="A class")
    post = PostFactory(body=f"![]({image.url})")
    replace_image(image, file=picture(color="red"), name="a.png")
    replace_image(reloaded(image), file=picture(color="blue"), name="b.png")

    save_entry(entry=reloaded(post), by=None)

    (shown,) = html.fromstring(reloaded(post).body_html).xpath("//img")
    assert shown.get("src") == reloaded(image).url
    assert list(post.images.all()) == [image]


def test_image_can_go_back_to_its_first_file():
    first = picture()
    image = add_image(file=first, name="class.png", alt="A class")
    old = image.file.name
    replaced = replace_image(image, file=picture(color="red"), name="red.png")
    there = replaced.file.name

    back = replace_image(replaced, file=first, name="class.png")

    assert (back.file.name, back.former_paths) == (old, [there])
    assert default_storage.exists(old)


def test_file_that_is_already_here_is_refused():
    image = add_image(file=picture(), name="class.png", alt="A class")
    add_image(file=picture(color="red"), name="red.png", alt="A red desk")

    with pytest.raises(FileRefused) as refused:
        replace_image(image, file=picture(color="red"), name="red.png")

    assert str(refused.value) == "This file is already here, as “A red desk”. Use that one instead."


def test_replaced_document_is_offered_at_its_old_address(client):
    document = document_of("One")
    old = document.file.url
    PostFactory(body=f"[Read it]({old})")

    replace_document(document, file=BytesIO(b"a,b\n1,2\n"), name="numbers.csv")

    document = reloaded(document)
    assert (document.size, document.title, document.ending) == (8, "report", "csv")
    answer = client.get(old)
    assert (answer["Location"], answer["Cache-Control"]) == (
        document.file.url,
        "public, max-age=3600",
    )
    found = client.get(document.file.url)
    assert (b"".join(found.streaming_content), found["Cache-Control"]) == (
        b"a,b\n1,2\n",
        "public, max-age=3600",
    )


def test_replaced_document_of_a_draft_stays_private(client):
    document = document_of("One")
    old = document.file.url
    PostFactory(body=f"[Read it]({old})", draft=True)

    replace_document(document, file=BytesIO(b"a,b\n1,2\n"), name="numbers.csv")

    assert client.get(old, follow=True).status_code == 404


def test_document_of_publication_is_not_replaced():
    publication = PublicationFactory(title="Moving Toward Mastery")
    file = SimpleUploadedFile("report.pdf", pdf("One"))
    version = add_file(publication=publication, title="A", file=file, name=file.name).versions.get()

    with pytest.raises(FileRefused) as refused:
        replace_document(version.document, file=BytesIO(pdf("Two")), name="two.pdf")

    assert str(refused.value) == (
        "It belongs to “Moving Toward Mastery”, which keeps every version for readers. Add the new "
        "file there instead."
    )


def test_list_and_form_say_where_image_is_used(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    PostFactory(title="A", body=f"![]({image.url})", lead_image=image)
    PostFactory(title="B", lead_image=image)
    PersonFactory(name="Ana", portrait=image)
    address = reverse("admin:content_image_change", args=[image.pk])

    listed = html.fromstring(client.get(reverse("admin:content_image_changelist")).text)
    form = html.fromstring(client.get(address).text)

    (link,) = listed.xpath("//td[@class='field-use_count']/a")
    assert (link.text, link.get("href")) == (
        "Used in 2 entries and as the portrait of Ana",
        f"{address}#used-in",
    )
    rows = [row.text_content() for row in form.xpath("//*[@id='used-in']/li")]
    assert rows == ["Post “A”", "Post “B”", "The portrait of Ana"]


def test_list_and_form_say_the_same_of_where_document_is_used(client):
    sign_in(client, "Editors")
    slides = document_of("One")
    Recording.objects.create(event=EventFactory(title="Mastery, live"), slides=slides)
    address = reverse("admin:content_document_change", args=[slides.pk])

    listed = html.fromstring(client.get(reverse("admin:content_document_changelist")).text)
    form = html.fromstring(client.get(address).text)

    (link,) = listed.xpath("//td[@class='field-use_count']/a")
    rows = [row.text_content() for row in form.xpath("//*[@id='used-in']/li")]
    assert (link.text, rows) == ("Used in one entry", ["Event “Mastery, live”"])


def test_picture_for_shares_counts_as_use_that_only_editors_replace(client):
    writer = sign_in(client, "Writers")
    image = add_image(file=picture(), name="class.png", alt="A class", by=writer)
    PostFactory(card_image=image)

    listed = html.fromstring(client.get(reverse("admin:content_image_changelist")).text)
    replacing = client.get(reverse("admin:content_image_replace", args=[image.pk]))

    (link,) = listed.xpath("//td[@class='field-use_count']/a")
    assert (link.text, replacing.status_code) == ("Used in one entry", 403)


def test_image_of_the_site_or_a_portrait_is_used_and_only_editors_replace_it(client):
    writer = sign_in(client, "Writers")
    images = [
        add_image(file=picture(color=color), name="class.png", alt=color, by=writer)
        for color in ("red", "green", "blue", "white")
    ]
    portrait, logo, told = images[:3]
    PersonFactory(name="Ana", portrait=portrait)
    mission = f"![]({told.url})"
    save_site_settings(site=SiteSettings(logo=logo, mission=mission))

    listed = html.fromstring(client.get(reverse("admin:content_image_changelist")).text)
    pages = [client.get(reverse("admin:content_image_replace", args=[each.pk])) for each in images]

    cells = listed.xpath("//td[@class='field-use_count']")
    assert {" ".join(cell.text_content().split()) for cell in cells} == {
        "Used as the portrait of Ana",
        "Used in the site settings",
        "Not used",
    }
    assert [page.status_code for page in pages] == [403, 403, 403, 200]


def test_history_of_file_has_names_and_dates_like_other_pages(client):
    sign_in(client, "Editors", name="Ann")
    image = add_image(file=picture(), name="class.png", alt="A class")
    change = reverse("admin:content_image_change", args=[image.pk])

    with time_machine.travel(datetime(2026, 11, 30, 15, 5, tzinfo=UTC)):
        saved = client.post(change, {"alt": "Two classes", "focus_x": "50", "focus_y": "50"})
    page = html.fromstring(client.get(reverse("admin:content_image_history", args=[image.pk])).text)

    assert saved.status_code == 302
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//main//tr")]
    assert rows == [
        ["When", "Who", "What"],
        ["November 30, 2026, 10:05 am ET", "Ann", "Changed Alt text."],
    ]


def test_page_replaces_file_and_says_what_is_wrong_with_one(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    address = reverse("admin:content_image_replace", args=[image.pk])

    wrong = client.post(address, {"file": SimpleUploadedFile("a.png", b"")})
    missing = client.post(address, {})
    right = client.post(
        address, {"file": SimpleUploadedFile("b.png", picture(size=(9, 9)).getvalue())}
    )

    assert list(wrong.context["upload_form"].errors) == ["file"]
    assert missing.context["upload_form"].errors == {"file": ["Choose the new file."]}
    assert right["Location"] == reverse("admin:content_image_change", args=[image.pk])
    assert Image.objects.get().width == 9


def test_writer_replaces_only_own_files_that_readers_do_not_see(client):
    writer = sign_in(client, "Writers")
    colors = ["red", "green", "blue"]
    images = [
        add_image(file=picture(color=color), name=color, alt=color, by=by)
        for color, by in zip(colors, [writer, writer, None], strict=True)
    ]
    PostFactory(lead_image=images[1])

    addresses = [reverse("admin:content_image_replace", args=[image.pk]) for image in images]

    assert [client.get(address).status_code for address in addresses] == [200, 403, 403]
