"""Published problems of practice, and “This is ours, too”."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from content.models import Reader
from submissions.models import SharedProblem, Submission
from submissions.services.publishing import publish_problem, take_back_problem
from submissions.services.sending import confirm_shared
from tests.factories import PostFactory, SubmissionFactory, TopicFactory, UserFactory
from tests.support.mail_servers import send_queued_emails, text_of
from tests.support.threads import run_concurrently

pytestmark = pytest.mark.django_db

LIST = "/problems/"


def titles(client, address: str = LIST) -> list[str]:
    page = fromstring(client.get(address).content)
    return [heading.text_content() for heading in page.xpath("//article//h2")]


def test_listing_shows_only_what_was_agreed_by_topic_and_in_feeds(client):
    grading = TopicFactory(name="Grading", slug="grading")
    shown = SubmissionFactory(title="Late work", topic=grading, public=True, shared_count=2)
    SubmissionFactory(title="Other", public=True, published_at=timezone.now())
    SubmissionFactory(title="Secret", may_publish=True)

    page = client.get(LIST)
    feed = client.get(f"{LIST}feed/?topic=grading").content.decode()
    json = client.get(f"{LIST}feed/json/?topic=grading").json()

    links = fromstring(client.get("/topics/grading/").content).xpath("//*[@class='hub-links']//a")
    sitemap = client.get("/sitemap-problems.xml").content.decode()

    assert [(link.text, link.get("href")) for link in links] == [
        ("Problems of practice on this topic", "/problems/?topic=grading"),
        ("Tell us your problem of practice", "/contribute/problem/?topic=grading"),
    ]
    form = fromstring(client.get(links[1].get("href")).content)
    assert form.xpath("//select[@name='topic']/option[@selected]/text()") == ["Grading"]
    assert re.findall("<loc>https?://[^/]+(.*?)</loc>", sitemap) == [
        LIST, *(each.get_absolute_url() for each in Submission.objects.public().newest_first())
    ]  # fmt: skip
    assert [
        (link.get("href"), link.text_content().split()[0])
        for link in fromstring(page.content).xpath("//*[@class='feeds']//a")
    ] == [("/problems/feed/", "RSS")]
    assert titles(client) == ["Other", "Late work"]
    assert titles(client, f"{LIST}?topic=grading") == ["Late work"]
    assert "2 others have it, too" in " ".join(page.content.decode().split())
    assert (page.cookies, page["Cache-Control"]) == ({}, "public, max-age=0, s-maxage=1")
    assert feed.count("<item>") == 1
    assert "Rea Der, Principal, Ohio" in feed
    assert [(item["title"], item["tags"]) for item in json["items"]] == [("Late work", ["Grading"])]
    assert client.get(shown.get_absolute_url()).status_code == 200
    hidden = Submission.objects.get(title="Secret")
    for name in ("problem-detail", "ours-too", "ours-too-sent"):
        assert client.get(reverse(f"submissions:{name}", args=[hidden.pk])).status_code == 404


def test_listing_is_paged_by_key(client):
    for number in range(12):
        SubmissionFactory(title=f"P{number}", public=True)

    first = fromstring(client.get(LIST).content)
    [older] = first.xpath("//nav[@class='turn']//a[@rel='next']/@href")

    assert titles(client) == [f"P{number}" for number in range(11, 1, -1)]
    assert titles(client, LIST + older.removeprefix(LIST)) == ["P1", "P0"]


def test_problem_names_what_was_written_about_it_once_that_is_public(client):
    problem = SubmissionFactory(public=True, entry=PostFactory(title="An answer", scheduled=True))
    before = client.get(problem.get_absolute_url()).content.decode()
    problem.entry = PostFactory(title="An answer")
    problem.save()

    after = client.get(problem.get_absolute_url()).content.decode()

    assert ("An answer" in before, "An answer" in after) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_reader_is_counted_once_by_the_button_only(client, mail_server, empty_queue):
    problem = SubmissionFactory(public=True)
    address = reverse("submissions:ours-too", args=[problem.pk])

    def count() -> int:
        return Submission.objects.get().shared_count

    for _ in range(2):
        client.post(address, {"email": "ana@example.org"})
    send_queued_emails()
    links = [re.search(r"(/confirm/\S+)", text_of(mail)).group(1) for mail in mail_server.taken]
    opened = [client.get(link).status_code for link in links]
    before = count()
    for link in links:
        client.post(link)
    client.post(address, {"email": "ANA@example.org"})
    sent_later = send_queued_emails()

    assert (opened, before, count(), sent_later) == ([200, 200], 0, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_buttons_pressed_at_once_count_one_reader():
    problem = SubmissionFactory(public=True)
    reader = Reader.objects.create(email="ana@example.org")
    shared = SharedProblem.objects.create(problem=problem, reader=reader)

    run_concurrently(4, lambda: confirm_shared(shared))

    assert Submission.objects.get().shared_count == 1


@pytest.mark.django_db(transaction=True)
def test_reader_hears_that_a_problem_is_listed(mail_server, empty_queue):
    editor = UserFactory(is_superuser=True)
    topic = TopicFactory()
    problem = SubmissionFactory(may_publish=True)

    publish_problem(submission=problem, topic=topic, by=editor)
    publish_problem(submission=problem, topic=topic, by=editor)
    send_queued_emails()
    listed = Submission.objects.get()
    take_back_problem(submission=problem, by=editor)

    assert mail_server.subjects == [("rea@example.org", "Re: Your problem of practice")]
    assert problem.get_absolute_url() in text_of(mail_server.taken[0])
    assert (listed.topic, listed.published_at is None) == (topic, False)
    assert not Submission.objects.public().exists()
