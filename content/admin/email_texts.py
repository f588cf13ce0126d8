"""What emails say: every purpose, its words, previews, and tests."""

from collections import Counter
from dataclasses import dataclass
from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.views.decorators.http import require_http_methods

from content import kinds
from content.admin.email_frames import show_email, show_in_frame
from content.admin.forms_of_entries import form_address as entry_address
from content.admin.lookups import ListedLookups
from content.editing.permissions import visible_to
from content.exceptions import ContentError
from content.forms.email_texts import EmailTextForm
from content.keys import read_key
from content.mail import Wording, all_wordings, find_text, send_now
from content.mail.texts import reset_text, save_text
from content.mail.wordings import find_wording
from content.models import EmailText, Entry, User


@dataclass(frozen=True)
class WordingRow:
    """A line in the list of what can be changed."""

    wording: Wording
    address: str
    # The changed text, if there is one.
    changed: EmailText | None
    # How many entries have their own words, such as “2 events.”
    own: str = ""


def list_wordings(*, entry: Entry | None = None) -> list[WordingRow]:
    """Return every purpose with what staff changed: for all entries, or for one."""
    wordings = all_wordings(kind=entry.kind if entry else None)
    texts = EmailText.objects.filter(entry=entry).select_related("modified_by")
    changed = {text.purpose: text for text in texts}
    own: Counter[str] = Counter()
    if entry is None:
        own.update(EmailText.objects.exclude(entry=None).values_list("purpose", flat=True))
    return [
        WordingRow(
            wording,
            form_address(wording, entry),
            changed.get(wording.purpose),
            count_entries(wording, own[wording.purpose]),
        )
        for wording in wordings
    ]


def count_entries(wording: Wording, count: int) -> str:
    if not count:
        return ""
    words = kinds.get(wording.kind).model._meta
    return f"{count} {words.verbose_name if count == 1 else words.verbose_name_plural}"


def form_address(wording: Wording, entry: Entry | None, *, name: str = "text") -> str:
    address = reverse(f"admin:content_emailtext_{name}", args=[wording.purpose])
    return f"{address}?entry={entry.pk}" if entry else address


@admin.register(EmailText)
class EmailTextAdmin(ListedLookups, admin.ModelAdmin):
    """Lists purposes, not rows: what no one has changed has none."""

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="content_emailtext_changelist"),
            path("<slug:purpose>/", wrap(self.text_view), name="content_emailtext_text"),
            path(
                "<slug:purpose>/preview/",
                wrap(self.preview_view),
                name="content_emailtext_preview",
            ),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        # With the entry that has its own words: no page deletes them.
        return True

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        self.check_may_change(request)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Email texts",
            "rows": list_wordings(),
        }
        return render(request, "admin/content/email_texts.html", context)

    def check_may_change(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def find(self, request: HttpRequest, purpose: str) -> tuple[Wording, Entry | None]:
        """Return what an address is about. Raises Http404 and PermissionDenied."""
        self.check_may_change(request)
        wording = find_wording(purpose)
        if wording is None:
            raise Http404("There are no such emails.")
        key = request.GET.get("entry")
        if key is None:
            return wording, None
        user = cast(User, request.user)
        entries = visible_to(user).filter(kind=wording.kind)
        entry = get_object_or_404(entries, pk=read_key(key))
        if not user.has_perm(entry.registered_kind.change_permission):
            raise PermissionDenied
        return wording, entry

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def text_view(self, request: HttpRequest, purpose: str) -> HttpResponse:
        wording, entry = self.find(request, purpose)
        here = HttpResponseRedirect(form_address(wording, entry))
        if "reset" in request.POST:
            reset_text(wording=wording, entry=entry)
            messages.success(request, "The original wording is back.")
            return here
        form = make_form(request, wording, entry)
        if form.is_valid():
            user = cast(User, request.user)
            if "test" not in request.POST:
                save_text(wording=wording, entry=entry, by=user, **form.cleaned_data)
                messages.success(request, "The wording has been saved.")
                return here
            try:
                send_now(wording.example(form.save(commit=False), user.email))
                messages.success(request, f"We sent a test to {user.email}.")
            except ContentError as error:
                messages.error(request, f"The mail server did not accept the test: {error}")
        original = find_text(purpose) if entry else wording.original()
        stored = EmailText.objects.filter(purpose=purpose, entry=entry)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": wording.title,
            "wording": wording,
            "entry": entry,
            "entry_url": entry and entry_address(entry),
            "form": form,
            "media": form.media,
            "original": original,
            "changed": stored.select_related("modified_by").first(),
            "preview_url": form_address(wording, entry, name="preview"),
        }
        return render(request, "admin/content/email_text.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def preview_view(self, request: HttpRequest, purpose: str) -> HttpResponse:
        """Show the email in a frame: with what is in the form, which isn't saved, or as it is."""
        wording, entry = self.find(request, purpose)
        text = find_text(purpose, entry=entry)
        if request.method == "POST":
            form = make_form(request, wording, entry)
            if not form.is_valid():
                sentences = [(error,) for errors in form.errors.values() for error in errors]
                return show_in_frame(
                    request, format_html_join("", "<p>{}</p>", sentences), status=400
                )
            text = form.save(commit=False)
        return show_email(request, wording.example(text, cast(User, request.user).email))


def make_form(request: HttpRequest, wording: Wording, entry: Entry | None) -> EmailTextForm:
    """Return the form, bound to what was sent, and otherwise filled with the words in force."""
    now = find_text(wording.purpose, entry=entry)
    text = EmailText(purpose=wording.purpose, entry=entry, subject=now.subject, text=now.text)
    data = request.POST if request.method == "POST" else None
    return EmailTextForm(data, instance=text, wording=wording)
