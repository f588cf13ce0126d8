from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from content.paths import detail_path, main_paths
from content.querysets import PUBLISHED_SQL

FOOTER_PAGES = f"""
SELECT title, slug FROM content_page JOIN content_entry ON content_entry.id = entry_ptr_id
 WHERE show_in_footer AND {PUBLISHED_SQL} ORDER BY title
"""


def site(request: HttpRequest) -> dict:
    """Return the site's names, paths, and footer. Nothing here depends on the reader."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "paths": main_paths(),
        "footer_pages": SimpleLazyObject(footer_pages),
    }


def footer_pages() -> list[dict]:
    """Return {title, path} of the footer's pages. In SQL, because every page needs it."""
    with connection.cursor() as cursor:
        cursor.execute(FOOTER_PAGES, {"now": timezone.now()})
        return [
            {"title": title, "path": detail_path("content:page-detail", slug)}
            for title, slug in cursor.fetchall()
        ]
