from content.admin import any_entry, media, pages, people, redirects, taxonomy, users

__all__ = ["any_entry", "media", "pages", "people", "redirects", "taxonomy", "users"]
