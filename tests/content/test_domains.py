"""One domain, however it is spelled: in its own script, decomposed, in capitals, or in ASCII."""

import unicodedata

import pytest

from blog.models import Comment
from content.links.own_pages import path_on_this_site
from events.models import Registration
from tests.factories import CommentFactory, RegistrationFactory
from wiki.normalized_urls import normalize_url

SPELLINGS = [
    "bücher.example",
    unicodedata.normalize("NFD", "bücher.example"),
    "BÜCHER.example",
    "xn--bcher-kva.example",
]


@pytest.mark.parametrize("domain", SPELLINGS)
def test_addresses_in_every_spelling_are_duplicates(domain):
    assert normalize_url(f"https://{domain}/a") == "bücher.example/a"


@pytest.mark.parametrize("domain", SPELLINGS)
def test_link_to_this_site_is_recognized_in_every_spelling(settings, domain):
    settings.SITE_URL = "https://bücher.example"

    assert path_on_this_site(f"https://{domain}/a/") == "/a/"


@pytest.mark.django_db
@pytest.mark.parametrize("domain", SPELLINGS)
def test_registrant_is_found_by_every_spelling_of_their_email(domain):
    RegistrationFactory(email=f"ana@{domain}")
    CommentFactory(email=f"ana@{domain}")

    assert Registration.objects.get(email="ana@bücher.example").email == (
        "ana@xn--bcher-kva.example"
    )
    assert Comment.objects.filter(email="ana@xn--bcher-kva.example").count() == 1
