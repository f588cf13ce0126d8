"""Fields that suggest rows while someone types."""

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


class ChosenRows:
    """Shows what was chosen, if it is the id of a row. Django raises ValueError for other text."""

    def optgroups(self, name, value, attrs=None):
        ids = [each for each in map(str, value) if each.isascii() and each.isdecimal()]
        return super().optgroups(name, ids, attrs)


class OneRow(ChosenRows, AutocompleteSelect):
    pass


class SeveralRows(ChosenRows, AutocompleteSelectMultiple):
    pass


class Autocompletes(BaseModelAdmin):
    """Gives the fields in `autocomplete_fields` these widgets, in a form or an inline form."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneRow(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SeveralRows(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
