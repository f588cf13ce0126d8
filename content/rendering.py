from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.html import format_html

from content.markdown import ImageFacts, Rendered, render
from content.models import Entry, Image, Link, SiteSettings
from content.models.site_settings import SITE_TEXTS
from content.paths import library_path, wanted_path
from content.site import forget_site_settings

RENDERED_FIELDS = ["body_html", "excerpt_html", "has_more", "headings", "word_count"]


def render_text(text: str) -> Rendered:
    """Render Markdown with the site's own images and with links to its own pages."""
    return render(
        text,
        find_images=Image.objects.facts_by_url,
        find_pages=Entry.objects.paths_by_title,
        wanted_path=wanted_path,
        library_path=library_path,
    )


def render_without_database(text: str, images: Mapping[str, ImageFacts]) -> Rendered:
    """Render Markdown with these images, by address. Its wiki links lead nowhere yet."""
    return render(
        text,
        find_images=lambda urls: {url: images[url] for url in urls if url in images},
        wanted_path=wanted_path,
        library_path=library_path,
    )


def markdownify(text: str) -> str:
    """Return the HTML that the site shows for a text (MARKDOWNX_MARKDOWNIFY_FUNCTION)."""
    return render_text(text).html


def render_entry(entry: Entry) -> Rendered:
    """Fill in the fields derived from an entry's body."""
    rendered = render_text(entry.body)
    fill_in_rendered(entry, rendered)
    return rendered


def fill_in_rendered(entry: Entry, rendered: Rendered) -> None:
    entry.body_html = rendered.html
    entry.has_more = rendered.has_more
    entry.headings = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
    ]
    entry.word_count = rendered.word_count
    if rendered.has_more:
        entry.excerpt_html = rendered.excerpt_html
    elif entry.summary:
        entry.excerpt_html = format_html("<p>{}</p>", entry.summary)
    else:
        entry.excerpt_html = rendered.first_paragraph_html


def save_site_settings(*, site: SiteSettings) -> SiteSettings:
    """Save the site settings without keeping the earlier ones (content.site_changes does)."""
    render_site_texts(site)
    site.pk = 1
    site.save()
    forget_site_settings()
    return site


def render_site_texts(site: SiteSettings) -> None:
    for name in SITE_TEXTS:
        setattr(site, f"{name}_html", render_text(getattr(site, name)).html)


@transaction.atomic
def rerender_image(*, image: Image) -> None:
    """Render again everything that shows an image, after its description or renditions changed."""
    rerender(entry_ids=image.entries.values_list("pk", flat=True))
    for site in SiteSettings.objects.select_for_update():
        save_site_settings(site=site)


@transaction.atomic
def rerender(*, entry_ids: Iterable[int]) -> int:
    """Render these entries' texts again, and return the number of entries.

    For changes in what a text refers to, not in the text itself: writes no revision and doesn't
    mark the entry as modified.
    """
    # Lock the rows, in order, so that no save or other rerendering writes in between.
    entries = Entry.objects.filter(pk__in=entry_ids).order_by("pk").select_for_update(of=["self"])
    count = 0
    for entry in entries.iterator(chunk_size=50):
        rendered = render_entry(entry)
        fields = {field: getattr(entry, field) for field in RENDERED_FIELDS}
        Entry.objects.filter(pk=entry.pk).update(**fields)
        Link.objects.retarget(entry=entry, titles=Entry.objects.ids_by_title(rendered.wiki_titles))
        count += 1
    return count
