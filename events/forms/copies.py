"""Another date of the same event."""

from events.models import Event

KEPT = [
    "title", "summary", "body", "event_type", "series", "time_zone", "is_all_day", "is_online",
    "venue", "room", "address", "join_url", "join_notes", "host_name", "host_url",
    "registration_url", "what_to_bring", "accessibility", "has_captions",
    "takes_registrations", "has_waiting_list", "reminds_day_before", "reminds_hour_before",
    "sector", "lead_image", "lead_image_caption", "search_title", "search_description",
]  # fmt: skip


def copied_values(event: Event) -> dict:
    """Return what the form for another date begins with: everything but the dates."""
    values = {name: getattr(event, event._meta.get_field(name).attname) for name in KEPT}
    return {
        **values,
        "capacity": event.seats.capacity,
        "topics": list(event.topics.values_list("pk", flat=True)),
        "tags": list(event.tags.names()),
        "places": list(event.places.values_list("pk", flat=True)),
        "companions": list(event.companions.values_list("pk", flat=True)),
    }


def copied_people(event: Event) -> list[dict]:
    """Return the rows with which the people of another date begin."""
    rows = event.contributions.order_by("position", "pk").values("person", "role")
    return list(rows)
