"""One command shows everything that is stored about an address."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from blog.models import CommentBan
from content.editing.saving import delete_entry
from content.mail import EmailContent
from content.models import Email, Reader, User
from content.readers import email_reader
from events.models import Delivery, Registration
from following.models import Digest, Mailing
from imports.models import ImportedConsent
from submissions.models import SharedProblem, SubmissionNote
from tests.factories import (
    CommentFactory,
    FollowFactory,
    ProblemReportFactory,
    RegistrationFactory,
    SubmissionFactory,
    SuggestionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MAP = Path(__file__).parents[2] / "docs" / "privacy-data.md"
ANA = "ana@example.org"
NOW = timezone.now()


def send(reader: Reader) -> None:
    content = EmailContent(subject="Marked: content_readeremail", paragraphs=["Words"])
    email_reader(reader=reader, purpose="x", content=content)


def register(reader: Reader) -> None:
    registration = RegistrationFactory(email=ANA, name="Marked: events_registration")
    Delivery.objects.create(registration=registration, kind=Delivery.Purpose.RECORDING)
    ImportedConsent.objects.create(
        registration=registration, source="Marked: imports_importedconsent"
    )


def submit(reader: Reader) -> None:
    submission = SubmissionFactory(reader=reader, title="Marked: submissions_submission")
    SubmissionNote.objects.create(
        submission=submission, text="Marked: submissions_submissionnote", is_reply=True
    )
    problem = SubmissionFactory(title="Marked: submissions_sharedproblem")
    SharedProblem.objects.create(problem=problem, reader=reader)


def follow(reader: Reader) -> None:
    FollowFactory(reader=reader, source="Marked: following_follow")
    mailing = Mailing.objects.create(
        frequency="weekly", key="Marked: following_digest", ends_at=NOW
    )
    Digest.objects.create(mailing=mailing, reader=reader)


def delete_comment(reader: Reader) -> None:
    comment = CommentFactory(email=ANA, text="Marked: content_deletedrows")
    delete_entry(entry=comment.post, by=None)


# What makes a row of each table of the map's first part.
MAKERS: list[Callable[[Reader], object]] = [
    send,
    register,
    submit,
    follow,
    delete_comment,
    lambda reader: CommentFactory(reader=reader, email=ANA, text="Marked: blog_comment"),
    lambda reader: CommentBan.objects.create(email=ANA, until=NOW + timedelta(days=1)),
    lambda reader: SuggestionFactory(email=ANA, note="Marked: wiki_suggestion"),
    lambda reader: ProblemReportFactory(email=ANA, reason="Marked: wiki_problemreport"),
]
# What the export says instead of a mark, where a table has no text.
SHOWN_AS = {
    "content_reader": f'"Email address": [{{"email": "{ANA}"',
    "blog_commentban": '"Ban on comments"',
    "events_delivery": Delivery.Purpose.RECORDING.label,
}
NOT_SHOWN = {"content_countedattempt": "has hashes of a day, with no way back to an address"}
# Staff tables without a column for an account.
NOT_ABOUT_AN_ACCOUNT = {
    "content_user": "is the account, which is shown",
    "content_frontpage": "says what the site says of itself",
    "django_session": "has only what is encoded; the list of sessions is shown",
    "imports_importrun": "says what an import did",
    "imports_sourcerecord": "has imported texts",
}


def tables_of(part: str) -> set[str]:
    """Return the tables that a part of the map names."""
    text = MAP.read_text("utf-8").partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| ([a-z_]+(?:, [a-z_]+)*) \|", text, re.MULTILINE)
    return {table for cell in cells for table in cell.split(", ")}


def show(address: str) -> str:
    output = StringIO()
    call_command("show_address", address, stdout=output)
    return json.dumps(json.loads(output.getvalue()), ensure_ascii=False)


def test_everything_that_the_map_has_about_readers_is_shown():
    reader = Reader.objects.create(email=ANA)
    for make in MAKERS:
        make(reader)

    shown = show("Ana@example.org")

    tables = tables_of("Readers, commenters, and registrants")
    assert len(tables) > 15
    missing = {table for table in tables if SHOWN_AS.get(table, f"Marked: {table}") not in shown}
    assert missing == set(NOT_SHOWN)
    assert show("ben@example.org") == "{}"


def test_everything_that_names_an_account_is_counted():
    user = UserFactory(email="mona@example.org")
    CommentFactory(user=user)
    Email.objects.create(user=user, subject="Marked: content_email", content={}, purpose="x")

    shown = show("mona@example.org")

    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    without = {
        table
        for table in tables_of("Staff")
        if not any(field.related_model is User for field in models[table]._meta.fields)
    }
    assert without == set(NOT_ABOUT_AN_ACCOUNT)
    assert '"named_in": {"comments (user)": 1, "emails (user)": 1}' in shown
    assert "Marked: content_email" in shown


def test_address_is_erased_with_everything_that_does_not_say_why_it_stays():
    reader = Reader.objects.create(email=ANA)
    for make in MAKERS:
        make(reader)

    call_command("show_address", ANA, "--erase", stdout=StringIO(), stderr=StringIO())

    assert list(json.loads(show(ANA))) == ["Ban on comments"]
    assert Registration.objects.get().email is None
