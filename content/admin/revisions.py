from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from content.editing.comparing import compare_revisions
from content.editing.restoring import restore_revision
from content.editing.revisions import find_revision, revisions_of
from content.exceptions import RevisionMissing, RevisionUnfit


class Revisions:
    """An entry’s history in the admin: compare any two revisions, or restore one."""

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, self.url_name
        return [
            path("<int:pk>/history/compare/", wrap(self.compare_view), name=name("compare")),
            path(
                "<int:pk>/history/<int:revision_id>/restore/",
                wrap(require_POST(self.restore_view)),
                name=name("restore"),
            ),
            *super().get_urls(),
        ]

    def url_name(self, action: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{action}"

    def link_to(self, action: str, *arguments) -> str:
        return reverse(f"admin:{self.url_name(action)}", args=arguments)

    def find_entry(self, request: HttpRequest, pk) -> object:
        entry = self.get_object(request, str(pk))
        if entry is None:
            raise Http404("There is no such entry.")
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        return entry

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        entry = self.find_entry(request, object_id)
        page = Paginator(revisions_of(entry).defer("data"), 50).get_page(request.GET.get("p"))
        revisions = list(page)
        context = {
            "page": page,
            "rows": list(zip(revisions, [*revisions[1:], None], strict=True)),
            "title": "History",
        }
        return self.show_history(request, entry, "admin/revisions.html", context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = self.find_entry(request, pk)
        try:
            before, after = sorted(
                (find_revision(entry, int(request.GET.get(name, ""))) for name in ("a", "b")),
                key=lambda revision: (revision.created_at, revision.pk),
            )
        except (ValueError, RevisionMissing):
            raise Http404("Choose two revisions in the history of this entry.") from None
        for revision in (before, after):
            revision.restore_url = self.link_to("restore", pk, revision.pk)
        context = {
            "before": before,
            "after": after,
            "changes": compare_revisions(before, after),
            "title": "Compare two revisions",
        }
        return self.show_history(request, entry, "admin/revisions_compared.html", context)

    # Permission is checked in the transaction: someone else could be publishing it.
    @transaction.atomic
    def restore_view(self, request: HttpRequest, pk: int, revision_id: int) -> HttpResponse:
        entry = self.find_entry(request, pk)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        try:
            gone = restore_revision(entry=entry, revision_id=revision_id, by=request.user)
        except RevisionMissing as error:
            raise Http404(str(error)) from error
        except RevisionUnfit as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.link_to("history", pk))
        messages.success(
            request, "The revision has been restored. What it replaced is in the history."
        )
        for what in gone:
            messages.warning(request, f"The {what} has been deleted since, so it isn’t restored.")
        return HttpResponseRedirect(self.link_to("change", pk))

    def show_history(self, request, entry, template: str, context: dict) -> HttpResponse:
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "entry": entry,
                "may_restore": self.has_change_permission(request, entry),
                "change_url": self.link_to("change", entry.pk),
                "history_url": self.link_to("history", entry.pk),
                "compare_url": self.link_to("compare", entry.pk),
                **context,
            },
        )
