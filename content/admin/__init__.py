from content.admin import entries, media, pages, people, redirects, taxonomy, users

__all__ = ["entries", "media", "pages", "people", "redirects", "taxonomy", "users"]
