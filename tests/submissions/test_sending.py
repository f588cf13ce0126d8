"""A reader sends something, confirms it, gets answers, and hears of what was made of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from content.editing.publishing import publish
from content.models import CountedAttempt, Reader, SiteSettings
from content.readers import find_reader
from content.readers.confirming import PER_ADDRESS
from content.rendering import save_site_settings
from cworks.groups import sync_groups
from submissions.models import ReplyTemplate, SharedProblem, Submission
from submissions.services.publishing import tell_about_published
from tests.factories import SubmissionFactory, TopicFactory, UserFactory
from tests.support.mail_servers import html_of, send_queued_emails, text_of

pytestmark = pytest.mark.django_db

PROBLEM = {
    "title": "How do we grade late work?",
    "text": "We tried <b>everything</b>.\n\nhttps://spam.example/",
    "email": "Rea@Example.org",
    "name": "Rea Der",
    "role": "Principal",
    "state": "OH",
    "may_publish": "on",
}


@pytest.fixture
def editor(db):
    sync_groups()
    editor = UserFactory(name="Edith Example", email="edith@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    return editor


def links_in(mail) -> list[str]:
    return re.findall(r"https?://[^/\s]+(/[^\s]*)", text_of(mail))


def shown_states() -> list:
    return list(Submission.objects.values_list("status", "confirmed_at", "published_at"))


@pytest.mark.django_db(transaction=True)
def test_submission_is_confirmed_answered_and_announced_in_one_thread(
    client, editor, mail_server, empty_queue
):
    save_site_settings(site=SiteSettings(contact_email="all@example.org"))
    topic = TopicFactory(name="Grading")
    sent = client.post(reverse("submissions:problem"), {**PROBLEM, "topic": topic.pk}, follow=True)
    send_queued_emails()
    [first] = mail_server.taken
    before = shown_states()
    for link in links_in(first):
        assert client.get(link).status_code == 200
    confirm = next(link for link in links_in(first) if link.startswith("/confirm/"))

    assert "Check your email" in sent.content.decode()
    assert before == shown_states() == [("new", None, None)]
    # No one can have us email a stranger their words.
    assert "late work" not in text_of(first) + html_of(first)

    client.post(confirm)
    client.post(confirm)
    submission = Submission.objects.get()
    assert submission.confirmed_at
    assert (submission.byline, submission.topic) == ("Rea Der, Principal, Ohio", topic)

    # An editor replies with a template, makes a draft, and schedules it.
    client.force_login(editor)
    template = ReplyTemplate.objects.create(title="Thanks", text="Dear {name},\n\n“{title}”: yes.")
    address = reverse("admin:submissions_submission_change", args=[submission.pk])
    opened = client.get(address, {"template": template.pk}).content.decode()
    assert "Dear Rea Der,\n\n“How do we grade late work?”: yes." in opened
    for answers_to in ("me", "mailbox"):
        client.post(
            reverse("admin:submissions_submission_reply", args=[submission.pk]),
            {"text": "Dear Rea,\n\nyes.", "answers_to": answers_to},
        )
    client.post(
        reverse("admin:submissions_submission_draft", args=[submission.pk]), {"kind": "post"}
    )
    post = Post.objects.get()
    publish(entry=post, by=editor, at=timezone.now() + timedelta(days=1))
    told_early = tell_about_published()
    Post.objects.update(published_at=timezone.now() - timedelta(minutes=1))
    told = [tell_about_published(), tell_about_published()]
    send_queued_emails()
    _, *replies, announcement = mail_server.taken

    assert (told_early, told) == (0, [1, 0])
    assert post.body == (
        "> We tried <b>everything</b>.\n>\n> https://spam.example/\n\n"
        "*With thanks to Rea Der, Principal, Ohio.*"
    )
    assert post.labels.topics[0].name == "Grading"
    submission.refresh_from_db()
    assert (submission.status, submission.entry_id) == ("answered", post.pk)
    assert [mail["Reply-To"] for mail in replies] == ["edith@example.org", "all@example.org"]
    assert [mail["Auto-Submitted"] for mail in replies] == [None, None]
    assert post.get_absolute_url() in links_in(announcement)
    subject = "Your problem of practice"
    assert mail_server.subjects == [
        ("rea@example.org", subject), *[("rea@example.org", f"Re: {subject}")] * 3
    ]  # fmt: skip
    ids = [first["In-Reply-To"], *(mail["Message-ID"] for mail in mail_server.taken)]
    assert [mail["In-Reply-To"] for mail in mail_server.taken] == ids[:-1]
    assert [mail["References"].split() for mail in mail_server.taken] == [
        ids[:end] for end in (1, 2, 3, 4)
    ]
    # What the reader wrote is text in each email.
    assert "<b>everything" not in "".join(map(html_of, mail_server.taken))


@pytest.mark.parametrize(
    ("kind", "changes", "errors"),
    [
        ("problem", {"title": ""}, ["Enter your problem in one sentence."]),
        ("problem", {"name": ""}, ["Enter your name, or uncheck that we may publish this."]),
        ("problem", {"state": "XX"}, ["Choose a state from the list."]),
        ("problem", {"topic": "99999999999999999999"}, ["Choose a topic from the list."]),
        ("problem", {"topic": "1\x00"}, None),
        ("problem", {"title": "a\x00b\x1b"}, None),
        ("problem", {"website": "x"}, None),
        ("problem", {"text": "x" * 5_001}, None),
        (
            "resource",
            {"url": "javascript:alert(1)"},
            ["Enter an address like https://example.org/report."],
        ),
        ("resource", {"url": ""}, ["Enter the resource’s address."]),
        ("post", {"text": ""}, ["Describe your idea."]),
    ],
)
def test_unusable_form_is_explained_and_stores_nothing(client, kind, changes, errors):
    page = client.post(reverse(f"submissions:{kind}"), PROBLEM | {"url": "a.example"} | changes)

    assert page.status_code == 422
    if errors:
        assert [text for found in page.context["form"].errors.values() for text in found] == errors
    assert not Submission.objects.exists()
    assert not Reader.objects.exists()


def test_address_gets_few_emails_to_confirm(client):
    for _ in range(PER_ADDRESS.at_most):
        assert client.post(reverse("submissions:problem"), PROBLEM).status_code == 302
    kept = Submission.objects.count()

    refused = client.post(reverse("submissions:problem"), PROBLEM)

    assert (refused.status_code, kept, Submission.objects.count()) == (429, 5, 5)
    assert CountedAttempt.objects.exists()


def test_sixth_request_is_refused_alike_for_an_address_that_shares_the_problem_already(client):
    problem = SubmissionFactory(public=True)
    ana = find_reader("ana@example.org")
    SharedProblem.objects.create(problem=problem, reader=ana, confirmed_at=timezone.now())
    address = reverse("submissions:ours-too", args=[problem.pk])

    statuses = [client.post(address, {"email": ana.email}).status_code for _ in range(6)]

    assert statuses == [302] * 5 + [429]
