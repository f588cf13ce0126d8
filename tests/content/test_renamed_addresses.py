"""Every address that contains the slug of something that was renamed."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from content.editing.saving import save_entry
from content.editing.terms import save_term
from content.kinds import all_kinds
from content.models import Person, Place, Topic, entry_model
from events.models import EventSeries
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site
from wiki.models import FileVersion

pytestmark = pytest.mark.django_db


def rename_everything() -> set[str]:
    """Give everything that has a slug another one, and return the former slugs."""
    former = set()
    for model in (Topic, Tag, Person, Place, EventSeries):
        for term in model.objects.exclude(slug=""):
            former.add(term.slug)
            term.slug = f"renamed-{term.slug}"
            save_term(term=term)
    for kind in all_kinds():
        for entry in entry_model(kind).objects.published():
            former.add(entry.slug)
            entry.slug = f"renamed-{entry.slug}"
            save_entry(entry=entry, by=None)
    return former


def test_every_former_address_redirects_in_one_hop(client):
    publish_site()
    old = {page.address for page in public_pages()}
    for version in FileVersion.objects.select_related("file__publication"):
        old.add(version.current_path)
        names = [version.file.publication.slug, version.number, version.file_name]
        old.add(reverse("wiki:file-version", args=names))

    former = rename_everything()

    concerned = sorted(
        address
        for address in old
        if {part.removesuffix(".ics") for part in address.partition("?")[0].split("/")} & former
    )
    outcomes = {}
    for address in concerned:
        moved = client.get(address)
        target = client.get(moved.get("Location", address))
        outcomes[address] = (moved.status_code, target.status_code)
    assert outcomes == dict.fromkeys(concerned, (301, 200))
    assert len(concerned) > 40
