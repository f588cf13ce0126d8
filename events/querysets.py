from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from content.querysets import EntryQuerySet
from content.sql_names import SQLNames

# A transcript of an hour has 60,000 characters; pages read its passages instead.
LONG = ["recording__transcript_vtt"]


def coming_sql(event: SQLNames) -> str:
    """Events that are neither over nor canceled, for statements whose parameter `now` is the time.

    The same as EventQuerySet.upcoming() and going_ahead().
    """
    return f"{event}.{event.over_at} > %(now)s AND {event}.{event.canceled_at} IS NULL"


class EventSeriesQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Series with at least one public date."""
        dates = self.model._meta.get_field("events").related_model._default_manager
        return self.filter(Exists(dates.published().filter(series=OuterRef("pk"))))


class EventQuerySet(EntryQuerySet):
    def published(self, *, at: datetime | None = None) -> Self:
        return super().published(at=at).filter(kind="event")

    def upcoming(self, *, at: datetime | None = None) -> Self:
        """Events that are not over, the next one first."""
        return self.filter(over_at__gt=at or timezone.now()).order_by("starts_at", "pk")

    def past(self, *, at: datetime | None = None) -> Self:
        return self.filter(over_at__lte=at or timezone.now())

    def without_recording(self, *, at: datetime | None = None) -> Self:
        """Published webinars of the last 30 days whose recording isn't published."""
        now = at or timezone.now()
        recent = self.published(at=now).past(at=now).filter(over_at__gt=now - timedelta(days=30))
        return recent.going_ahead().filter(event_type="webinar", recording__available_at=None)

    def going_ahead(self) -> Self:
        """Events that are not canceled."""
        return self.filter(canceled_at=None)

    def canceled(self) -> Self:
        return self.filter(canceled_at__isnull=False)

    def with_waiting(self) -> Self:
        """With the number of people on the waiting list."""
        waiting = Q(registrations__state="waiting")
        people = self.model.objects.filter(pk=OuterRef("pk")).values("pk").order_by()
        counted = people.annotate(count=Count("registrations", filter=waiting)).values("count")
        return self.annotate(waiting=Subquery(counted))

    def with_failed_emails(self) -> Self:
        failed = self.model.objects.filter(registrations__deliveries__state="failed")
        return self.filter(pk__in=failed.values("pk"))

    def as_page(self) -> Self:
        files = ["recording__slides", "recording__file"]
        return super().as_page().with_facts().select_related(*files)

    def with_facts(self) -> Self:
        """With everything that the state of an event depends on."""
        return self.select_related("seats", "recording", "series").defer(*LONG)


class RegistrationQuerySet(models.QuerySet):
    def seated(self) -> Self:
        return self.filter(state="registered")

    def held(self) -> Self:
        """Seats that are still to be confirmed."""
        return self.seated().filter(held_until__isnull=False)

    def not_held(self) -> Self:
        """Everyone to whom we may write about more than confirming their seat."""
        return self.filter(held_until=None)

    def waiting(self) -> Self:
        """The waiting list, in the order in which people get seats."""
        return self.filter(state="waiting").order_by("waiting_since", "pk")

    def reachable(self) -> Self:
        """Registrations whose email address has not been erased."""
        return self.filter(erased_at=None)
