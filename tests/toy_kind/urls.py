from django.urls import path

from content.views.entries import entry_detail

app_name = "toy_kind"

urlpatterns = [path("toys/<str:slug>/", entry_detail, {"kind": "toy"}, name="toy-detail")]
