from django.contrib import admin

from content.admin.entries import EntryAdmin
from tests.toy_kind.models import Toy


@admin.register(Toy)
class ToyAdmin(EntryAdmin):
    fieldsets = [*EntryAdmin.fieldsets, ("Toy", {"fields": ["material"]})]
