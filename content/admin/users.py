from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from content.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    ordering = ["name"]
    list_display = ["name", "email", "is_active", "is_superuser"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["person"]
    fieldsets = [
        (None, {"fields": ["name", "email", "password", "person"]}),
        ("What they may do", {"fields": ["groups", "is_staff", "is_active", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["name", "email", "password1", "password2", "groups"]})]
    filter_horizontal = []
