"""The whole page of an entry with what is in its form, before anything is saved."""

import re
from collections.abc import Iterator
from typing import cast

from django.contrib import admin
from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from content.admin.revisions import Revisions
from content.editing.pending_changes import fill_in_changes, pending_for
from content.editing.saving import save_entry
from content.exceptions import ContentError
from content.models import Entry, Status, User, entry_model

# A link to another page opens it in a tab of its own: no page may be shown in a frame.
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
LINK = re.compile(r'<a (?=[^>]*\bhref="(?!#))')
NOT_PUBLIC = "Readers don’t see these changes yet. Go back to the form to publish them."
NOT_SAVED = "Nothing has been saved. Go back to the form to continue."


class NoMessages(BaseStorage):
    """Forgets what the form would say after saving."""

    def _get(self, *args, **kwargs) -> tuple[list, bool]:
        return [], True

    def _store(self, messages, response, *args, **kwargs) -> list:
        return []


class PagePreviews(Revisions, admin.ModelAdmin):
    """Adds the preview to an entry's admin.

    It saves the form as always, shows the page, and takes everything back: so what the writer sees
    is what readers would get, whatever fields the kind of entry has.
    """

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(never_cache(require_POST(self.preview_page)))
        changes = self.admin_site.admin_view(never_cache(require_POST(self.preview_changes)))
        name = self.url_name("preview_page")
        return [
            path("preview-page/", view, name=f"{name}_add"),
            path("<int:pk>/preview-page/", view, name=name),
            path("<int:pk>/preview-changes/", changes, name=self.url_name("preview_changes")),
            *super().get_urls(),
        ]

    def preview_page(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        # Django keeps a request's messages nowhere else.
        kept_messages = request._messages  # type: ignore[attr-defined]
        request._messages = NoMessages(request)  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                page = self.show_page(request, pk)
                transaction.set_rollback(True)
        finally:
            request._messages = kept_messages  # type: ignore[attr-defined]
        return page

    def preview_changes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the whole page with the changes that readers don’t see yet."""
        user = cast(User, request.user)
        entry = cast(Entry, self.find_entry(request, pk))
        pending = pending_for(user, entry)
        if pending is None:
            raise Http404("These changes have been published or discarded.")
        context: dict = {"title": f"Preview: {entry.heading}", "not_saved": NOT_PUBLIC}
        with transaction.atomic():
            try:
                save_entry(entry=entry, by=user, relations=fill_in_changes(entry, pending))
                context["html"] = self.write_page(request, entry)
            except ContentError as error:
                context["problems"] = [str(error)]
            transaction.set_rollback(True)
        return render(request, "admin/page_preview.html", context)

    def show_page(self, request: HttpRequest, pk: int | None) -> HttpResponse:
        request.POST = request.POST.copy()  # type: ignore[assignment]
        stored = Entry.objects.filter(pk=pk).values_list("status", flat=True).first()
        if stored != Status.PUBLISHED:
            # Nothing is published, so nothing has to be complete.
            request.POST["status"] = Status.DRAFT
        for name in ("_check", "_continue", "_addanother"):
            request.POST.pop(name, None)
        response = self.changeform_view(request, str(pk) if pk else None)
        saved = getattr(request, "previewed_entry", None)
        context = {
            "title": "Preview",
            "is_phone": request.POST.get("_width") == "phone",
            "not_saved": NOT_SAVED,
        }
        if response.status_code == 302 and saved is not None:
            context |= {
                "title": f"Preview: {saved.heading}",
                "html": self.write_page(request, saved),
            }
        elif isinstance(response, TemplateResponse):
            context["problems"] = list(find_problems(response))
        else:
            raise Http404("Someone has deleted this in the meantime.")
        return render(request, "admin/page_preview.html", context)

    def write_page(self, request: HttpRequest, saved: Entry) -> str:
        kind = saved.registered_kind
        entry = entry_model(kind).objects.as_page().get(pk=saved.pk)
        context = {**kind.detail_context(entry, is_preview=True), "is_preview": True}
        context["is_unsaved"] = True
        html = render(request, kind.detail_template, context).content.decode()
        return LINK.sub('<a target="_blank" ', SCRIPT.sub("", html))

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        request.previewed_entry = form.instance


def find_problems(response: TemplateResponse) -> Iterator[str]:
    """Yield what the form would ask to be corrected."""
    context = response.context_data or {}
    form = context["adminform"].form
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            yield f"{label}: {error}" if label else error
    for inline in context["inline_admin_formsets"]:
        for errors in inline.formset.errors:
            yield from (error for each in errors.values() for error in each)
