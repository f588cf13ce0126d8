"""A writer writes and asks for review; an editor schedules and publishes; a reader reads."""

import base64
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import Post
from tests.factories import PersonFactory, TopicFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, PASSWORD, sign_in_with_form, sign_out
from tests.support.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_TWO_DEVICES]

# Pastes a file, as from a screenshot.
PASTE = """(textarea, base64) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "class.png", { type: "image/png" }));
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  textarea.dispatchEvent(new ClipboardEvent("paste", paste));
}"""


@pytest.fixture
def people(transactional_db):
    TopicFactory(name="Assessment")
    for name, group in [("Wren Writer", "Writers"), ("Edith Editor", "Editors")]:
        person = PersonFactory(name=name, slug=name.lower().replace(" ", "-"))
        email = f"{group.lower()}@example.org"
        user = UserFactory(name=name, email=email, person=person, password=PASSWORD)
        user.groups.add(Group.objects.get(name=group))


def toggle_preview(page, width: int) -> None:
    """On a phone, switch between the text and the preview."""
    if width == 320:
        page.get_by_role("button", name="Preview", exact=True).click()


def test_post_from_draft_to_publication(page, width, people, inspect):
    sign_in_with_form(page, "writers@example.org")
    inspect()

    # Write.
    page.get_by_role("link", name="Write a post").click()
    page.get_by_label("Title", exact=True).fill("What mastery asks of us")
    page.get_by_label("Summary").fill("It asks for time.")
    body = page.get_by_label("Body")
    assert body.bounding_box()["height"] > 400
    body.press_sequentially("It asks for time, and for ")
    body.press("Control+b")
    body.press_sequentially("patience")
    body.press("Control+End")
    body.press_sequentially(".")

    # Paste an image; the editor asks for its alt text.
    image = base64.b64encode(picture().getvalue()).decode()
    body.evaluate(PASTE, image)
    dialog = page.get_by_role("dialog", name="Add an image")
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "Describe the image, or mark it as decorative."
    )
    inspect()
    dialog.get_by_label("Alternative text", exact=True).fill("Two students at a table")
    dialog.get_by_label("Caption").fill("Room 4")
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog).to_be_hidden()

    # Preview it as on the site.
    toggle_preview(page, width)
    preview = page.frame_locator("iframe[title='Preview of the text']")
    expect(page.locator("[data-status]")).to_have_text("9 words")
    expect(preview.locator("strong")).to_have_text("patience")
    expect(preview.get_by_alt_text("Two students at a table")).to_be_visible()
    expect(preview.locator("figcaption")).to_have_text("Room 4")
    toggle_preview(page, width)
    assert body.input_value().startswith(
        "It asks for time, and for **patience**.\n\n![Two students at a table](/media/images/"
    )

    # Choose a topic, and ask for review; a writer can't publish.
    page.get_by_label("Topics").locator("..").get_by_role("searchbox").fill("Assess")
    page.get_by_role("option", name="Assessment").click()
    page.get_by_text("More", exact=True).click()
    expect(page.locator(".publish-steps")).to_contain_text("Only an editor can publish.")
    page.get_by_text("Submit for review…").click()
    page.get_by_label("Note to the editors").fill("Is the caption right?")
    inspect()
    page.get_by_role("button", name="Submit for review", exact=True).click()
    expect(page.locator(".status-line")).to_have_text("In review")
    expect(page.locator(".messagelist")).to_contain_text("Submitted for review.")
    inspect()
    sign_out(page)

    # An editor finds it and schedules it.
    sign_in_with_form(page, "editors@example.org")
    inspect()
    page.get_by_role("link", name="What mastery asks of us").click()
    page.get_by_text("Schedule…").click()
    scheduled_at = timezone.localtime(timezone.now() + timedelta(days=2))
    page.get_by_label("Publication date", exact=True).fill(scheduled_at.strftime("%Y-%m-%dT10:00"))
    inspect()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.locator(".status-line")).to_contain_text("Scheduled for")
    expect(page.locator(".messagelist")).to_contain_text(f"Scheduled for {scheduled_at:%A, %B}")
    address = Post.objects.get().get_absolute_url()
    assert page.request.get(address).status == 404

    # Once published, readers see it.
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".status-line")).to_contain_text("Published")
    inspect()
    page.get_by_role("link", name="View it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What mastery asks of us")
    expect(page.locator(".byline")).to_contain_text("Wren Writer")
    expect(page.get_by_alt_text("Two students at a table")).to_be_visible()
    inspect()
