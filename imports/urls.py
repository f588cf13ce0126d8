from django.contrib import admin
from django.urls import path

from imports import views
from imports.pasted_texts import paste
from imports.registrant_pages import ChoosePeopleView, PeopleColumnsView, PreviewPeopleView
from imports.uploads import EVENT_FILES, RESOURCE_FILES, UploadKind

app_name = "imports"

PEOPLE = "events/event/<int:pk>/registrations/import"


def upload_paths(folder: str, kind: UploadKind) -> list:
    """Return the pages for importing one kind of file."""
    pages = [
        ("", views.choose_spreadsheet, "import"),
        ("template/", views.template, "template"),
        ("<int:pk>/", views.preview, "preview"),
        ("<int:pk>/columns/", views.match_columns, "columns"),
    ]
    return [
        path(
            f"{folder}/import/{page}",
            admin.site.admin_view(view),
            {"kind": kind},
            name=f"{kind.prefix}-{name}",
        )
        for page, view, name in pages
    ]


urlpatterns = [
    # A script calls it: the view itself says when the user is signed out.
    path("paste/", paste, name="paste"),
    *upload_paths("wiki/resource", RESOURCE_FILES),
    *upload_paths("events/event", EVENT_FILES),
    path(f"{PEOPLE}/", ChoosePeopleView.as_view(), name="people-import"),
    path(f"{PEOPLE}/<int:upload_id>/", PreviewPeopleView.as_view(), name="people-preview"),
    path(f"{PEOPLE}/<int:upload_id>/columns/", PeopleColumnsView.as_view(), name="people-columns"),
]
