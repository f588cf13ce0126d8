"""A reader tells us a problem, an editor lists it, and another reader has it, too."""

import re

import pytest
from django.contrib.auth.models import Group

from cworks.groups import sync_groups
from tests.factories import TopicFactory, UserFactory
from tests.support.browsers import ON_TWO_DEVICES, sign_in
from tests.support.mail_servers import send_queued_emails, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def confirm(page, mail_server) -> None:
    send_queued_emails()
    link = re.search(r"/confirm/\S+", text_of(mail_server.taken[-1])).group(0)
    page.goto(link)


@ON_TWO_DEVICES
def test_problem_from_reader_to_readers(page, inspect, mail_server, empty_queue):
    sync_groups()
    editor = UserFactory(name="Edith Example", email="edith@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    TopicFactory(name="Grading")

    page.goto("/contribute/")
    inspect()
    assert page.context.cookies() == []
    page.get_by_role("link", name="Tell us your problem").click()
    page.get_by_label("You may publish this").check()
    page.get_by_role("button", name="Send the problem").click()
    page.get_by_role("alert").get_by_text("Enter your name").wait_for()
    inspect()
    page.get_by_label("Your problem, in one sentence").fill("How do we grade late work?")
    page.get_by_label("Tell us more").fill("We tried everything.")
    page.get_by_label("Topic").select_option("Grading")
    page.get_by_label("Your email address").fill("rea@example.org")
    page.get_by_label("Your name").fill("Rea Der")
    page.get_by_label("Your state").select_option("Ohio")
    page.get_by_role("button", name="Send the problem").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    inspect()
    confirm(page, mail_server)
    inspect()
    page.get_by_role("button", name="Yes, send it").click()
    page.get_by_role("link", name="See what you sent").click()
    page.get_by_text("How do we grade late work?").wait_for()
    inspect()

    sign_in(page, "edith@example.org")
    page.get_by_role("link", name="Problem of practice: How do we grade").click()
    inspect()
    page.get_by_label("Your reply").fill("Dear Rea, yes.")
    page.get_by_role("button", name="Send the reply").click()
    page.get_by_text("The reply is on its way.").wait_for()
    page.get_by_role("button", name="Publish among the problems").click()
    page.get_by_text("on the site, and the reader gets an email").wait_for()
    inspect()

    page.context.clear_cookies()
    page.goto("/problems/")
    inspect()
    page.get_by_role("link", name="How do we grade late work?").click()
    inspect()
    assert page.context.cookies() == []
    page.get_by_role("link", name="This is ours, too").click()
    page.get_by_label("Your email address").fill("too@example.org")
    inspect()
    page.get_by_role("button", name="Count us in").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    confirm(page, mail_server)
    page.get_by_role("button", name="Yes, it’s ours, too").click()
    page.get_by_role("link", name="Back to the problem").click()
    page.get_by_text("1 other has it, too").wait_for()
    inspect()
