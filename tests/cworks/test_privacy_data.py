"""The data map, the nightly job, and what administrators do with someone's data."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils import timezone

from blog.models import Comment
from content import retention
from content.mail import EmailContent
from content.models import Activity, MachineReport, Reader
from content.readers import email_reader, find_reader
from content.retention import NotForgotten, all_retentions, forget_everything_old
from events.models import Registration
from tests.factories import (
    CommentFactory,
    FollowFactory,
    ProblemReportFactory,
    RegistrationFactory,
    SuggestionFactory,
    UserFactory,
)
from wiki.models import ProblemReport, Suggestion

MAP = Path(__file__).parents[2] / "docs" / "privacy-data.md"
PEOPLE = {"content.User", "content.Reader", "events.Registration", "content.Person"}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
# Bylines and settings have many texts, which the map sums up.
SUMMED_UP = {"content_frontpage", "content_image", "content_document", "content_entry"}


def tables() -> dict[str, type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model
        for model in found
        if not (model._meta.proxy or model._meta.app_label == "toy_kind")
    }


def points_to_people(field: models.Field) -> bool:
    return field.is_relation and field.related_model._meta.label in PEOPLE


def is_text(field: models.Field) -> bool:
    is_array = field.get_internal_type() == "ArrayField"
    return (isinstance(field, TEXTS) or is_array) and not field.choices


def read_map() -> dict[str, set[str]]:
    """Return {table: its columns that are about people}."""
    found = {}
    for line in re.findall(r"^\|.*$", MAP.read_text(), re.MULTILINE):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for table in re.findall(r"^[a-z_]+(?:, [a-z_]+)*$", cells[0]):
            for each in table.split(", "):
                found[each] = set(re.findall(r"\b[a-z_]+\b", cells[1]))
    return found


def test_data_map_has_every_table_and_every_column_that_can_be_about_someone():
    known = {name: columns for name, columns in read_map().items() if name in tables()}
    no_one = MAP.read_text().partition("## No one")[2].partition("## Outside")[0]
    without = set(re.findall(r"\b[a-z]+_[a-z_]+\b", no_one))

    missing = {
        (name, field.name)
        for name, model in tables().items()
        for field in model._meta.local_concrete_fields
        if name in known
        and name not in SUMMED_UP
        and (is_text(field) or points_to_people(field))
        and field.name not in known[name]
    }
    personal_after_all = {
        (name, field.name)
        for name, model in tables().items()
        for field in model._meta.local_concrete_fields
        if name in without
        and not name.startswith(("account_", "socialaccount_"))
        and (
            isinstance(field, models.EmailField | models.GenericIPAddressField)
            or points_to_people(field)
            or re.search("email|sender|user_agent", field.name)
        )
    }

    assert set(tables()) ^ (set(known) | without) == set()
    assert set(known) & without == set()
    assert missing == set()
    assert personal_after_all == set()


def test_data_map_and_examples_name_every_period():
    examples = (MAP.parents[1] / ".env.example").read_text()
    periods = {each.setting for each in all_retentions()} - {"TRASH_DAYS"}

    assert {name for name in periods if f"`{name}`" not in MAP.read_text()} == set()
    assert {name for name in periods if f"#{name}=" not in examples} == set()


@pytest.mark.django_db
def test_nightly_job_forgets_what_is_old_and_keeps_the_rest(admin_client):
    now = timezone.now()
    for months in (23, 25):
        written = now - timedelta(days=31 * months)
        reader = find_reader(f"ana{months}@example.org")
        CommentFactory(reader=reader, email=reader.email, sender="abc", created_at=written)
        SuggestionFactory(name="Ana", email="a@example.org", resolved_at=written)
    for days in (300, 400):
        ProblemReportFactory(email="a@example.org", resolved_at=now - timedelta(days=days))
    empty, recent, bounced, complained, waiting = (
        Reader.objects.create(email=f"{name}@example.org", created_at=now - timedelta(days=days))
        for name, days in [("empty", 31), ("b", 29), ("c", 31), ("d", 31), ("e", 31)]
    )
    Reader.objects.filter(pk=bounced.pk).update(problem=Reader.Problem.BOUNCED)
    Reader.objects.filter(pk=complained.pk).update(problem=Reader.Problem.COMPLAINED)
    email_reader(reader=waiting, purpose="x", content=EmailContent(subject="S", paragraphs=["P"]))
    follower = FollowFactory().reader
    registrant = Reader.objects.create(email="reg@example.org", created_at=now - timedelta(days=99))
    RegistrationFactory(email="reg@example.org")

    forget_everything_old()
    page = admin_client.get("/admin/personal-data/").content.decode()

    comments = Comment.objects.order_by("-created_at").values_list(
        "email", "sender", "reader__email"
    )
    assert list(comments) == [("ana23@example.org", "", "ana23@example.org"), ("", "", None)]
    assert list(Suggestion.objects.order_by("pk").values_list("name", "email")) == [
        ("", ""),
        ("", ""),
    ]
    reports = ProblemReport.objects.order_by("pk").values_list("email", flat=True)
    assert list(reports) == ["a@example.org", ""]
    kept = {recent.email, complained.email, waiting.email, follower.email, registrant.email}
    # One reader lost the comment tonight, and goes tomorrow night.
    assert set(Reader.objects.values_list("email", flat=True)) - {"ana23@example.org"} >= kept
    assert not Reader.objects.filter(pk__in=[empty.pk, bounced.pk]).exists()
    counts = {each["what"]: each["count"] for each in MachineReport.objects.get().findings}
    assert counts["Commenters’ email addresses"] == 1
    assert all(each.setting in page and each.what in page for each in all_retentions())


@pytest.mark.django_db
def test_what_cannot_be_forgotten_stops_nothing_else_and_is_shown(admin_client, monkeypatch):
    def fail(before):
        raise ValueError

    broken = retention.Retention(what="A", setting="EMAIL_DAYS", forget=fail, rule="Never.")
    monkeypatch.setattr(retention, "_retentions", {"A": broken, **retention._retentions})
    Reader.objects.create(email="a@example.org", created_at=timezone.now() - timedelta(days=31))

    with pytest.raises(NotForgotten):
        forget_everything_old()

    assert not Reader.objects.exists()
    assert "<strong>Failed</strong>" in admin_client.get("/admin/personal-data/").content.decode()


@pytest.mark.django_db
def test_administrator_finds_downloads_and_erases_someone(admin_client):
    ana = find_reader("ana@example.org")
    comment = CommentFactory(reader=ana, email=ana.email, name="Ana", text="My words")
    CommentFactory(post=comment.post, parent=comment, name="Ben", email="ben@example.org")
    RegistrationFactory(email="ana@example.org", name="Ana")
    SuggestionFactory(name="Ana", email="Ana@example.org")
    LogEntry.objects.create(
        user=UserFactory(), action_flag=2, object_repr="ana@example.org", change_message=""
    )
    form = {"email": " ANA@example.org "}

    found = admin_client.post("/admin/personal-data/", form).content.decode()
    answer = admin_client.post("/admin/personal-data/download/", form)
    asked = admin_client.post("/admin/personal-data/erase/", form).content.decode()
    before = Comment.objects.get(pk=comment.pk).name
    erased = admin_client.post("/admin/personal-data/erase/", form | {"confirmed": "yes"})
    after = admin_client.post("/admin/personal-data/", form).content.decode()

    data = json.loads(answer.content)
    titles = ["The log of the admin’s forms", "Comments", "Suggestions", "Registrations"]
    assert list(data) == ["Email address", *titles]
    assert answer["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert "My words" in found
    assert "Comments (1)" in asked
    assert "no import brings it back" in asked
    assert "A ban stays until it ends" not in asked
    assert (before, erased.status_code) == ("Ana", 302)
    assert "The site stores nothing about this address." in after
    comment.refresh_from_db()
    assert (comment.name, comment.text, comment.email, comment.status) == ("", "", "", "deleted")
    assert Registration.objects.get().email is None
    assert Suggestion.objects.get().email == ""
    recorded = Activity.objects.order_by("pk").values_list("kind", "sentence")
    counts = ", ".join(f"{title} (1)" for title in ["Email address", *titles])
    assert [row for row in recorded if row[0] != "sign-in"] == [
        ("export", f"Someone’s data: {counts}"),
        ("deletion", f"Someone’s data erased: {counts}"),
    ]
