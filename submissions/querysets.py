from typing import Self

from django.db import models
from django.db.models import FETCH_RAISE


class SubmissionQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        """What really came from its address. Staff see nothing else."""
        return self.filter(confirmed_at__isnull=False)

    def public(self) -> Self:
        """The problems of practice that readers see."""
        return self.filter(published_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    # The shapes that listings and feeds ask for.

    def as_cards(self) -> Self:
        return self.select_related("topic").fetch_mode(FETCH_RAISE)

    def as_feed_items(self) -> Self:
        return self.as_cards()
