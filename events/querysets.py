from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from content.querysets import EntryQuerySet


class EventQuerySet(EntryQuerySet):
    def published(self, *, at: datetime | None = None) -> Self:
        return super().published(at=at).filter(kind="event")

    def coming(self, *, at: datetime | None = None) -> Self:
        """Those that are not over, the next first."""
        return self.filter(over_at__gt=at or timezone.now()).order_by("starts_at", "pk")

    def past(self, *, at: datetime | None = None) -> Self:
        return self.filter(over_at__lte=at or timezone.now())

    def with_facts(self) -> Self:
        """With what the state of an event depends on."""
        return self.select_related("seats", "recording__slides", "series")


class RegistrationQuerySet(models.QuerySet):
    def seated(self) -> Self:
        return self.filter(state="registered")

    def waiting(self) -> Self:
        """The waiting list, in the order in which seats are given."""
        return self.filter(state="waiting").order_by("waiting_since", "pk")

    def reachable(self) -> Self:
        """Those whose address is not deleted."""
        return self.filter(erased_at=None)
