from django.contrib import admin
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from content.admin.lookups import ListedLookups

STATUSES = {status.value for status in Status}

admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(ListedLookups, ProcrastinateJobAdmin):
    """Procrastinate's own, with the lookups that its filters offer."""

    def lookup_allowed(self, lookup: str, value: str, request) -> bool:
        if lookup.partition("__")[0] == "status":
            # An enumeration in the database, which refuses to compare it with any other text.
            return lookup in ("status", "status__exact") and value in STATUSES
        return super().lookup_allowed(lookup, value, request)
