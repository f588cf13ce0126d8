from django.contrib import admin

from content.models import Document, Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    search_fields = ["alt", "original_name", "credit"]
    list_display = ["__str__"]


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    search_fields = ["title", "original_name"]
