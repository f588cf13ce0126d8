from django.http import HttpRequest, HttpResponse


def count_read(request: HttpRequest, slug) -> HttpResponse:
    raise NotImplementedError
