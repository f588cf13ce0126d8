from content.admin import (
    any_entry,
    bulk_changes,
    deleted_entries,
    jobs,
    media,
    pages,
    people,
    redirects,
    searches,
    taxonomy,
    users,
    web_addresses,
)

__all__ = [
    "any_entry",
    "bulk_changes",
    "deleted_entries",
    "jobs",
    "media",
    "pages",
    "people",
    "redirects",
    "searches",
    "taxonomy",
    "users",
    "web_addresses",
]
