"""JSON-LD for search engines (schema.org)."""

from django.conf import settings

from content.models import Entry
from content.paths import absolute


def article(entry: Entry, *, canonical: str = "") -> dict:
    """Return an Article with every author as a Person."""
    address = absolute(entry.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": entry.heading[:110],
        "description": entry.description,
        "url": address,
        "mainEntityOfPage": canonical or address,
        "datePublished": (entry.published_at or entry.created_at).isoformat(),
        "dateModified": entry.modified_at.isoformat(),
        "wordCount": entry.word_count,
        "author": [
            {
                "@type": "Organization" if person.is_organization else "Person",
                "name": person.name,
                "url": absolute(person.get_absolute_url()),
            }
            for person in entry.authors
        ],
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")},
        "keywords": [topic.name for topic in entry.labels.topics],
    }
    if entry.lead_image:
        data["image"] = {
            "@type": "ImageObject",
            "url": absolute(entry.lead_image.url),
            "width": entry.lead_image.width,
            "height": entry.lead_image.height,
        }
    return data


def breadcrumbs(trail: list[tuple[str, str]]) -> dict:
    """Return a BreadcrumbList of (name, path), starting with the front page."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate([(settings.SITE_NAME, "/"), *trail], start=1)
        ],
    }
