from functools import cache, lru_cache, partial
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from content import accent
from content.menus import default_menu, read_menu
from content.models import Image, SiteSettings
from content.paths import detail_path
from content.site import site_name, site_settings, site_tagline

# What templates link to: {name in templates: URL name}.
MAIN_PAGES = {
    "home": "home",
    "feed": "home-feed",
    "json_feed": "home-json-feed",
    "blog": "blog:post-list",
    "series": "blog:series-list",
    "library": "wiki:library",
    "wiki": "wiki:article-list",
    "events": "events:event-list",
    "past_events": "events:event-past",
    "calendar": "events:calendar",
    "k_12": "k-12",
    "higher_education": "higher-education",
    "topics": "content:topic-list",
    "tags": "content:tag-list",
    "people": "content:person-list",
    "places": "content:place-list",
    "archive": "content:archive",
    "follow": "following:follow-create",
    "newsletters": "following:newsletter-list",
    "search": "search",
    "search_suggestions": "search-suggestions",
}


class PageLink(NamedTuple):
    label: str
    address: str
    current: str  # for aria-current
    below: tuple["PageLink", ...] = ()

    @property
    def is_current_below(self) -> bool:
        return any(link.current for link in self.below)


class SitePicture(NamedTuple):
    url: str
    width: int
    height: int


class Look(NamedTuple):
    """What stands for the site at the top and the bottom of its pages."""

    name: str
    logo: SitePicture | None
    icon: SitePicture | None


def site(request: HttpRequest) -> dict:
    """The site's names, main pages, masthead, and footer. None depends on who is reading.

    Templates call the functions, so that a page without them doesn't read the site settings.
    """
    return {
        "site": site_settings,
        "site_name": site_name,
        "site_tagline": site_tagline,
        "site_icon": site_icon,
        "site_url": settings.SITE_URL,
        "accent_path": accent_path,
        "announcement": announcement,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "paths": main_paths(),
        "masthead": partial(masthead, request.path),
        "footer": partial(footer, request.path),
    }


@cache
def main_paths() -> dict[str, str]:
    return {name: reverse(url_name) for name, url_name in MAIN_PAGES.items()}


def site_icon() -> Image | None:
    return site_settings().icon


def accent_path() -> str:
    """Return the address of the style sheet with the site's own accent colors, if it has any."""
    found = site_settings()
    if not (found.accent_light or found.accent_dark):
        return ""
    light = found.accent_light or accent.LIGHT.accent
    dark = found.accent_dark or accent.DARK.accent
    return reverse("accent", args=[light[1:].lower(), dark[1:].lower()])


def announcement() -> str:
    return mark_safe(site_settings().current_announcement)  # noqa: S308 (rendered by content.markdown)


def masthead(path: str) -> str:
    """Return the header of the page at a path."""
    menu = links_of("main_menu", path)
    return render_part(
        "masthead",
        look_of(site_settings()),
        menu=menu,
        has_nested=any(link.below for link in menu),
        has_search=path != main_paths()["search"],
    )


def footer(path: str) -> str:
    found = site_settings()
    return render_part(
        "footer",
        look_of(found),
        text=found.footer_text_html,
        site_tagline=site_tagline(),
        contact_email=found.contact_email,
        contact_address=found.contact_address,
        columns=links_of("footer_menu", path),
        social=links_of("social_links", path),
        pages=footer_pages(found, path),
    )


def look_of(found: SiteSettings) -> Look:
    return Look(site_name(), picture_of(found.logo), picture_of(found.icon))


def picture_of(image: Image | None) -> SitePicture | None:
    return SitePicture(image.url, image.width, image.height) if image else None


# They say the same on most pages, and took an eighth of a page's time. What they show is all in the
# arguments, so what was rendered before is never outdated.
@lru_cache(maxsize=100)
def render_part(name: str, look: Look, **context) -> str:
    context |= {"look": look, "paths": main_paths()}
    return render_to_string(f"components/{name}.html", context)


def links_of(menu: str, path: str) -> tuple[PageLink, ...]:
    """Return the links of a menu of the site settings, for the page at a path."""
    items = getattr(site_settings(), menu) or default_menu(menu)
    return tuple(
        PageLink(
            link.label,
            link.address,
            current_of(link.address, path),
            tuple(
                PageLink(each.label, each.address, current_of(each.address, path))
                for each in link.below
            ),
        )
        for link in read_menu(items)
    )


def current_of(address: str, path: str) -> str:
    """Return "page" for the page at this address, "true" for one below it, and otherwise ""."""
    if path == address:
        return "page"
    is_section = len(address) > 1 and address.endswith("/") and path.startswith(address)
    return "true" if is_section else ""


def footer_pages(found: SiteSettings, path: str) -> tuple[PageLink, ...]:
    """Return links to the permanent pages of the footer, for the page at a path."""
    addresses = [
        (title, detail_path("content:page-detail", slug)) for title, slug in found.footer_pages
    ]
    return tuple(
        PageLink(title, address, "page" * (address == path)) for title, address in addresses
    )
