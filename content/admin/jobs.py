from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.jobs import Status

from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.moments import format_minute
from content.phrases import describe_task

LONGEST = 200  # characters, of a job's arguments
STATUSES = {status.value for status in Status}

admin.site.unregister(ProcrastinateJob)


class EventInline(admin.TabularInline):
    model = ProcrastinateEvent
    fields = ["type", "when"]
    readonly_fields = ["type", "when"]
    verbose_name_plural = "what happened"
    ordering = ["-at"]
    extra = 0
    can_delete = False

    @admin.display(description="When")
    def when(self, event: ProcrastinateEvent) -> str:
        return format_event_time(event)


@admin.register(ProcrastinateJob)
class JobAdmin(ListedLookups, ProcrastinateJobAdmin):
    """Procrastinate's own, in the words of our lists, with the lookups that its filters offer."""

    list_display = ["task", "state", "arguments", "last_event"]
    list_filter = ["status", "queue_name", "task_name"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fields = [
        "pk",
        "task_name",
        "state",
        "arguments",
        "queue_name",
        "priority",
        "scheduled",
        "attempts",
    ]
    inlines = [EventInline]

    @admin.display(description="Task", ordering="task_name")
    def task(self, job: ProcrastinateJob) -> str:
        return describe_task(job.task_name)

    @admin.display(description="Status", ordering="status")
    def state(self, job: ProcrastinateJob) -> SafeString:
        # Procrastinate writes it with two l.
        return show_status("canceled" if job.status.startswith("cancel") else job.status)

    @admin.display(description="With", empty_value="")
    def arguments(self, job: ProcrastinateJob) -> SafeString | str:
        words = ", ".join(f"{name}: {value}" for name, value in job.args.items())
        return format_html('<code class="arguments">{}</code>', words[:LONGEST]) if words else ""

    @admin.display(description="Scheduled", empty_value="As soon as possible")
    def scheduled(self, job: ProcrastinateJob) -> str | None:
        return format_minute(job.scheduled_at) if job.scheduled_at else None

    @admin.display(description="What happened last")
    def last_event(self, job: ProcrastinateJob) -> str:
        event = next(iter(job.procrastinateevent_set.all()), None)
        if event is None:
            return ""
        return f"{event.type.replace('_', ' ').capitalize()} {format_event_time(event)}"

    def lookup_allowed(self, lookup: str, value: str, request) -> bool:
        if lookup.partition("__")[0] == "status":
            # An enumeration in the database, which refuses to compare it with any other text.
            return lookup in ("status", "status__exact") and value in STATUSES
        return super().lookup_allowed(lookup, value, request)


def format_event_time(event: ProcrastinateEvent) -> str:
    return format_minute(event.at) if event.at else ""
