"""What search finds of events."""

from django.db.models import QuerySet
from django.urls import reverse

from content.kinds import PassageSource, SearchSection
from events.models import Passage
from events.times import clock

EVENTS = SearchSection(key="events", label="Events", position=4, url_name="events:event-list")


def shown_passages() -> QuerySet[Passage]:
    """Return the passages of the recordings that readers can see."""
    passages = Passage.objects.filter(recording__available_at__isnull=False)
    return passages.select_related("recording__event").only("second", "recording__event__slug")


def describe_passage(passage: Passage) -> tuple[str, str, str]:
    address = reverse("events:event-detail", args=[passage.recording.event.slug])
    return clock(passage.second), "the recording", f"{address}#t-{passage.second}"


PASSAGES = PassageSource(
    rows=shown_passages,
    entry="recording__event",
    order=("recording", "position"),
    describe=describe_passage,
    # Half the paragraphs of every recording have a common word, and they are quick to rank.
    ranked_at_most=100_000,
)
