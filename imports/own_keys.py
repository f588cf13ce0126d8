"""Custom fields of our own exports for WordPress, for what WordPress doesn't know."""

# Which series a post is a part of, named by the number of its item, and where.
SERIES_KEY, PART_KEY = "_part_of_series", "_part_number"
PREFIX = "cworks_"
OWN_FIELDS = {
    "publication": ("publisher", "edition", "isbn", "doi"),
    "resource": ("archived_url",),
    "event": (
        "event_type", "address", "room", "host_name", "host_url", "what_to_bring", "accessibility",
    ),
}  # fmt: skip


def own_keys(kind: str) -> dict[str, str]:
    """Return {field of an entry of this kind: its key}."""
    return {name: f"{PREFIX}{name}" for name in OWN_FIELDS.get(kind, ())}
