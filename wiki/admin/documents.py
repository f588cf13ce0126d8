from django.contrib import admin

from content.admin.media import DocumentAdmin
from content.models import Document

admin.site.unregister(Document)


@admin.register(Document)
class OtherDocumentAdmin(DocumentAdmin):
    """Documents except publications' files, which may be drafts and have pages of their own."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(file_versions=None)
