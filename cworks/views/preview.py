import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.editing.previews import previewed_by
from content.models import entry_model

MEDIA_ADDRESS = re.compile(rb"(?<=[\"'\s])/media/[^\"'\s?,]+")


@never_cache
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an entry as it will look, to anyone who has its secret link."""
    found = get_object_or_404(previewed_by(token).only("kind"))
    kind = found.registered_kind
    entry = entry_model(kind).objects.as_page().get(pk=found.pk)
    context = kind.detail_context(entry, is_preview=True)
    response = render(request, kind.detail_template, {**context, "is_preview": True})
    # Readers of the link have no account, and the files of drafts are only for staff.
    response.content = MEDIA_ADDRESS.sub(rb"\g<0>?preview=" + token.encode(), response.content)
    response["X-Robots-Tag"] = "noindex"
    # The address is the secret: no site that the draft links to may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response
