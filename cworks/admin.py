from django.conf import settings
from django.contrib import admin
from django.urls import path

from content.views import editing


class AdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = "Write, edit, publish"

    def get_urls(self) -> list:
        # These answer scripts: they say by themselves that somebody is signed out.
        return [
            path("preview/", editing.preview_markdown, name="preview-markdown"),
            path("preview/frame/", editing.preview_frame, name="preview-frame"),
            path("session/", editing.check_session, name="check-session"),
            path("tags/", editing.suggest_tags, name="tag-suggestions"),
            *super().get_urls(),
        ]
