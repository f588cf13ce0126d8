"""From a topic's page to the button in an email, one's own page, and stopping."""

import re

import pytest
from playwright.sync_api import expect

from following.models import Follow
from tests.factories import PostFactory, TopicFactory
from tests.support.browsers import ON_TWO_DEVICES
from tests.support.mail_servers import send_queued_emails
from tests.support.reader_emails import path_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@ON_TWO_DEVICES
def test_reader_follows_a_topic_changes_how_often_and_stops(page, inspect, mail_server):
    topic = TopicFactory(name="Assessment", slug="assessment")
    PostFactory(title="Rubrics", slug="rubrics", topics=[topic])

    page.goto("/blog/rubrics/")
    page.get_by_role("region", name="Follow").get_by_role("link", name="Assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Follow Assessment")
    inspect()
    page.get_by_role("button", name="Follow by email").click()
    expect(page.get_by_role("alert")).to_contain_text("email address")
    page.get_by_label("Your email address").fill("ana@example.org")
    page.get_by_role("button", name="Follow by email").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("Choose how often you want email."))
    page.get_by_label("Once a month").check()
    page.get_by_role("button", name="Follow by email").click()
    page.wait_for_url("**/follow/sent/")
    inspect()

    send_queued_emails()
    [mail] = mail_server.taken
    page.goto(path_in(mail, "/confirm/"))
    inspect()
    page.get_by_role("button", name="Yes, follow").click()
    page.get_by_role("link", name="Everything you follow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything of yours")
    inspect()
    page.get_by_label("How often: Assessment").select_option("weekly")
    page.get_by_role("button", name="Change how often: Assessment").click()
    expect(page.get_by_label("How often: Assessment")).to_have_value("weekly")
    stop = page.get_by_role("button", name="Stop following Assessment")
    stop.click()
    expect(stop).to_have_count(0)

    assert [each.is_active for each in Follow.objects.all()] == [False]
