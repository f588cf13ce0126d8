from django.conf import settings
from django.contrib import admin


class AdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = "Write, edit, publish"
