"""Which entries use which files, for lists of files."""

from collections.abc import Collection

from content.kinds import all_kinds
from content.models import Entry, Image, Person, SiteSettings
from content.models.site_settings import SITE_IMAGES, SITE_TEXTS
from content.rendering import render_text

# By the number of the file: the numbers of the entries.
Uses = dict[int, set[int]]


def entries_with_images(pks: Collection[int]) -> Uses:
    """Return the entries that show each of these images."""
    uses: Uses = {pk: set() for pk in pks}
    in_texts = Entry.images.through.objects.filter(image__in=pks).values_list("image", "entry")
    leading = Entry.objects.filter(lead_image__in=pks).values_list("lead_image", "pk")
    shared = Entry.objects.filter(card_image__in=pks).values_list("card_image", "pk")
    for image, entry in [*in_texts, *leading, *shared]:
        uses[image].add(entry)
    return uses


def other_uses_of_images(pks: Collection[int]) -> dict[int, list[str]]:
    """Return where else each of these images is shown, as ends of “Used …”."""
    uses: dict[int, list[str]] = {pk: [] for pk in pks}
    people = Person.objects.filter(portrait__in=pks).order_by("name", "pk")
    for image, name in people.values_list("portrait", "name"):
        uses[image].append(f"as the portrait of {name}")
    on_site: set[int] = set()
    for site in SiteSettings.objects.all():
        on_site |= {getattr(site, f"{name}_id") for name in SITE_IMAGES}
        urls = {url for name in SITE_TEXTS for url in render_text(getattr(site, name)).image_urls}
        on_site |= set(Image.objects.with_urls(urls).values_list("pk", flat=True))
    for image in on_site & uses.keys():
        uses[image].append("in the site settings")
    return uses


def entries_with_documents(pks: Collection[int]) -> Uses:
    """Return the entries that link to each of these documents, or offer it."""
    uses: Uses = {pk: set() for pk in pks}
    linking = Entry.documents.through.objects.filter(document__in=pks)
    found = list(linking.values_list("document", "entry"))
    for kind in all_kinds():
        for source in kind.documents:
            rows = source.rows(True).filter(**{f"{source.document}__in": pks})
            found += rows.values_list(source.document, source.entry)
    for document, entry in found:
        uses[document].add(entry)
    return uses
