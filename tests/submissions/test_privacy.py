"""What readers see, download, and erase of what they sent, and what is erased by itself."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import kinds
from content.editing.publishing import publish
from content.readers import find_reader
from content.readers.belongings import erase_address, export_address
from content.retention import forget
from submissions.models import SharedProblem, Submission
from submissions.services.publishing import make_draft
from submissions.services.sending import confirm_shared
from tests.factories import PostFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_reader_sees_downloads_and_erases_what_they_sent(client):
    reader = find_reader("rea@example.org")
    listed = SubmissionFactory(title="Listed", public=True)
    private = SubmissionFactory(title="Private", status="done", entry=PostFactory(title="Made"))
    SubmissionFactory(title="Unread", status="declined")
    private.notes.create(text="To you", is_reply=True)
    private.notes.create(text="Among us")
    other = SubmissionFactory(title="Another’s", public=True, reader=find_reader("o@example.org"))
    confirm_shared(SharedProblem.objects.create(problem=other, reader=reader))

    page = client.get(reader.secret_path()).content.decode()
    stored = export_address("rea@example.org")
    erase_address("rea@example.org")

    shown = [
        word for word in ("Listed", "Private", "Made", "declined", "Another’s") if word in page
    ]
    assert shown == ["Listed", "Private", "Made", "declined", "Another’s"]
    assert "Among us" not in page + json.dumps(stored, default=str)
    assert [row["title"] for row in stored["What you sent us"]] == ["Listed", "Private", "Unread"]
    assert stored["What you sent us"][1]["answers"][0]["text"] == "To you"
    assert [row["problem__title"] for row in stored["Problems that are yours, too"]] == [
        "Another’s"
    ]
    kept = Submission.objects.order_by("pk").values_list("title", "name", "reader__email")
    assert list(kept) == [
        ("Listed", "", None), ("Private", "", None), ("Another’s", "Rea Der", "o@example.org")
    ]  # fmt: skip
    other.refresh_from_db()
    assert (other.shared_count, SharedProblem.objects.count()) == (1, 0)
    assert "A reader" in client.get(listed.get_absolute_url()).content.decode()


def test_erasing_takes_the_credit_out_of_what_was_made_of_it(client):
    submission = SubmissionFactory(title="Late work", text="They hurry.", may_publish=True)
    editor = UserFactory(is_superuser=True)
    post = make_draft(submission=submission, kind=kinds.get("post"), by=editor)
    publish(entry=post, by=editor)

    named = client.get(post.get_absolute_url()).content.decode()
    erase_address("rea@example.org")
    page = client.get(post.get_absolute_url()).content.decode()

    post.refresh_from_db()
    assert "With thanks to Rea Der, Principal, Ohio." in named
    assert ("Rea Der" in page, "With thanks to a reader." in page) == (False, True)
    assert post.body == "> They hurry.\n\n*With thanks to a reader.*"
    assert post.attention == (
        "The reader who sent this has erased their details. Their credit is gone; look for their "
        "name in the rest of the text."
    )


def test_details_of_what_was_closed_long_ago_are_erased(settings):
    settings.SUBMISSION_MONTHS = 3
    now = timezone.now()
    long_ago = now - timedelta(days=100)
    old = SubmissionFactory(title="Old", status="done", closed_at=long_ago)
    old.notes.create(by=UserFactory(), text="About Rea")
    SubmissionFactory(title="Listed", status="done", closed_at=long_ago, public=True)
    SubmissionFactory(title="Recent", status="declined", closed_at=now - timedelta(days=80))
    SubmissionFactory(title="Open", created_at=long_ago)
    SubmissionFactory(title="Unconfirmed", confirmed_at=None, created_at=now - timedelta(days=9))
    SubmissionFactory(title="Just sent", confirmed_at=None)

    forget("What readers sent and no one confirmed")
    counts = [forget("What readers sent") for _ in range(2)]

    named = Submission.objects.order_by("pk").values_list("title", "name")
    assert counts == [1, 0]
    assert list(named) == [
        ("Old", ""), ("Listed", "Rea Der"), ("Recent", "Rea Der"), ("Open", "Rea Der"),
        ("Just sent", "Rea Der"),
    ]  # fmt: skip
    old.refresh_from_db()
    assert (old.reader, old.role, old.state, old.notes.count()) == (None, "", "", 0)


def test_closing_and_opening_again_is_noted(admin_client):
    submission = SubmissionFactory()
    address = reverse("admin:submissions_submission_change", args=[submission.pk])
    form = {"title": "T", "text": "", "name": "", "role": "", "state": "", "topic": ""}

    def save(status: str) -> bool:
        assert admin_client.post(address, form | {"status": status}).status_code == 302
        return Submission.objects.get().closed_at is not None

    assert [save("done"), save("declined"), save("new")] == [True, True, False]
