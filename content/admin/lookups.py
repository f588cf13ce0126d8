from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, QuerySet
from django.utils.text import smart_split

from content.activity import record
from content.admin.autocompletes import Autocompletes
from content.admin.deletion import PlainDeletion
from content.models import Activity, Entry, SiteSettings
from content.moments import LAST_YEAR

MAX_WORDS = 10
TOO_MANY_WORDS = f"A search has at most {MAX_WORDS} words. The rest was left out."
# Their services record what happens to them.
RECORDED_BY_SERVICES = (Entry, SiteSettings)


class RecordedChanges(admin.ModelAdmin):
    """Records in the recent activity what Django's own log says of the forms of a model."""

    activity_kind = Activity.Matter.OTHER

    def log_addition(self, request, obj, message) -> LogEntry:
        logged = super().log_addition(request, obj, message)
        self.record_activity(request, obj, "Added")
        return logged

    def log_change(self, request, obj, message) -> LogEntry:
        logged = super().log_change(request, obj, message)
        self.record_activity(request, obj, logged.get_change_message())
        return logged

    def log_deletions(self, request, queryset: QuerySet) -> list[LogEntry]:
        rows = list(queryset)
        for row in rows:
            if not isinstance(row, RECORDED_BY_SERVICES):
                record(Activity.Matter.DELETION, "Deleted", by=request.user, about=row)
        return super().log_deletions(request, queryset)

    def record_activity(self, request, row: Model, what: str) -> None:
        if not isinstance(row, RECORDED_BY_SERVICES):
            record(self.activity_kind, what, by=request.user, about=row)


class ListedLookups(RecordedChanges, Autocompletes, PlainDeletion):
    """Filters a list only by what the list offers, and refuses other lookups in the address.

    Django also filters by any other field, so someone could find out, letter by letter, what the
    list does not show: `?password__startswith=`, `?preview_token__startswith=`. Every list of the
    site has this, and with it the plain words about deletions and fields with suggestions.

    Searches use the first words only: each costs the database a look at every row.
    """

    def get_search_results(self, request, queryset, search_term: str):
        words = list(smart_split(search_term))
        if len(words) > MAX_WORDS:
            search_term = " ".join(words[:MAX_WORDS])
            if request.resolver_match.url_name.endswith("_changelist"):
                self.message_user(request, TOO_MANY_WORDS, messages.WARNING)
        return super().get_search_results(request, queryset, search_term)

    # What a list says below its title while it has rows, and while it has none.
    list_help = ""
    empty_help = ""

    def lookup_allowed(self, lookup: str, value: str, request) -> bool:
        if lookup in {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}:
            # Django raises OverflowError for the last year of its calendar.
            return value.isascii() and value.isdecimal() and int(value[:9]) <= LAST_YEAR
        offered = {self.date_hierarchy}
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
                offered.add(item.parameter_name)
            elif isinstance(item, (list, tuple)):
                offered.add(str(item[0]))
            else:
                offered.add(str(item))
        return any(lookup == name or lookup.startswith(f"{name}__") for name in offered if name)

    def changelist_view(self, request, extra_context=None):
        for number in request.POST.getlist(ACTION_CHECKBOX_NAME):
            # Django fails on what no list has.
            try:
                self.opts.pk.to_python(number)
            except ValidationError as error:
                raise BadRequest("A selected item has no ID.") from error
        return super().changelist_view(request, extra_context)
