from django.contrib import admin
from django.db.models import Exists, OuterRef

from content.admin.filters import AttentionFilter
from content.models import Contribution, Role


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin) -> list:
        return [("coming", "Upcoming"), ("past", "Past"), ("canceled", "Canceled")]

    def queryset(self, request, queryset):
        match self.value():
            case "coming":
                return queryset.going_ahead().upcoming()
            case "past":
                return queryset.going_ahead().past()
            case "canceled":
                return queryset.canceled()
        return queryset


class EventAttentionFilter(AttentionFilter):
    """Events have presenters instead of authors."""

    def lookups(self, request, model_admin) -> list:
        others = super().lookups(request, model_admin)
        return [
            ("no-presenter", "Without a presenter") if value == "no-author" else (value, words)
            for value, words in others
        ]

    def queryset(self, request, queryset):
        if self.value() != "no-presenter":
            return super().queryset(request, queryset)
        named = Contribution.objects.filter(entry=OuterRef("pk"), role=Role.PRESENTER)
        return queryset.filter(~Exists(named))
