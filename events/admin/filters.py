from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone

from content.admin.filters import AttentionFilter
from content.models import Contribution, Role


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin) -> list:
        return [("coming", "Upcoming"), ("past", "Past"), ("canceled", "Canceled")]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "coming":
                return queryset.filter(over_at__gt=now, canceled_at=None)
            case "past":
                return queryset.filter(over_at__lte=now, canceled_at=None)
            case "canceled":
                return queryset.filter(canceled_at__isnull=False)
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
