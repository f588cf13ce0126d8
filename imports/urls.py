from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string

app_name = "imports"

PEOPLE = "events/event/<int:pk>/registrations/import"


def view(name: str) -> Callable[..., HttpResponse]:
    """Return a view that imports its module when it is called.

    Web processes would start later, and larger, with the importers, which few requests need.
    """

    def call(request: HttpRequest, **kwargs) -> HttpResponse:
        return import_string(f"imports.{name}")(request, **kwargs)

    return call


def upload_paths(folder: str, prefix: str) -> list:
    """Return the pages for importing one kind of file."""
    pages = [
        ("", "choose_spreadsheet", "import"),
        ("template/", "template", "template"),
        ("<int:pk>/", "preview", "preview"),
        ("<int:pk>/columns/", "match_columns", "columns"),
    ]
    return [
        path(
            f"{folder}/import/{page}",
            admin.site.admin_view(view(f"views.{function}")),
            {"prefix": prefix},
            name=f"{prefix}-{name}",
        )
        for page, function, name in pages
    ]


urlpatterns = [
    *upload_paths("wiki/resource", "resource"),
    *upload_paths("events/event", "event"),
    path(f"{PEOPLE}/", view("registrant_pages.choose_people"), name="people-import"),
    path(
        f"{PEOPLE}/<int:upload_id>/", view("registrant_pages.preview_people"), name="people-preview"
    ),
    path(
        f"{PEOPLE}/<int:upload_id>/columns/",
        view("registrant_pages.match_people_columns"),
        name="people-columns",
    ),
]
