"""No text is lost, whatever happens to the browser, the session, or the connection."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from blog.models import Post
from tests.factories import PersonFactory, PostFactory, UserFactory
from tests.support.browsers import PASSWORD, sign_in

# A function, not an expression: Playwright re-evaluates an expression within the page, whose CSP
# forbids eval.
HAS_DRAFT = "() => Object.keys(localStorage).some((key) => key.startsWith('draft:'))"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("width", [1280]),
    pytest.mark.parametrize("scheme", ["light"]),
]

ADD = "/admin/blog/post/add/"


@pytest.fixture
def writer(page):
    user = UserFactory(email="wren@example.org", password=PASSWORD, person=PersonFactory())
    user.groups.add(Group.objects.get(name="Writers"))
    sign_in(page, user.email)
    return user


def write(page: Page, words: str) -> None:
    page.get_by_label("Body").fill(words)
    preview = page.frame_locator("iframe[title='Preview of the text']")
    expect(preview.locator("p")).to_have_text(words)


def kept_drafts(page: Page) -> list:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()


def test_text_from_closed_tab_is_offered(page, writer):
    page.goto(ADD)
    page.get_by_label("Title", exact=True).fill("A long thought")
    write(page, "It took an afternoon.")
    page.wait_for_function(HAS_DRAFT)
    context = page.context
    page.close(run_before_unload=False)

    new_tab = context.new_page()
    new_tab.goto(ADD)
    new_tab.get_by_role("button", name="Restore it").click()

    expect(new_tab.get_by_label("Title", exact=True)).to_have_value("A long thought")
    expect(new_tab.get_by_label("Body")).to_have_value("It took an afternoon.")
    save(new_tab)
    expect(new_tab.locator(".status-line")).to_have_text("Draft")
    assert kept_drafts(new_tab) == []


def test_text_open_in_another_tab_is_not_offered(page, writer):
    page.goto(ADD)
    write(page, "It is still being written.")
    page.wait_for_function(HAS_DRAFT)

    other = page.context.new_page()
    other.goto(ADD)
    expect(other.get_by_role("toolbar", name="Markdown")).to_be_visible()

    expect(other.get_by_role("button", name="Restore it")).to_be_hidden()


def test_signed_out_writer_can_sign_in_and_save(page, writer):
    page.goto(ADD)
    page.get_by_label("Title", exact=True).fill("A long thought")
    write(page, "It took an afternoon.")
    page.context.clear_cookies()

    save(page)

    expect(page.get_by_role("alert")).to_have_text(
        "You’re signed out. Sign in again in another tab, then continue here. Your text is safe."
    )
    other = page.context.new_page()
    sign_in(other, writer.email)
    save(page)
    expect(page.locator(".status-line")).to_have_text("Draft")
    assert Post.objects.get().body == "It took an afternoon."


def test_saved_text_is_not_offered(page, writer):
    post = PostFactory(draft=True, created_by=writer, body="Before.")
    address = f"/admin/blog/post/{post.pk}/change/"
    page.goto(address)
    write(page, "After.")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Posts")
    Post.objects.update(body="Changed by someone else since.")

    page.goto(address)

    expect(page.get_by_label("Body")).to_have_value("Changed by someone else since.")
    expect(page.get_by_role("button", name="Restore it")).to_be_hidden()


def test_leaving_with_unsaved_text_asks_first(page, writer):
    page.goto(ADD)
    page.get_by_label("Body").press_sequentially("Unsaved.")
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))

    page.get_by_role("link", name="Posts").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Posts")
    assert questions == ["beforeunload"]


def test_undo_reverts_toolbar_actions(page, writer):
    page.goto(ADD)
    body = page.get_by_label("Body")
    body.press_sequentially("It asks for ")
    for button in ("Bold", "List", "Footnote"):
        page.get_by_role("button", name=button, exact=True).click()
    assert body.input_value() == "- It asks for **bold**[^1]\n\n[^1]: Note text\n"

    for _ in range(5):
        body.press("Control+z")

    assert "It asks for ".startswith(body.input_value())


def test_unsaved_text_can_be_proposed_after_post_was_published(page, writer):
    post = PostFactory(draft=True, created_by=writer, body="Before.")
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    write(page, "After an afternoon.")
    Post.objects.update(status="published", published_at=post.created_at)

    save(page)

    expect(page.get_by_role("alert")).to_contain_text("This has been published")
    expect(page.get_by_label("Body")).to_have_value("After an afternoon.")
    page.get_by_text("Propose changes…").click()
    page.get_by_role("button", name="Propose changes", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Proposed.")


def test_text_of_deleted_post_is_offered_for_new_post(page, writer):
    post = PostFactory(draft=True, created_by=writer, body="Before.")
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    write(page, "After an afternoon.")
    post.delete()
    save(page)

    page.get_by_role("button", name="Restore it").click()
    save(page)

    expect(page.locator(".status-line")).to_have_text("Draft")
    assert Post.objects.get().body == "After an afternoon."
    assert kept_drafts(page) == []


def test_text_is_not_offered_to_next_user_of_same_browser(page, writer):
    page.goto(ADD)
    write(page, "A confidential draft.")
    page.wait_for_function(HAS_DRAFT)
    context = page.context
    page.close(run_before_unload=False)
    context.clear_cookies()
    colleague = UserFactory(email="cole@example.org", password=PASSWORD)
    colleague.groups.add(Group.objects.get(name="Writers"))

    other = context.new_page()
    sign_in(other, colleague.email)
    other.goto(ADD)
    expect(other.get_by_role("toolbar", name="Markdown")).to_be_visible()

    expect(other.get_by_role("button", name="Restore it")).to_be_hidden()
