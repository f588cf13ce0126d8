"""Saving what entries are related to: people, topics, places, tags, and series of events."""

from django.db import models, transaction
from taggit.models import Tag

from content.models import Redirect
from content.paths import detail_path


@transaction.atomic
def save_term(*, term: models.Model) -> models.Model:
    """Save something that has a slug and a page; a changed slug leaves a permanent redirect."""
    rows = type(term)._base_manager.select_for_update(no_key=True)
    slug = rows.filter(pk=term.pk).values_list("slug", flat=True).first() if term.pk else None
    term.save()
    if slug:
        Redirect.objects.moved(old_path=address_of(term, slug), new_path=address_of(term))
    return term


def address_of(term: models.Model, slug: str = "") -> str:
    """Return the address of a term’s page, or the one that it has or had with this slug."""
    url_name = "content:tag-detail" if isinstance(term, Tag) else term.url_name
    return detail_path(url_name, slug or term.slug)
