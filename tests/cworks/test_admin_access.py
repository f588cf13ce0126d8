"""Who may open which address of the admin, compared with the table in admin_access.csv.

Everything there belongs to someone else, and every entry is a draft that holds a secret word. Each
address either asks to sign in, says no, moves on, opens, or reads: it shows the secret. Where only
POST is allowed, the answer to that is given.
"""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from taggit.models import Tag

from blog.models import CommentBan, Post, SpamWord
from content.editing.saving import delete_entry, save_entry
from content.kinds import all_kinds
from content.media.documents import add_document
from content.media.images import add_image
from content.models import (
    BulkChange,
    Email,
    EmailText,
    Entry,
    PinnedEntry,
    Reader,
    Redirect,
    SearchCount,
    SiteSettings,
    Synonyms,
)
from events.models import Event, Message
from following.models import Follow
from imports.models import ImportFinding, ImportRun, Proposal, SiteExport, SpreadsheetUpload
from submissions.models import ReplyTemplate
from tests.factories import (
    CommentFactory,
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    ProblemReportFactory,
    RegistrationFactory,
    SubmissionFactory,
    SuggestionFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.pdfs import pdf
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("admin_access.csv")
ROLES = ["no account", "no group", "Writers", "Event managers", "Editors", "administrators"]
SECRET = "Gudgeon"
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# Django's redirects to a form and to the sign-in form; signing out; and what is listed apart.
LEFT_OUT = re.compile(r"<path:object_id>/$|\(\?P<url|/logout/$|/r/<")
PLACE = {"name": "Maine", "level": "state", "state": ""}
# Not below any model's address.
OTHER_ARGUMENTS = {
    "uidb64": "MQ",
    "token": "x-y",
    "app_label": "blog",
    "name": "wanted",
    "table": "views",
    "purpose": "event-confirmation",
    "session_id": "1",
    "passkey_id": "1",
    "provider_id": "organization",
}


@pytest.fixture(scope="module", autouse=True)
def _same_date_each_time():
    """The calendar shows a month, so its page has what comes a week later on some days only."""
    with time_machine.travel(datetime(2026, 12, 7, 15, tzinfo=UTC)):
        yield


@pytest.fixture(scope="module")
def media_root(tmp_path_factory) -> str:
    return str(tmp_path_factory.mktemp("media"))


@pytest.fixture(autouse=True)
def _media(settings, media_root):
    settings.MEDIA_ROOT = media_root


@pytest.fixture(scope="module")
def addresses(module_rows, media_root) -> list[tuple[str, str]]:
    """Each address of the admin, by its name, where no one in the test wrote anything."""
    with module_rows(), override_settings(MEDIA_ROOT=media_root):
        return list(admin_addresses(make_site()))


def make_site() -> Event:
    """Make one of everything, and return the event."""
    owner = UserFactory(name="Owner", is_superuser=True)
    for kind in all_kinds():
        if kind.model is not Event:
            entry = kind.model(title=SECRET, slug=f"the-{kind.name}", body=SECRET)
            save_entry(entry=entry, by=owner)
    event = EventFactory(title=SECRET, draft=True, created_by=owner)
    RegistrationFactory(event=event, name=SECRET)
    Message.objects.create(event=event, subject=SECRET, body="Dear {name}")
    post = PostFactory(created_by=owner)
    CommentFactory(post=post, status="pending", text=SECRET)
    CommentBan.objects.create(email="b@example.org", until=timezone.now(), created_by=owner)
    SpamWord.objects.create(text="casino")
    person = PersonFactory()
    PostFactory(authors=[person])
    add_image(file=picture(), name="a.png", alt="A class", by=owner)
    add_document(file=BytesIO(pdf("A page")), name="a.pdf", title="A report", by=owner)
    for factory in (TopicFactory, PlaceFactory, EventSeriesFactory):
        factory()
    Tag.objects.create(name="a tag", slug="a-tag")
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    Synonyms.objects.create(text="CBE\ncompetency-based")
    PinnedEntry.objects.create(words="cbe", entry=post)
    SearchCount.objects.create(words="cbe")
    reader = Reader.objects.create(email="reader@example.org")
    Follow.objects.create(
        reader=reader, scope="site", frequency="weekly", confirmed_at=timezone.now()
    )
    ProblemReportFactory(reason=SECRET)
    SuggestionFactory(note=SECRET)
    SubmissionFactory(title=SECRET)
    ReplyTemplate.objects.create(title="Thanks", text=SECRET)
    for kind in ("resources", "events"):
        SpreadsheetUpload.objects.create(
            kind=kind, file_name="a.csv", content=b"Title\nOne\n", created_by=owner
        )
    run = ImportRun.objects.create(importer="WordPress", files="a.xml", started_at=timezone.now())
    ImportFinding.objects.create(run=run, heading="No title", sentence="A post")
    Proposal.objects.create(kind="place", entry=post, sentence=SECRET, data=PLACE)
    SiteExport.objects.create(created_by=owner)
    BulkChange.objects.create(
        field="sector", value="both", adds=True, before={post.pk: "k-12"}, reason=SECRET, by=owner
    )
    deleted = PostFactory(title=SECRET, draft=True)
    delete_entry(entry=deleted, by=owner)
    return event


@pytest.mark.parametrize("role", ROLES)
def test_admin_shows_role_what_the_table_says(addresses, role):
    client = client_of(role)

    found = {name: answer_to(client, address) for name, address in addresses}

    assert found == read_column(role)


LISTS = [
    model
    for model, model_admin in admin.site._registry.items()
    # Jobs have their package's list, which only administrators see; the others list no rows.
    if model._meta.app_label != "procrastinate"
    and model not in (Email, EmailText, Entry, SiteSettings)
]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label_lower)
def test_admin_list_refuses_lookups_it_does_not_offer(admin_client, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    model_admin = admin.site.get_model_admin(model)
    offered = {model_admin.date_hierarchy} | {
        item[0] if isinstance(item, tuple) else getattr(item, "parameter_name", item)
        for item in model_admin.get_list_filter(None)
    }
    fields = {field.name for field in model._meta.get_fields()} - offered

    answers = {
        field: admin_client.get(address, {f"{field}__gte": "1"}).status_code for field in fields
    }

    assert answers == dict.fromkeys(fields, 400)


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role == ROLES[0]:
        return client
    user = UserFactory(is_superuser=role == "administrators")
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    return client


def answer_to(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code != 405:
        return describe(response)
    with transaction.atomic():
        answer = describe(client.post(address))
        transaction.set_rollback(True)
    return f"post: {answer}"


def describe(response: HttpResponse) -> str:
    """Return what someone gets: a sign-in form, nothing, a page, or one with the secret."""
    location = response.get("Location", "")
    if "/login/" in location:
        return "signs in"
    if response.status_code in (403, 404):
        return "no"
    if location:
        return "no" if location == "/admin/" else "moves"
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "reads" if SECRET.encode() in content else "opens"


def admin_addresses(event: Event) -> Iterator[tuple[str, str]]:
    for route in admin_routes(get_resolver(), ""):
        if LEFT_OUT.search(route):
            continue
        name = re.sub(r"\(\?P(<\w+>).*\)", r"\1", route.removeprefix("admin/"))
        address = f"/{ARGUMENT.sub(argument_of(route, event), route)}"
        if name.endswith("compare/"):
            revision = (
                apps.get_model(*name.split("/")[:2]).objects.get(title=SECRET).revisions.first()
            )
            address += f"?a={revision.pk}&b={revision.pk}"
        yield name, address
    for content_type in ContentType.objects.order_by("app_label", "model"):
        model = content_type.model_class()
        if model is not None:
            name = f"r/{content_type.app_label}.{content_type.model}"
            yield name, f"/admin/r/{content_type.pk}/{number_of(model)}/"
    for model, model_admin in sorted(admin.site._registry.items(), key=lambda item: str(item[0])):
        for field in sorted(model_admin.get_autocomplete_fields(None)):
            label = f"{model._meta.label_lower}.{field}"
            app_label, model_name, _ = label.split(".")
            yield (
                f"autocomplete/{label}",
                f"/admin/autocomplete/?app_label={app_label}&model_name={model_name}"
                f"&field_name={field}&term={SECRET}",
            )


def admin_routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield route
        elif isinstance(pattern, URLResolver):
            yield from admin_routes(pattern, route)


def argument_of(route: str, event: Event):
    """Return a function for re.sub that fills in the numbers of what the route is about."""
    app_label, model_name = [*route.split("/"), ""][1:3]
    model = SpreadsheetUpload
    if not re.search("(resource|event)/import", route) and (app_label, model_name) not in {
        ("markdownx", "upload")
    }:
        try:
            model = apps.get_model(app_label, model_name)
        except LookupError:
            # The review of any entry.
            model = Post if app_label == "review" else None

    def replace(match: re.Match) -> str:
        name = match[1] or match[2]
        match name:
            case "registration_id":
                return str(event.registrations.get().pk)
            case "message_id":
                return str(Message.objects.get().pk)
            case "revision_id":
                return str(model.objects.get(pk=number_of(model)).revisions.first().pk)
            case "file_id":
                return "1"
            case "kind":
                return "csv"
        return OTHER_ARGUMENTS.get(name) or str(number_of(model))

    return replace


def number_of(model: type[models.Model]) -> int:
    """Return the number of the secret draft, or else of the first row there is."""
    rows = model._base_manager.order_by("pk")
    if hasattr(model, "body_html"):
        rows = rows.filter(title=SECRET)
    first = rows.first()
    return first.pk if first is not None else 0


def read_column(role: str) -> dict[str, str]:
    with TABLE.open(newline="") as file:
        return {row["address"]: row[role] for row in csv.DictReader(file)}
