from django.contrib import admin
from django.urls import path

from imports import views

app_name = "imports"

urlpatterns = [
    path("", admin.site.admin_view(views.choose_spreadsheet), name="resource-import"),
    path("template/", admin.site.admin_view(views.template), name="resource-template"),
    path("<int:pk>/columns/", admin.site.admin_view(views.match_columns), name="resource-columns"),
    path("<int:pk>/", admin.site.admin_view(views.preview), name="resource-preview"),
]
