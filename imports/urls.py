from django.contrib import admin
from django.urls import path

from imports import views
from imports.registrant_pages import ImportPeopleView

app_name = "imports"

RESOURCES = "wiki/resource/import/"
urlpatterns = [
    path(RESOURCES, admin.site.admin_view(views.choose_spreadsheet), name="resource-import"),
    path(f"{RESOURCES}template/", admin.site.admin_view(views.template), name="resource-template"),
    path(f"{RESOURCES}<int:pk>/", admin.site.admin_view(views.preview), name="resource-preview"),
    path(
        f"{RESOURCES}<int:pk>/columns/",
        admin.site.admin_view(views.match_columns),
        name="resource-columns",
    ),
    path(
        "events/event/<int:pk>/registrations/import/",
        ImportPeopleView.as_view(),
        name="people-import",
    ),
]
