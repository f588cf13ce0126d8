"""Titles, names, and comments in other scripts keep their own direction, wherever they show."""

import pytest
from lxml.html import HtmlElement, fromstring

from content.models import Entry, Person, Place, Topic
from tests.factories import CommentFactory
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site

pytestmark = pytest.mark.django_db

# A title that starts from the right and ends with what would jump to the other side.
TITLE = "שלום (ABC)!"
NAME = "ليلى 2."
# Not shown.
LEFT_OUT = {"title", "script", "style", "option", "textarea"}


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
        if isinstance(element.tag, str) and element.tag not in LEFT_OUT
        for text in [element.text or "", *(child.tail or "" for child in element)]
        if any(word in text for word in (TITLE, NAME)) and not is_apart(element)
    }


def is_apart(element: HtmlElement) -> bool:
    for ancestor in [element, *element.iterancestors()]:
        # In a citation, the marks around a title and a name are part of its style.
        if ancestor.get("class") == "citation":
            return True
        if ancestor.tag == "bdi" or ancestor.get("dir") == "auto":
            return "".join(ancestor.itertext()).strip().startswith((TITLE, NAME))
    return False


@pytest.mark.usefixtures("_hebrew_site")
def test_public_pages_keep_direction_of_titles_and_names(client):
    faults = {}
    # The title of a filtered list is a sentence with names in it.
    for page in (page for page in public_pages() if "?" not in page.address):
        response = client.get(page.address)
        if response["Content-Type"].startswith("text/html"):
            faults[page.address] = mixed_up(fromstring(response.content.decode()).body)

    assert {address: found for address, found in faults.items() if found} == {}
    assert len(faults) > 40
