from django.http import HttpRequest, HttpResponse


def suggestion_create(request: HttpRequest, slug) -> HttpResponse:
    raise NotImplementedError
