"""Deleting an entry: what the confirmation says that others lose, and an undo afterward."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.admin.deletion import link_to
from content.editing.restoring import deleted_entries
from content.editing.trash import KEPT_FOR
from content.models import Entry, Revision
from content.moments import format_day
from content.querysets import EntryQuerySet

LIST = "admin:content_deletedentry_changelist"
MAX_SHOWN = 10


class Trash(admin.ModelAdmin):
    # Of content.admin.revisions.
    link_to: Callable[..., str]

    def delete_view(self, request, object_id, extra_context=None) -> HttpResponse:
        context = extra_context or {}
        entry = self.get_object(request, object_id) if request.method == "GET" else None
        if entry is not None:
            kept_until = format_day(timezone.now() + KEPT_FOR)
            context |= {"effects": describe_effects(entry), "kept_until": kept_until}
        return super().delete_view(request, object_id, context)

    @admin.action(description="Delete selected %(verbose_name_plural)s", permissions=["delete"])
    def delete_selected(self, request, queryset) -> HttpResponse | None:
        """Delete several entries as Django does, and offer to undo it."""
        numbers = list(queryset.values_list("pk", flat=True))
        response = delete_selected(self, request, queryset)
        restorable = deleted_entries(request.user).filter(entry__in=numbers)
        deleted = list(restorable.values_list("pk", flat=True))
        if response is None and deleted:
            self.message_user(request, offer_undo_of_many(deleted), messages.SUCCESS)
        return response

    def response_delete(self, request, obj_display, obj_id) -> HttpResponse:
        deleted = deleted_entries(request.user).filter(entry=obj_id).first()
        if deleted is None:
            return super().response_delete(request, obj_display, obj_id)
        self.message_user(request, offer_undo(deleted), messages.SUCCESS)
        filters: Any = {
            "preserved_filters": self.get_preserved_filters(request),
            "opts": self.opts,
        }
        return HttpResponseRedirect(add_preserved_filters(filters, self.link_to("changelist")))


def offer_undo_of_many(deleted: list[int]) -> SafeString:
    return format_html(
        '<button class="button" form="changelist-form" formaction="{}" name="undo" value="{}">'
        'Undo the deletion</button> They stay in the <a href="{}">deleted entries</a> '
        "for 30 days.",
        reverse("admin:content_deletedentry_restore_many"),
        ",".join(map(str, deleted)),
        reverse(LIST),
    )


def offer_undo(deleted: Revision) -> SafeString:
    return format_html(
        '“{}” has been deleted. {} It stays in the <a href="{}">deleted entries</a> for 30 days.',
        deleted.heading,
        restore_button(deleted, words="Undo", is_undo=True),
        reverse(LIST),
    )


def restore_button(deleted: Revision, *, words: str, is_undo: bool = False) -> SafeString:
    # The button submits the form around the list, which has the CSRF token.
    return format_html(
        '<button class="button" form="changelist-form" formaction="{}"{}>{}'
        '<span class="visually-hidden"> “{}”</span></button>',
        reverse("admin:content_deletedentry_restore", args=[deleted.pk]),
        SafeString(' name="undo" value="yes"') if is_undo else "",
        words,
        deleted.heading,
    )


def describe_effects(entry: Entry) -> list[tuple[str, list[str]]]:
    """Return sentences about what readers and other entries lose, each with links to who does."""
    effects: list[tuple[str, list[str]]] = []
    old = entry.redirects.count()
    if entry.is_public:
        also = ""
        if old:
            also = f", as {'will an old one' if old == 1 else f'will {old} old ones'}"
        effects.append((f"Readers will find nothing at its address{also}.", []))
    linking = Entry.objects.filter(links__target=entry).exclude(pk=entry.pk).distinct()
    if count := linking.count():
        words = "One other entry links" if count == 1 else f"{count} other entries link"
        theirs = "Its link" if count == 1 else "Their links"
        effects.append((f"{words} to it. {theirs} will lead nowhere.", list_links(linking)))
    for field in entry._meta.concrete_fields:
        is_place = field.name in entry.not_restored_if_deleted and field.is_relation
        if is_place and (row := getattr(entry, field.name)):
            sentence = f"It leaves the {field.verbose_name} “{row}”, and later parts move up."
            effects.append((sentence, []))
    if count := entry.companions.count():
        words = "One entry loses" if count == 1 else f"{count} entries lose"
        effects.append((f"{words} it as a companion.", list_links(entry.companions.all())))
    return effects


def list_links(entries: EntryQuerySet) -> list[str]:
    shown = entries.order_by("title", "pk").as_links()[:MAX_SHOWN]
    return [link_to(entry) for entry in shown]
