from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content import kinds
from content.models import Entry, entry_model
from content.views.listings import public


@require_safe
def entry_detail(request: HttpRequest, slug: str, *, kind: str) -> HttpResponse:
    """The page of an entry of the kind that the route names."""
    registered = kinds.get(kind)
    entry = get_object_or_404(entry_model(registered).objects.published().as_page(), slug=slug)
    return public(render(request, registered.detail_template, registered.detail_context(entry)))


def entry_context(entry: Entry, *, is_preview: bool = False) -> dict:
    """Return the context for the template of an entry's own page."""
    return {"entry": entry}
