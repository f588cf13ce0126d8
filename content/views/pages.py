from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.static import serve

from content.models import Page
from content.views.listings import public


def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published().for_page(), slug=slug)
    return public(render(request, "content/page_detail.html", {"entry": page}))


def media(request: HttpRequest, path: str) -> FileResponse:
    """Send an uploaded file. Its name carries its content's hash, so it can be kept for ever."""
    from django.conf import settings

    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Whatever a file may contain, opened by itself it runs nothing and loads nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
