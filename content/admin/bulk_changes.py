"""Changing many entries at once: an action of every list of entries, and what was done of late."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from content.admin.autocompletes import OneRow
from content.admin.columns import minute_column
from content.admin.lookups import ListedLookups
from content.editing.bulk_changes import (
    bulk_fields_of,
    change_many,
    changeable_by,
    count_entries,
    plan_change,
    undo_change,
)
from content.editing.bulk_fields import BulkField
from content.editing.permissions import changeable_kinds, may_change_every_kind
from content.exceptions import BulkChangeRefused
from content.forms.bulk_changes import BulkValueForm
from content.keys import read_keys
from content.kinds import for_model
from content.models import BulkChange

ADD, REMOVE = "add", "remove"
LIST = "admin:content_bulkchange_changelist"


class BulkEditing(admin.ModelAdmin):
    """Adds an action that sets or removes a topic, author, or the like on the chosen entries."""

    # Of content.admin.revisions.
    link_to: Callable[..., str]
    url_name: Callable[..., str]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.bulk_change_view)
        return [
            path("change-many/", view, name=self.url_name("change_many")),
            *super().get_urls(),
        ]

    @admin.action(description="Change topic, author, or the like…", permissions=["change"])
    def change_chosen(self, request, queryset) -> HttpResponse:
        return self.show_bulk_change(request, list(queryset.values_list("pk", flat=True)))

    def bulk_change_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen = set(read_keys(request.POST.get("entries", "").split(",")))
        if not chosen:
            return HttpResponseRedirect(self.link_to("changelist"))
        # Only what the list shows this user. A forged request has more numbers than a query takes.
        listed = self.get_queryset(request).values_list("pk", flat=True)
        return self.show_bulk_change(request, [pk for pk in listed if pk in chosen])

    def show_bulk_change(self, request, pks: list[int]) -> HttpResponse:
        fields = bulk_fields_of(for_model(self.model))
        verb, _, name = request.POST.get("change", "").partition("-")
        field = fields.get(name)
        form, planned, label, problem = None, None, "", ""
        if field is not None and verb in (ADD, REMOVE):
            label = describe_change(verb, field)
            given = request.POST if "value" in request.POST else None
            widget = OneRow(field.field, self.admin_site) if field.field.is_relation else None
            form = BulkValueForm(given, bulk_field=field, widget=widget)
            if form.is_valid():
                wanted = {
                    "field": field,
                    "value": form.cleaned_data["value"],
                    "adds": verb == ADD,
                    "pks": pks,
                    "by": request.user,
                }
                try:
                    planned = plan_change(**wanted)
                    if "apply" in request.POST:
                        return self.apply_bulk_change(request, wanted)
                except BulkChangeRefused as error:
                    problem = str(error)
        untouchable = len(pks) - len(changeable_by(request.user, pks))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Change {count_entries(len(pks)).lower()}",
            "numbers": ",".join(map(str, pks)),
            "offers": list(list_offers(fields)),
            "change": request.POST.get("change", "") if form else "",
            "change_label": label,
            "form": form,
            "planned": planned,
            "problem": problem,
            "untouchable": untouchable,
            "action_url": self.link_to("change_many"),
            "list_url": self.link_to("changelist"),
        }
        return TemplateResponse(request, "admin/change_many.html", context)

    def apply_bulk_change(self, request, wanted: dict) -> HttpResponse:
        change = change_many(**wanted)
        self.message_user(request, offer_undo(change), messages.SUCCESS)
        return HttpResponseRedirect(self.link_to("changelist"))


def list_offers(fields: dict[str, BulkField]):
    """Yield what can be done: pairs of a value for the form, and what its button says."""
    for verb in (ADD, REMOVE):
        for name, field in fields.items():
            if verb == ADD or field.can_be_removed:
                yield f"{verb}-{name}", describe_change(verb, field)


def describe_change(verb: str, field: BulkField) -> str:
    if verb == REMOVE:
        return f"Remove the {field.word}" if field.is_single else f"Remove {a(field.word)}"
    return f"Set the {field.word}" if field.is_single else f"Add {a(field.word)}"


def a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def offer_undo(change: BulkChange) -> SafeString:
    return format_html(
        '{}. {} <a href="{}">Recent bulk changes</a>',
        change.reason,
        undo_button(change),
        reverse(LIST),
    )


def undo_button(change: BulkChange) -> SafeString:
    # The button submits the form around the list, which has the CSRF token.
    return format_html(
        '<button class="button" form="changelist-form" formaction="{}">Undo'
        '<span class="visually-hidden">: {}</span></button>',
        reverse("admin:content_bulkchange_undo", args=[change.pk]),
        change.reason,
    )


@admin.register(BulkChange)
class BulkChangeAdmin(ListedLookups, admin.ModelAdmin):
    """Lists bulk changes, each with a button that undoes it."""

    list_help = "Undo one to give its entries back what they had before."
    empty_help = (
        "No one has changed several entries at once. To do so, choose them in a list, and then "
        "“Change topic, author, or the like…”. What was done is listed here, to be undone."
    )
    list_display = ["reason", "who", minute_column("created_at", "When"), "undo"]
    list_display_links = None
    list_select_related = ["by"]
    list_per_page = 50
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request) -> QuerySet[BulkChange]:
        changes = super().get_queryset(request)
        # Someone who may change every entry may undo whatever others did.
        return changes if may_change_every_kind(request.user) else changes.filter(by=request.user)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.undo_view))
        return [
            path("<int:pk>/undo/", view, name="content_bulkchange_undo"),
            *super().get_urls(),
        ]

    def has_module_permission(self, request) -> bool:
        return bool(changeable_kinds(request.user))

    def has_view_permission(self, request, obj=None) -> bool:
        # A change has no page of its own.
        return obj is None and bool(changeable_kinds(request.user))

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="Who")
    def who(self, change: BulkChange) -> str:
        return str(change.by or "")

    @admin.display(description="Undo")
    def undo(self, change: BulkChange) -> str:
        return "Undone" if change.undone_at else undo_button(change)

    def undo_view(self, request, pk: int) -> HttpResponse:
        if not self.get_queryset(request).filter(pk=pk).exists():
            raise PermissionDenied
        try:
            change, count = undo_change(change_id=pk, by=request.user)
        except BulkChangeRefused as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, describe_undo(change, count), messages.SUCCESS)
        return HttpResponseRedirect(reverse(LIST))


def describe_undo(change: BulkChange, count: int) -> str:
    has = "has" if count == 1 else "have"
    they = "it" if count == 1 else "they"
    words = f"Undone. {count_entries(count)} {has} what {they} had before."
    since = len(change.before) - count
    if since:
        is_one = since == 1
        words += (
            f" {count_entries(since)} {'was' if is_one else 'were'} changed or deleted since, and "
            f"{'stays' if is_one else 'stay'} as {'it is' if is_one else 'they are'}."
        )
    return words
