from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.models import Page
from content.paths import main_paths


def site(request: HttpRequest) -> dict:
    """The site's names and its footer. Nothing here depends on who is reading."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "paths": main_paths(),
        "footer_pages": SimpleLazyObject(footer_pages),
    }


def footer_pages() -> list[Page]:
    pages = Page.objects.published().filter(show_in_footer=True)
    return list(pages.only("kind", "slug", "title").order_by("title"))
