"""Citations as files for reference managers."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from content import kinds
from content.citations.formats import FORMATS, FileFormat
from content.models import Entry, entry_model
from content.views.listings import public


@require_safe
def citation_file(request: HttpRequest, slug: str, style: str, *, kind: str) -> HttpResponse:
    """Send the citation of an entry of the kind that the route names."""
    entries = entry_model(kinds.get(kind)).objects.published().as_page()
    return send_citation(get_object_or_404(entries, slug=slug), style)


def send_citation(entry: Entry, style: str) -> HttpResponse:
    """Raises Http404 if there is nothing to cite, or not in this format."""
    file_format = find_format(style)
    work = entry.registered_kind.cited_as(entry)
    if work is None:
        raise Http404("There is nothing to cite yet.")
    return send(file_format.write(work), file_format, name=entry.slug)


def find_format(style: str) -> FileFormat:
    if style not in FORMATS:
        raise Http404("References are available as BibTeX, RIS, and CSL JSON.")
    return FORMATS[style]


def send(text: str, file_format: FileFormat, *, name: str) -> HttpResponse:
    file_name = f"{reference_name(name)}.{file_format.extension}"
    return public(
        HttpResponse(
            text,
            content_type=file_format.content_type,
            headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        )
    )


def reference_name(name: str) -> str:
    """Return a file name that works on every system."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name.encode("ascii", "ignore").decode())
    return plain[:100].strip("-.") or "reference"
