"""Titles, names, and comments in other scripts keep their own direction, wherever they show."""

import pytest
from django.contrib import admin
from django.urls import reverse
from lxml.html import HtmlElement, fromstring

from content.models import Entry, Person, Place, Topic
from tests.factories import CommentFactory, UserFactory
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site

pytestmark = pytest.mark.django_db

# A title that starts from the right and ends with what would jump to the other side.
TITLE = "שלום (ABC)!"
NAME = "ليلى 2."
NOT_SHOWN = {"title", "script", "style", "option", "textarea"}


@pytest.fixture
def _hebrew_site():
    publish_site()
    for entry in Entry.objects.all():
        Entry.objects.filter(pk=entry.pk).update(title=TITLE, summary=f"{TITLE} …")
    for model in (Person, Topic, Place):
        model.objects.update(name=NAME)
    for comment in CommentFactory._meta.model.objects.all():
        comment.name, comment.text_html = NAME, f"<p>{TITLE}</p>"
        comment.save()


def mixed_up(page: HtmlElement) -> set[str]:
    """Return where a title or name takes on the direction of the text around it."""
    return {
        f"{element.tag}: {text.strip()[:60]}"
        for element in page.iter()
        if isinstance(element.tag, str) and element.tag not in NOT_SHOWN
        for text in [element.text or "", *(child.tail or "" for child in element)]
        if any(word in text for word in (TITLE, NAME)) and not is_apart(element)
    }


def is_apart(element: HtmlElement) -> bool:
    for ancestor in [element, *element.iterancestors()]:
        if ancestor.tag == "bdi" or ancestor.get("dir") == "auto":
            return "".join(ancestor.itertext()).strip().startswith((TITLE, NAME))
    return False


@pytest.mark.usefixtures("_hebrew_site")
def test_public_pages_keep_direction_of_titles_and_names(client):
    faults = {}
    for page in public_pages():
        response = client.get(page.address)
        if response["Content-Type"].startswith("text/html"):
            faults[page.address] = mixed_up(fromstring(response.content.decode()).body)

    assert {address: found for address, found in faults.items() if found} == {}
    assert len(faults) > 40


@pytest.mark.usefixtures("_hebrew_site")
def test_admin_keeps_direction_of_titles_and_names(client):
    client.force_login(UserFactory(is_superuser=True))
    addresses = [reverse("admin:index")]
    for model in admin.site._registry:
        row = model._default_manager.first()
        for action in ("changelist", "change", "history", "delete"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"
            addresses.append(reverse(name, args=[] if action == "changelist" else [row.pk or 0]))

    faults = {}
    for address in addresses:
        response = client.get(address)
        faults[address] = mixed_up(fromstring(response.content.decode()).body)

    assert {address: found for address, found in faults.items() if found} == {}
