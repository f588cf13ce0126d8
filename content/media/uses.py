"""Which entries use which files, for lists of files."""

from collections.abc import Collection

from content.kinds import all_kinds
from content.models import Entry

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
