from content.admin import (
    any_entry,
    deleted_entries,
    jobs,
    media,
    pages,
    people,
    redirects,
    taxonomy,
    users,
    web_addresses,
)

__all__ = [
    "any_entry",
    "deleted_entries",
    "jobs",
    "media",
    "pages",
    "people",
    "redirects",
    "taxonomy",
    "users",
    "web_addresses",
]
