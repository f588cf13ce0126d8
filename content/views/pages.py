from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from content.kinds import EDITORS, EVERYTHING, Kind
from content.models import Page
from content.views.listings import public


def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published().as_page(), slug=slug)
    return public(render(request, PAGE.detail_template, page_context(page)))


def page_context(page: Page, *, is_preview: bool = False) -> dict:
    return {"entry": page}


PAGE = Kind(
    model=Page,
    detail_url_name="content:page-detail",
    detail_template="content/page_detail.html",
    detail_context=page_context,
    permissions={
        "page": {EDITORS: EVERYTHING},
        "frontpage": {EDITORS: ("view", "add", "change")},
    },
    admin_group="Write",
    admin_models=("frontpage",),
)
