from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from content.models import Page
from content.views.listings import public


def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published().for_page(), slug=slug)
    return public(render(request, "content/page_detail.html", {"entry": page}))
