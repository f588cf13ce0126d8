"""The initial values of the form for another date of an event."""

from events.models import Event

COPIED_FIELDS = [
    "title", "summary", "body", "event_type", "series", "time_zone", "is_all_day", "is_online",
    "venue", "room", "address", "join_url", "join_notes", "host_name", "host_url",
    "registration_url", "what_to_bring", "accessibility", "has_captions",
    "takes_registrations", "has_waiting_list", "reminds_day_before", "reminds_hour_before",
    "sector", "lead_image", "lead_image_caption", "card_image", "search_title",
    "search_description",
]  # fmt: skip


def copied_values(event: Event) -> dict:
    """Return the initial values for another date: everything except dates and times."""
    values = {name: getattr(event, event._meta.get_field(name).attname) for name in COPIED_FIELDS}
    return {
        **values,
        "capacity": event.seats.capacity,
        "topics": list(event.topics.values_list("pk", flat=True)),
        "tags": list(event.tags.names()),
        "places": list(event.places.values_list("pk", flat=True)),
        "companions": list(event.companions.values_list("pk", flat=True)),
    }


def copied_people(event: Event) -> list[dict]:
    """Return the initial rows for the people of another date."""
    rows = event.contributions.order_by("position", "pk").values("person", "role")
    return list(rows)
