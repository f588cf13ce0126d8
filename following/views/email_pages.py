"""Emails about entries, for readers whose mail program shows them badly."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.models import Entry
from content.views.secret_pages import secret_page
from following.emails.browser_pages import Shown, read_browser_token
from following.emails.digests import MOST_SHOWN, fill_in_digest, more_link


def find_shown(token: str) -> tuple[Shown, list[Entry]]:
    """Return what an email showed, and which of it is still public. Raises Http404."""
    shown = read_browser_token(token)
    if shown is None:
        raise Http404("There is no such email.")
    entries = list(Entry.objects.published().filter(pk__in=shown.entries).as_cards().newest_first())
    if not entries:
        raise Http404("What this email was about is no longer here.")
    return shown, entries


@secret_page(find_shown)
@require_safe
def email_page(request: HttpRequest, found: tuple[Shown, list[Entry]]) -> HttpResponse:
    shown, entries = found
    words = fill_in_digest(entries, count=shown.count, frequency=shown.frequency)
    more = more_link(shown.count) if shown.count > MOST_SHOWN else None
    context = {**words, "entries": entries, "more": more}
    return render(request, "following/email_page.html", context)
