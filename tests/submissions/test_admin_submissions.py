"""The queue of what readers sent."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from content.editing.term_merging import merge_terms
from content.models import Email, ReaderEmail
from cworks.dashboard import waiting_for
from cworks.groups import sync_groups
from submissions.models import Submission
from submissions.services.publishing import NOT_AGREED
from tests.factories import ResourceFactory, SubmissionFactory, TopicFactory, UserFactory
from wiki.models import Resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    sync_groups()
    editor = UserFactory(name="Edith", email="edith@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    return editor


def post(client, submission, action: str, **data) -> str:
    """Press a button, and return what the page then says."""
    address = reverse(f"admin:submissions_submission_{action}", args=[submission.pk])
    page = client.post(address, data, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_queue_and_desk_show_what_is_confirmed_new_first(client, editor):
    SubmissionFactory(title="Answered", status="answered")
    SubmissionFactory(title="Fresh")
    SubmissionFactory(title="Unconfirmed", confirmed_at=None)
    mine = SubmissionFactory(title="My own", assignee=editor, status="in-progress")

    rows = client.get(reverse("admin:submissions_submission_changelist")).context["cl"].result_list
    desk = [(each.title, [text for text, _ in each.rows]) for each in waiting_for(editor)]
    writers = list(waiting_for(UserFactory()))
    filtered = client.get(reverse("admin:submissions_submission_changelist"), {"assigned": "me"})

    assert [row.title for row in rows] == ["Fresh", "My own", "Answered"]
    assert desk == [
        ("Mine to answer", ["Problem of practice: My own"]),
        ("New from readers", ["Problem of practice: Fresh"]),
    ]
    assert writers == []
    assert list(filtered.context["cl"].result_list) == [mine]


def test_draft_resource_has_the_address_and_one_that_is_there_is_refused(client, editor):
    ResourceFactory(url="https://there.example/a")
    new = SubmissionFactory(kind="resource", title="New", url="https://new.example/")
    known = SubmissionFactory(kind="resource", title="Known", url="https://there.example/a")

    post(client, new, "draft", kind="resource")
    refused = post(client, known, "draft", kind="resource")
    again = post(client, new, "draft", kind="resource")

    drafts = Resource.objects.filter(status="draft")
    assert list(drafts.values_list("title", "url", "attention")) == [
        ("New", "https://new.example/", NOT_AGREED)
    ]
    assert "*With thanks to a reader.*" in drafts.get().body
    assert "No draft can be made of this as it is." in refused
    assert "Something was already made of this." in again


@pytest.mark.parametrize(
    ("before", "after"), [("new", "in-progress"), ("answered", "answered"), ("done", "done")]
)
def test_what_something_was_made_of_is_no_longer_new(client, editor, before, after):
    drafted, listed = SubmissionFactory.create_batch(2, may_publish=True, status=before)

    post(client, drafted, "draft", kind="post")
    post(client, listed, "list", topic=TopicFactory().pk)

    assert list(Submission.objects.values_list("status", flat=True)) == [after, after]


def test_problem_is_listed_only_with_consent_and_topic(client, editor):
    topic = TopicFactory()
    agreed, private = SubmissionFactory(may_publish=True), SubmissionFactory(may_publish=False)

    without_topic = post(client, agreed, "list", topic="")
    refused = post(client, private, "list", topic=topic.pk)
    listed = post(client, agreed, "list", topic=topic.pk)

    assert "Choose the topic under which readers find it." in without_topic
    assert "The reader didn’t agree to have this published." in refused
    assert "on the site, and the reader gets an email." in listed
    assert list(Submission.objects.public()) == [agreed]
    post(client, agreed, "take-back")
    assert not Submission.objects.public().exists()


def test_problem_stays_on_its_topic_when_that_is_merged(editor):
    stays, goes = TopicFactory(), TopicFactory()
    SubmissionFactory(topic=goes, public=True)

    merge_terms(stays=stays, goes=goes, by=editor)

    assert Submission.objects.get().topic == stays


def test_notes_are_for_colleagues_and_assignees_hear_of_it(client, editor):
    colleague = UserFactory(name="Col", is_superuser=True)
    submission = SubmissionFactory(title="Hard")
    form = {
        "title": "Hard",
        "text": "",
        "url": "",
        "name": "",
        "role": "",
        "state": "",
        "topic": "",
    }

    noted = post(client, submission, "note", text="Ask <her>.")
    empty = post(client, submission, "note", text=" ")
    client.post(
        reverse("admin:submissions_submission_change", args=[submission.pk]),
        form | {"status": "in-progress", "assignee": colleague.pk},
    )

    assert "Ask &lt;her&gt;." in noted
    assert "Write the note first." in empty
    assert not ReaderEmail.objects.exists()
    assert list(Email.objects.values_list("to", "subject")) == [
        (colleague.email, "For you to answer: Hard")
    ]


def test_reply_that_cannot_reach_anyone_is_kept_in_the_form(client, editor):
    submission = SubmissionFactory()
    submission.reader.problem = "bounced"
    submission.reader.save()

    page = post(client, submission, "reply", text="Dear Rea", answers_to="me")

    assert "We can’t email this reader" in page
    assert "Dear Rea</textarea>" in page
    assert not submission.notes.exists()
