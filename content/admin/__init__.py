from content.admin import (
    any_entry,
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
    "media",
    "pages",
    "people",
    "redirects",
    "taxonomy",
    "users",
    "web_addresses",
]
