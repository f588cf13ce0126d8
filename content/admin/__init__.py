from content.admin import (
    any_entry,
    deleted_entries,
    jobs,
    media,
    pages,
    people,
    redirects,
    searches,
    site_settings,
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
    "searches",
    "site_settings",
    "taxonomy",
    "users",
    "web_addresses",
]
