from django.http import HttpRequest, HttpResponse


def current_file(request: HttpRequest, slug, name) -> HttpResponse:
    raise NotImplementedError


def file_version(request: HttpRequest, slug, number, name) -> HttpResponse:
    raise NotImplementedError
