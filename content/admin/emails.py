"""All emails: how many wait, were sent, and failed, and the failed ones."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from content.admin.lookups import ListedLookups
from content.mail import Outbox, retry_failed
from content.mail.outboxes import failed_rows, outboxes_for
from content.models import Email, QueuedEmail, User

SHOWN = 100
State = QueuedEmail.State


@dataclass(frozen=True)
class OutboxLine:
    """One table of emails on the page."""

    outbox: Outbox
    counts: list[tuple[str, int]]
    # The failed ones that were queued last: (text, address, row).
    failed: list[tuple[str, str, Any]]
    all_failed: int


@admin.register(Email)
class EmailAdmin(ListedLookups, admin.ModelAdmin):
    """One page about the emails of every outbox."""

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="content_email_changelist"),
            path("again/", wrap(self.again_view), name="content_email_again"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        # With the user to whom they went: no page deletes them.
        return True

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Emails",
            "lines": [line_of(outbox) for outbox in outboxes_for(cast(User, request.user))],
            "shown": SHOWN,
        }
        return render(request, "admin/content/emails.html", context)

    @method_decorator(require_POST)
    def again_view(self, request: HttpRequest) -> HttpResponse:
        """Send all failed emails of one outbox again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = {outbox.key: outbox for outbox in outboxes_for(cast(User, request.user))}
        outbox = chosen.get(request.POST.get("outbox", ""))
        if outbox is None:
            raise Http404("There are no such emails.")
        count = retry_failed(failed_rows(outbox))
        emails = "one email" if count == 1 else f"{count} emails"
        messages.success(request, f"We’re sending {emails} again.")
        return HttpResponseRedirect(reverse("admin:content_email_changelist"))


def line_of(outbox: Outbox) -> OutboxLine:
    rows = outbox.model._default_manager
    found = Counter(dict(rows.values_list("state").annotate(Count("pk")).order_by()))
    failed = failed_rows(outbox)[:SHOWN]
    return OutboxLine(
        outbox,
        [(State(state).label, found[state]) for state in State.values],
        [(*outbox.describe(row), row) for row in failed],
        found[State.FAILED],
    )
