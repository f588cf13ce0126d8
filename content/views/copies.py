"""Copies of pages, as PDF and EPUB."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from content import kinds
from content.copies.contents import Copy
from content.copies.making import TOPIC, copy_of_entry, make_copy_later
from content.copies.reading_lists import reading_list
from content.models import Entry, SavedCopy, Topic, entry_model
from content.paths import COPY_FORMATS
from content.views.listings import public
from content.views.media import send_file


@require_safe
def entry_copy(request: HttpRequest, slug: str, *, kind: str, copy_format: str) -> HttpResponse:
    """The copy of a public entry of the kind that the route names."""
    registered = kinds.get(kind)
    entry = get_object_or_404(entry_model(registered).objects.published().as_page(), slug=slug)
    return send_copy(request, copy_of_entry(entry), entry, of=kind, copy_format=copy_format)


@require_safe
def topic_copy(request: HttpRequest, slug: str, *, copy_format: str) -> HttpResponse:
    """The reading list of a topic."""
    topic = get_object_or_404(Topic, slug=slug)
    return send_copy(request, reading_list(topic), topic, of=TOPIC, copy_format=copy_format)


def send_copy(
    request: HttpRequest,
    copy: Copy | None,
    page: Entry | Topic,
    *,
    of: str,
    copy_format: str,
) -> HttpResponse:
    """Send the stored copy of a page as it is now, or say that it is being made.

    An outdated one is never sent. Asking for it changes nothing that anyone sees: it only lets the
    worker know, also of what changed without the page being saved, such as the name of an author.
    """
    if copy is None:
        raise Http404("There is no copy of this page.")
    digest = copy.digest
    saved = SavedCopy.objects.filter(name=f"{of}-{page.pk}.{copy_format}", digest=digest).first()
    if saved and saved.path and default_storage.exists(saved.path):
        etag = f'"{digest[:32]}"'
        name = f"{page.slug}.{copy_format}"
        response = send_file(request, saved.path, name=name, etag=etag, is_public=True)
        # Search engines show the page instead.
        response["Link"] = f'<{copy.address}>; rel="canonical"'
        return public(response)
    if saved is None or saved.path:
        make_copy_later(of=of, pk=page.pk, copy_format=copy_format)
    context = {
        "copy": copy,
        "path": page.get_absolute_url(),
        "format": COPY_FORMATS[copy_format],
        "has_failed": saved is not None and not saved.path,
    }
    response = render(request, "content/copy_coming.html", context, status=202)
    response["Cache-Control"] = "no-store"
    if not context["has_failed"]:
        response["Retry-After"] = "10"
    return response


def copy_paths(route: str, *, kind: str, formats: Iterable[str], name: str) -> list[URLPattern]:
    """Return the addresses of the copies of a kind: that of its page with the format's ending."""
    return [
        path(
            f"{route}<str:slug>.{copy_format}",
            entry_copy,
            {"kind": kind, "copy_format": copy_format},
            name=f"{name}-{copy_format}",
        )
        for copy_format in formats
    ]
