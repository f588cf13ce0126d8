from django.http import HttpRequest, HttpResponse


def revision_detail(request: HttpRequest, revision_id) -> HttpResponse:
    raise NotImplementedError


def article_history(request: HttpRequest, slug) -> HttpResponse:
    raise NotImplementedError


def article_compare(request: HttpRequest, slug) -> HttpResponse:
    raise NotImplementedError
