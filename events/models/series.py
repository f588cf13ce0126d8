from content.models.addresses import Addressed
from content.models.fields import LineField, LinesField, SlugLineField
from events.querysets import EventSeriesQuerySet


class EventSeries(Addressed):
    """Several dates of one program, such as monthly office hours or a four-evening course."""

    name = LineField(max_length=200)
    slug = SlugLineField(max_length=200, unique=True, allow_unicode=True)
    description = LinesField(
        blank=True, help_text="One or two sentences, shown on the series’ page."
    )

    url_name = "events:series-detail"

    objects = EventSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "event series"
        verbose_name_plural = "event series"

    def __str__(self) -> str:
        return self.name
