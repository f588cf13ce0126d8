from django.contrib import admin
from django.db.models import Exists, OuterRef

from content.admin.filters import AttentionFilter
from content.models import Contribution, Role

SEES_EMAILS = "events.view_registration"


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin) -> list:
        return [("coming", "Upcoming"), ("past", "Past"), ("canceled", "Called off")]

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
        others.append(("no-recording", "Recently over, without a recording"))
        if request.user.has_perm(SEES_EMAILS):
            others.append(("failed-emails", "Failed emails"))
        return [
            ("no-presenter", "Without a presenter") if value == "no-author" else (value, words)
            for value, words in others
        ]

    def queryset(self, request, queryset):
        if self.value() == "failed-emails" and request.user.has_perm(SEES_EMAILS):
            return queryset.with_failed_emails()
        if self.value() == "no-recording":
            return queryset.without_recording()
        if self.value() != "no-presenter":
            return super().queryset(request, queryset)
        named = Contribution.objects.filter(entry=OuterRef("pk"), role=Role.PRESENTER)
        return queryset.filter(~Exists(named))
