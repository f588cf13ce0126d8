from django.contrib import admin

from content.admin.media import DocumentAdmin
from content.models import Document

admin.site.unregister(Document)


@admin.register(Document)
class OtherDocumentAdmin(DocumentAdmin):
    """Documents but for the files of publications, which may be drafts: those have their pages."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(file_versions=None)
