"""JSON-LD for search engines (schema.org)."""

from django.templatetags.static import static

from content.labels import Contributor
from content.models import Entry, Image, Person
from content.paths import absolute
from content.site import site_name, site_settings, site_tagline

CONTEXT = "https://schema.org"
LOGO_SIZE = 180  # pixels


def without_empty(data: dict) -> dict:
    """Return the values that are known. Search engines report empty ones as errors."""
    return {name: value for name, value in data.items() if value not in ("", [], {}, None)}


def article(entry: Entry, *, canonical: str = "") -> dict:
    """Return an Article with every author."""
    address = absolute(entry.get_absolute_url())
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "headline": entry.heading[:110],
            "description": entry.description,
            "url": address,
            "mainEntityOfPage": canonical or address,
            "datePublished": (entry.published_at or entry.created_at).isoformat(),
            "dateModified": entry.modified_at.isoformat(),
            "wordCount": entry.word_count,
            "author": [person(author) for author in entry.authors],
            "publisher": organization(),
            "keywords": [topic.name for topic in entry.labels.topics],
            "image": entry.lead_image and image(entry.lead_image),
        }
    )


def person(maker: Contributor | Person) -> dict:
    return {
        "@type": "Organization" if maker.is_organization else "Person",
        "name": maker.name,
        "url": absolute(maker.get_absolute_url()),
    }


def profile(person_shown: Person) -> dict:
    """Return the ProfilePage of a person, with everything that the page says about them."""
    is_organization = person_shown.is_organization
    portrait = person_shown.portrait
    described = {
        **person(person_shown),
        "description": person_shown.biography,
        "jobTitle": "" if is_organization else person_shown.job_title,
        "affiliation": ""
        if is_organization or not person_shown.affiliation
        else {"@type": "Organization", "name": person_shown.affiliation},
        "image": portrait and absolute(portrait.url),
        "sameAs": person_shown.website,
    }
    return {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "url": absolute(person_shown.get_absolute_url()),
        "mainEntity": without_empty(described),
    }


def site(*, search_path: str) -> list[dict]:
    """Return the WebSite, which can be searched, and its publisher."""
    words = "search_term_string"
    website = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": site_name(),
        "description": site_tagline(),
        "url": absolute("/"),
        "publisher": {"@id": organization()["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(search_path)}?q={{{words}}}",
            },
            "query-input": f"required name={words}",
        },
    }
    return [website, {"@context": CONTEXT, **organization()}]


def organization() -> dict:
    """Return the Organization that publishes this site. It is the same one on every page."""
    found = site_settings()
    facts = {
        "@type": "Organization",
        "@id": absolute("/#organization"),
        "name": site_name(),
        "url": absolute("/"),
        "logo": logo(),
        "email": found.contact_email,
        "sameAs": [link["address"] for link in found.social_links],
    }
    return without_empty(facts)


def logo() -> dict:
    found = site_settings()
    own = found.logo or found.icon
    if own:
        return image(own)
    return {
        "@type": "ImageObject",
        "url": absolute(static("img/touch-icon.png")),
        "width": LOGO_SIZE,
        "height": LOGO_SIZE,
    }


def image(shown: Image) -> dict:
    return {
        "@type": "ImageObject",
        "url": absolute(shown.url),
        "width": shown.width,
        "height": shown.height,
    }


def breadcrumbs(trail: list[tuple[str, str]]) -> dict:
    """Return a BreadcrumbList of (name, path), starting with the front page."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate([(site_name(), "/"), *trail], start=1)
        ],
    }
