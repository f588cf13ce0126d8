from django.http import HttpRequest, HttpResponse


def library_problem(request: HttpRequest, slug) -> HttpResponse:
    raise NotImplementedError


def article_problem(request: HttpRequest, slug) -> HttpResponse:
    raise NotImplementedError
