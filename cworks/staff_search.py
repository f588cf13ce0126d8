"""One search over everything that a member of staff may open in the admin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from django.contrib import admin
from django.db.models import Model, Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from taggit.models import Tag

from content.admin.forms_of_entries import form_address
from content.admin.lookups import MAX_WORDS
from content.admin.merging import Merging
from content.admin.statuses import show_entry_status
from content.editing.permissions import may_publish, visible_to
from content.kinds import Kind
from content.models import Document, Entry, Image, Person, Place, Topic, User
from content.models.site_settings import entered_fields
from cworks.admin_menu import ALSO, SETTINGS
from cworks.autocomplete import closest_first
from events.models import Registration

# Found as in their own lists.
LISTED: list[type[Model]] = [Person, Topic, Tag, Place, Image, Document, User]
SHORTEST = 3  # characters, of what is suggested


@dataclass(frozen=True)
class Found:
    label: str
    name: str
    path: str
    status: str = ""


@dataclass(frozen=True)
class FoundGroup:
    """The closest results of one sort, and the address of a list with all of them, if any."""

    title: str
    results: list[Found]
    all_url: str = ""


def search_admin(request: HttpRequest, words: str, *, of_each: int) -> list[FoundGroup]:
    """Return up to `of_each` results of each sort. The number of queries is fixed."""
    words = " ".join(words.replace("\0", " ").split()[:MAX_WORDS])
    if not words:
        return []
    # The admin has let no one else in.
    user = cast(User, request.user)
    groups = [
        find_pages(request, words, of_each),
        find_entries(user, words, of_each),
        *(find_in_list(request, model, words, of_each) for model in LISTED),
        find_registrations(user, words, of_each),
    ]
    return [group for group in groups if group.results]


def find_pages(request: HttpRequest, words: str, of_each: int) -> FoundGroup:
    """Find the pages of the admin's menus by name, then by what else is done there."""
    pages = [page for group in admin.site.get_app_list(request) for page in group["models"]]
    named = [(str(page["name"]), page["admin_url"], words_of(page)) for page in pages]
    named += [(name, url, name.casefold()) for name, url in merging_pages(request)]
    asked = words.casefold()
    found = [page for page in named if all(word in page[2] for word in asked.split())]
    found.sort(key=lambda page: asked not in page[0].casefold())
    results = [Found("Page", name, url) for name, url, _ in found[:of_each]]
    return FoundGroup("Pages of the admin", results)


def merging_pages(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for model in LISTED:
        model_admin = admin.site.get_model_admin(model)
        if isinstance(model_admin, Merging) and model_admin.has_merge_permission(request):
            yield from model_admin.merge_links()


def words_of(page: dict) -> str:
    also = ALSO.get(page["key"], "")
    if page["key"] == SETTINGS:
        also = " ".join(str(field.verbose_name) for field in entered_fields())
    return f"{page['name']} {also}".casefold()


def find_entries(user: User, words: str, of_each: int) -> FoundGroup:
    visible = visible_to(user).values("pk")
    entries = Entry.objects.filter(pk__in=visible).as_links()
    for word in words.split():
        entries = entries.filter(title__icontains=word)
    rows = closest_first(entries, "title", words, then=["-modified_at"])[:of_each]
    addresses = addresses_of(user, rows)
    found = [
        Found(
            entry.registered_kind.label,
            entry.heading,
            addresses[entry.pk],
            show_entry_status(entry),
        )
        for entry in rows
    ]
    return FoundGroup("Entries", [each for each in found if each.path])


def addresses_of(user: User, entries: Iterable[Entry]) -> dict[int, str]:
    """Return the address of each entry's form, else that of its page, or "" if neither would open.

    By the number of the entry, in one query.
    """
    by_number = {entry.pk: entry for entry in entries}
    opened = set(by_number)
    if opened and not may_publish(user):
        own = Entry.objects.by_user(user).filter(pk__in=opened)
        opened = set(own.values_list("pk", flat=True))
    addresses = {}
    for pk, entry in by_number.items():
        if pk in opened and may_view(user, entry.registered_kind):
            addresses[pk] = form_address(entry)
        else:
            addresses[pk] = entry.get_absolute_url() if entry.is_public else ""
    return addresses


def may_view(user: User, kind: Kind) -> bool:
    actions = ("view", "change")
    return any(user.has_perm(f"{kind.app_label}.{action}_{kind.name}") for action in actions)


def find_in_list(request: HttpRequest, model: type[Model], words: str, of_each: int) -> FoundGroup:
    """Find what the model's own list would find, for those who may open that list."""
    options = model._meta
    title = capfirst(str(options.verbose_name_plural))
    model_admin = admin.site.get_model_admin(model)
    if not model_admin.has_view_permission(request):
        return FoundGroup(title, [])
    listed, _ = model_admin.get_search_results(request, model_admin.get_queryset(request), words)
    name = model_admin.get_search_fields(request)[0]
    rows = closest_first(listed, name, words, then=[Lower(name)])[:of_each]
    base = f"admin:{options.app_label}_{options.model_name}"
    found = [
        Found(
            capfirst(str(options.verbose_name)), str(row), reverse(f"{base}_change", args=[row.pk])
        )
        for row in rows
    ]
    return FoundGroup(title, found, reverse(f"{base}_changelist"))


def find_registrations(user: User, words: str, of_each: int) -> FoundGroup:
    """Find people by exact address or name: the search is no way to browse personal data."""
    if not user.has_perm("events.view_registration"):
        return FoundGroup("Registrations", [])
    registrations = (
        Registration.objects.filter(Q(email__iexact=words) | Q(name__iexact=words))
        .select_related("event")
        .order_by("-created_at", "-pk")
    )
    return FoundGroup(
        "Registrations",
        [
            Found(
                "Registration",
                f"{registration.name or registration.email}: {registration.event.heading}",
                reverse(
                    "admin:events_event_registration",
                    args=[registration.event_id, registration.pk],
                ),
            )
            for registration in registrations[:of_each]
        ],
    )
