"""What is on the clipboard or already on the site is not lost, and not added twice."""

import base64

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from content.media.images import add_image
from tests.factories import PersonFactory, UserFactory
from tests.support.browsers import PASSWORD, sign_in
from tests.support.pictures import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("width", [1280]),
    pytest.mark.parametrize("scheme", ["light"]),
]

# Puts a picture on the real clipboard, with the text that it shows, if any.
COPY = """async ([text, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const content = { "image/png": new Blob([bytes], { type: "image/png" }) };
  if (text) {
    content["text/plain"] = new Blob([text], { type: "text/plain" });
    content["text/html"] = new Blob([`<p>${text}</p>`], { type: "text/html" });
  }
  await navigator.clipboard.write([new ClipboardItem(content)]);
}"""
# A file copied in a file manager, with its name as text.
PASTE_FILE = """(textarea, base64) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "class.png", { type: "image/png" }));
  data.setData("text/plain", "class.png");
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  textarea.dispatchEvent(new ClipboardEvent("paste", paste));
}"""


@pytest.fixture
def body(page):
    user = UserFactory(email="wren@example.org", password=PASSWORD, person=PersonFactory())
    user.groups.add(Group.objects.get(name="Writers"))
    sign_in(page, user.email)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/admin/blog/post/add/")
    return page.get_by_label("Body")


def encoded_picture() -> str:
    return base64.b64encode(picture().getvalue()).decode()


def paste(page: Page, body, *, text: str = "") -> None:
    page.evaluate(COPY, [text, encoded_picture()])
    body.focus()
    body.press("Control+v")


def test_text_with_picture_of_it_is_pasted_as_text(page, body):
    paste(page, body, text="From a spreadsheet")

    expect(body).to_have_value("From a spreadsheet")
    expect(page.locator("[data-notice]")).to_have_text(
        "The text was pasted without the picture that came with it."
    )
    expect(page.get_by_role("dialog", name="Add an image")).to_be_hidden()


def test_picture_without_text_is_added_as_image(page, body):
    paste(page, body)

    expect(page.get_by_role("dialog", name="Add an image")).to_be_visible()


def test_copied_file_is_added_as_image_and_not_as_its_name(page, body):
    body.evaluate(PASTE_FILE, encoded_picture())

    expect(page.get_by_role("dialog", name="Add an image")).to_be_visible()


def test_image_that_exists_is_shown_with_a_way_to_change_it(page, body):
    image = add_image(file=picture(), name="class.png", alt="A class")
    body.evaluate(PASTE_FILE, encoded_picture())
    dialog = page.get_by_role("dialog", name="Add an image")
    dialog.get_by_label("Alternative text").fill("Two students")
    dialog.get_by_role("button", name="Upload and insert").click()

    expect(page.locator("[data-notice]")).to_have_text(
        "The image has been added. It was already here, and keeps its alternative text “A class”. "
        "Change its description"
    )
    expect(page.get_by_role("link", name="Change its description")).to_have_attribute(
        "href", f"/admin/content/image/{image.pk}/change/"
    )
