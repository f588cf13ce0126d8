from django.db import models
from django.db.models import F, Q


class Seats(models.Model):
    """How many seats an event has and how many are taken.

    This is a separate table so that saving the event's form can't write an outdated number back,
    and a thousand registrations in a minute don't rewrite the event's row a thousand times.
    """

    event = models.OneToOneField(
        "events.Event", on_delete=models.CASCADE, primary_key=True, related_name="seats"
    )
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="Leave empty for unlimited."
    )
    taken = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(
        default=True,
        editable=False,
        help_text="False once the event is canceled. A registration that waits for the lock reads "
        "this row as it is now, but has read the event’s row as it was before.",
    )

    class Meta:
        verbose_name_plural = "seats"
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__lte=1_000_000),
                name="seats_at_most_a_million",
                violation_error_message="Enter at most 1,000,000 seats, or leave it empty.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="seats_never_too_many",
                violation_error_message="More people than that already have a seat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {'unlimited' if self.capacity is None else self.capacity}"

    @property
    def are_all_taken(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity
