"""What is on the clipboard or already on the site is not lost, and not added twice."""

import base64
import re

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

# What a program puts on the clipboard: HTML, and the same as plain text.
PASTE_TEXT = """(textarea, [html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  return textarea.dispatchEvent(new ClipboardEvent("paste", paste));
}"""
COPY_TEXT = """async ([html, plain]) => {
  await navigator.clipboard.write([new ClipboardItem({
    "text/html": new Blob([html], { type: "text/html" }),
    "text/plain": new Blob([plain], { type: "text/plain" }),
  })]);
}"""
FORMATTED = "<h1>Time</h1><p>It asks for <b>patience</b>.</p>"
PLAIN = "Time\n\nIt asks for patience."
MARKDOWN = "## Time\n\nIt asks for **patience**."


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
    dialog.get_by_label("Alternative text", exact=True).fill("Two students")
    dialog.get_by_role("button", name="Upload and insert").click()

    expect(page.locator("[data-notice]")).to_have_text(
        "The image has been added. It was already here, and keeps its alternative text “A class”. "
        "Change its description"
    )
    expect(page.get_by_role("link", name="Change its description")).to_have_attribute(
        "href", f"/admin/content/image/{image.pk}/change/"
    )


def hold_answers(page: Page) -> list:
    """Keep the site from answering what is pasted; return the requests that wait."""
    held: list = []
    page.route("**/admin/paste/", lambda route: held.append(route))
    return held


def wait_for_requests(page: Page, held: list, number: int) -> None:
    while len(held) < number:
        page.wait_for_timeout(20)


def test_formatted_text_is_pasted_as_markdown_and_undone_in_one_step(page, body):
    body.fill("Before")
    page.evaluate(COPY_TEXT, [FORMATTED, PLAIN])
    body.press("Control+End")
    body.press("Control+v")

    expect(body).to_have_value(f"Before\n\n{MARKDOWN}")
    body.press("Control+z")
    expect(body).to_have_value("Before")


def test_plain_paste_stays_plain(page, body):
    page.evaluate(COPY_TEXT, [FORMATTED, PLAIN])
    body.focus()
    body.press("Control+Shift+V")

    expect(body).to_have_value(PLAIN)


def test_words_are_pasted_into_the_line_and_replace_the_selection(page, body):
    body.fill("It asks for time.")
    body.evaluate("each => each.setSelectionRange(12, 16)")
    body.evaluate(PASTE_TEXT, ["<i>patience</i>", "patience"])

    expect(body).to_have_value("It asks for *patience*.")


def test_typing_while_paste_is_converted_comes_after_it(page, body):
    held = hold_answers(page)
    body.fill("Start. End.")
    body.evaluate("each => each.setSelectionRange(7, 7)")
    body.evaluate(PASTE_TEXT, ["<b>one</b>", "one"])
    body.press_sequentially(" typed ")
    body.evaluate(PASTE_TEXT, ["<i>two</i>", "two"])
    body.press_sequentially(", more ")
    body.press("Control+Home")
    body.press_sequentially("> ")
    wait_for_requests(page, held, 2)
    for route in reversed(held):
        route.continue_()

    expect(body).to_have_value("> Start. **one** typed *two*, more End.")
    body.press_sequentially("A ")
    expect(body).to_have_value("> A Start. **one** typed *two*, more End.")


def test_text_is_pasted_plain_if_the_site_cannot_be_reached(page, body):
    page.route("**/admin/paste/", lambda route: route.abort())
    body.evaluate(PASTE_TEXT, [FORMATTED, PLAIN])

    expect(body).to_have_value(PLAIN)
    expect(page.locator("[data-notice]")).to_have_text(
        "This was pasted as plain text. The site can’t be reached. Your text is safe here. "
        "Try again in a moment."
    )


def test_text_is_pasted_plain_if_the_form_is_sent_before_the_answer(page, body):
    held = hold_answers(page)
    page.get_by_label("Title", exact=True).fill("Time")
    body.evaluate(PASTE_TEXT, [FORMATTED, PLAIN])
    wait_for_requests(page, held, 1)
    page.get_by_role("button", name="Save draft", exact=True).click()

    expect(page).to_have_url(re.compile(r"/change/$"))
    expect(page.get_by_label("Body")).to_have_value(PLAIN)


def test_address_over_selection_makes_a_link(page, body):
    body.fill("Read the report.")
    body.evaluate("each => each.setSelectionRange(5, 15)")
    body.evaluate(PASTE_TEXT, ["", "https://example.org/a?utm_source=b&page=2"])

    expect(body).to_have_value("Read [the report](https://example.org/a?page=2).")
    body.press("Control+z")
    expect(body).to_have_value("Read the report.")


def test_address_without_selection_stays_an_address(page, body):
    page.evaluate(COPY_TEXT, ["https://example.org/a", "https://example.org/a"])
    body.focus()
    body.press("Control+v")

    expect(body).to_have_value("https://example.org/a")


def test_pictures_of_pasted_text_are_uploaded_where_they_were(page, body):
    data = f"data:image/png;base64,{encoded_picture()}"
    other = "<img src='https://example.org/a.png'>"
    html = f"<p>Above</p><p><img alt='Two students' src='{data}'></p><p>Below{other}</p>"
    body.evaluate(PASTE_TEXT, [html, "Above\n\nBelow"])
    dialog = page.get_by_role("dialog", name="Add an image")

    expect(dialog.get_by_label("Alternative text", exact=True)).to_have_value("Two students")
    expect(page.locator("[data-notice]")).to_have_text(
        "1 picture did not come along. Save it as a file, and add it with Image."
    )
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(body).to_have_value(
        re.compile(r"^Above\n\n!\[Two students\]\(/media/images/\S+\)\n\nBelow$")
    )


def test_picture_of_pasted_text_that_is_canceled_leaves_no_trace(page, body):
    data = f"data:image/png;base64,{encoded_picture()}"
    body.evaluate(PASTE_TEXT, [f"<p>Above</p><p><img src='{data}'></p><p>Below</p>", "Above Below"])
    page.get_by_role("dialog", name="Add an image").get_by_role("button", name="Cancel").click()

    expect(body).to_have_value("Above\n\nBelow")
    expect(page.locator("[data-notice]")).to_have_text("A picture was left out of the text.")


CODE = {
    "Visual Studio Code": '<meta charset="utf-8"><div style="font-family: Consolas, monospace;'
    'white-space: pre;"><div><span>- **a**</span></div></div>',
    "JetBrains": "<html><head><meta></head><body><pre style='color:#080'>- **a**</pre></body>"
    "</html>",
}


@pytest.mark.parametrize("program", CODE)
def test_code_from_an_editor_is_pasted_as_it_is(body, program):
    # No request: the browser itself pastes the plain text.
    is_left_to_browser = body.evaluate(PASTE_TEXT, [CODE[program], "- **a**"])

    assert is_left_to_browser


def test_image_on_the_site_is_chosen_by_keyboard(page, body, inspect):
    add_image(file=picture(), name="class.png", alt="A class")
    page.get_by_role("button", name="Image", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add an image")
    dialog.get_by_role("button", name="Choose existing").press("Enter")
    search = dialog.get_by_label("Search by alternative text, file name, or credit")
    expect(search).to_be_focused()
    search.press_sequentially("nothing")
    expect(dialog.get_by_role("status")).to_have_text("Nothing found for “nothing”.")
    search.fill("class")
    expect(dialog.get_by_role("button", name="A class")).to_be_visible()
    inspect()
    search.press("Tab")
    page.keyboard.press("Enter")

    expect(body).to_have_value(re.compile(r"^!\[A class\]\(/media/images/\S+\)\n\n$"))
    expect(body).to_be_focused()
