from django.contrib import admin

from content.admin.autocompletes import Autocompletes
from content.admin.deletion import PlainDeletion
from content.moments import LAST_YEAR


class ListedLookups(Autocompletes, PlainDeletion):
    """Filters a list only by what the list offers, and refuses other lookups in the address.

    Django also filters by any other field, so someone could find out, letter by letter, what the
    list does not show: `?password__startswith=`, `?preview_token__startswith=`. Every list of the
    site has this, and with it the plain words about deletions and fields with suggestions.
    """

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
