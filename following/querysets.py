from typing import Self

from django.db import models


class FollowQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Those that readers confirmed and did not stop."""
        return self.filter(confirmed_at__isnull=False, stopped_at=None)

    def reachable(self) -> Self:
        """Active ones of readers whom we may email."""
        return self.active().filter(reader__problem="")

    def in_order(self) -> Self:
        return self.order_by("created_at", "pk")
