"""A comment is written, confirmed by email, decided by keyboard, answered, and deleted."""

from datetime import timedelta

import pytest

from content.models import User
from tests.factories import CommentFactory, PersonFactory, PostFactory
from tests.support.browsers import ON_PHONE, ON_TWO_DEVICES, PASSWORD, sign_in
from tests.support.mail_servers import send_queued_emails
from tests.support.reader_emails import path_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(transactional_db):
    person = PersonFactory(name="Ada Ayers")
    PostFactory(slug="mastery", title="Mastery", authors=[person])
    return User.objects.create_superuser("ada@example.org", PASSWORD, name="Ada", person=person)


@pytest.fixture(autouse=True)
def no_minimum_time(monkeypatch):
    """Chromium types faster than people do."""
    monkeypatch.setattr("content.forms.timed.SHORTEST", timedelta(0))


@ON_TWO_DEVICES
def test_comment_is_confirmed_decided_answered_and_deleted(
    page, inspect, editor, mail_server, empty_queue
):
    page.goto("/blog/mastery/")
    page.get_by_role("link", name="Write a comment").click()
    page.get_by_label("Your name").fill("Cy")
    page.get_by_label("Your email").fill("cy@example.org")
    page.get_by_label("Your comment").fill("We did **the same**.")
    page.get_by_label("Email me about replies").check()
    inspect()
    page.get_by_role("button", name="Send comment").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    inspect()

    send_queued_emails()
    page.goto(path_in(mail_server.taken[-1], "/confirm/"))
    inspect()
    page.get_by_role("button", name="Publish my comment").click()
    page.get_by_role("link", name="Edit or delete it").click()
    inspect()
    own = page.url

    sign_in(page, "ada@example.org")
    CommentFactory(post__slug="other", status="pending", name="Bot", text="Pills")
    page.goto("/admin/blog/comment/queue/")
    inspect()
    page.keyboard.press("?")
    page.get_by_text("next and previous comment").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("Marked one comment as spam.").wait_for()
    page.locator("[data-comment]:focus").wait_for()
    page.keyboard.press("r")
    page.get_by_label("Your reply").fill("Thank you, Cy.")
    inspect()
    page.get_by_role("button", name="Publish the reply").click()
    page.get_by_text("Your reply is on the site.").wait_for()
    page.get_by_text("Nothing waits.").wait_for()

    send_queued_emails()
    page.goto(path_in(mail_server.taken[-1], "/unsubscribe/"))
    inspect()
    page.get_by_role("button", name="Unsubscribe").click()
    page.get_by_role("heading", name="You are unsubscribed").wait_for()

    page.goto("/blog/mastery/#comments")
    page.get_by_role("article").get_by_text("Author", exact=True).wait_for()
    inspect()
    page.goto(own)
    page.get_by_role("link", name="Delete the comment").click()
    inspect()
    page.get_by_role("button", name="Delete it").click()
    page.get_by_role("heading", name="Everything of yours").wait_for()
    page.goto("/blog/mastery/")
    page.get_by_text("Deleted by its author").wait_for()
    assert page.get_by_text("We did").count() == 0


@ON_PHONE
def test_moderator_bans_an_address_by_keyboard(page, editor):
    CommentFactory(status="pending", name="Bot", email="bot@example.org", text="Pills")
    CommentFactory(status="pending", name="Cy", email="cy@example.org", text="Thanks")
    sign_in(page, "ada@example.org")
    page.goto("/admin/blog/comment/queue/")
    page.locator("[data-comment]:focus").wait_for()

    page.keyboard.press("b")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.get_by_text("Banned one address for 30 days").wait_for()
    assert page.locator("[data-comment]").count() == 1
