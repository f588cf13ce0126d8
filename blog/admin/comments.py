from django.contrib import admin

from blog.models import Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = ["name", "post", "status", "created_at"]
    list_filter = ["status"]
    raw_id_fields = ["post", "parent"]
