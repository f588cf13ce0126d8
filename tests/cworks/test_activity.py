"""The record of who did what, which only administrators read and no one can change."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from lxml import html

from content.models import Activity, Redirect, User
from content.retention import forget
from tests.factories import EventFactory, UserFactory
from tests.support.post_forms import FORM

pytestmark = pytest.mark.django_db

LIST = reverse("admin:content_activity_changelist")


def recorded() -> list[tuple]:
    rows = Activity.objects.order_by("pk")
    return list(rows.values_list("kind", "by_name", "sentence"))


def test_everything_that_staff_do_is_recorded_and_read_by_administrators(client):
    password = "a-long-enough-password"
    ada = User.objects.create_superuser("ada@example.org", password, name="Ada")
    kim = UserFactory(name="Kim", email="kim@example.org")
    event = EventFactory(title="Rubrics")
    login = {"username": "ada@example.org"}
    kim_form = {"name": "Kim", "email": kim.email, "is_active": "on", "is_staff": "on"}
    editors = Group.objects.get(name="Editors").pk

    client.post(reverse("admin:login"), {**login, "password": "wrong"})
    client.post(reverse("admin:login"), {"username": "x@example.org", "password": "wrong"})
    client.post(reverse("admin:login"), {**login, "password": password})
    client.post(reverse("admin:blog_post_add"), FORM)
    client.post(
        reverse("admin:content_user_change", args=[kim.pk]), {**kim_form, "groups": [editors]}
    )
    client.post(reverse("admin:content_redirect_add"), {"old_path": "/old/", "new_path": "/new/"})
    redirect = Redirect.objects.get(old_path="/old/")
    client.post(reverse("admin:content_redirect_delete", args=[redirect.pk]), {"post": "yes"})
    export = client.get(reverse("admin:events_event_export", args=[event.pk, "csv"]))
    list(export.streaming_content)
    page = html.fromstring(client.get(LIST, {"kind__exact": "account"}).content.decode())

    assert recorded() == [
        ("failed-sign-in", "", "User “Ada”: Failed sign-in from 127.0.0.1"),
        (
            "failed-sign-in",
            "",
            "Failed sign-in from 127.0.0.1, with an email address that has no account",
        ),
        ("sign-in", "Ada", "Signed in from 127.0.0.1, with a password"),
        ("entry", "Ada", "Post “What mastery asks”: Created"),
        ("account", "Ada", "User “Kim”: Access changed from no group to Editors"),
        ("account", "Ada", "User “Kim”: Changed Groups."),
        ("other", "Ada", "Redirect “/old/”: Added"),
        ("deletion", "Ada", "Redirect “/old/”: Deleted"),
        ("export", "Ada", "Event “Rubrics”: Registrations downloaded (CSV)"),
    ]
    assert [row.text_content() for row in page.xpath("//td[@class='field-linked_sentence']")] == [
        "User “Kim”: Changed Groups.",
        "User “Kim”: Access changed from no group to Editors",
    ]
    assert ada.pk == Activity.objects.filter(kind="export").get().by_id


def test_activity_outlives_its_user_and_is_changed_by_no_one(client):
    ada = UserFactory(name="Ada", is_superuser=True)
    client.force_login(ada)
    facts = {"kind": "other", "by": ada, "by_name": "Ada"}
    row = Activity.objects.create(**facts, sentence="Did it")
    Activity.objects.create(
        **facts, sentence="Did it once", at=timezone.now() - timedelta(days=733)
    )

    pages = [f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/delete/", f"{LIST}add/"]
    answers = [client.get(page).status_code for page in pages]
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(by_name="Kim")
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).delete()
    ada.delete()
    forget("Recent activity")

    assert answers == [403, 403, 403]
    assert recorded() == [
        ("sign-in", "Ada", "Signed in"),
        ("other", "Ada", "Did it"),
    ]
