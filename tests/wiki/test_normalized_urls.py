"""Which URLs count as the same page."""

import pytest

from tests.factories import ResourceFactory
from wiki.models import Resource
from wiki.normalized_urls import normalize_url


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/a/b",
        "http://example.org/a/b",
        "HTTPS://Example.ORG/a/b",
        "https://www.example.org/a/b/",
        "https://example.org:443/a/b",
        "http://example.org:80/a/b",
        "https://example.org./a/b",
        "https://example.org/a/b#chapter-2",
        "https://example.org/a/b?",
        "https://example.org/a/b?utm_source=mail&UTM_medium=x&fbclid=1",
        "https://example.org/%61/b",
        "  https://example.org/a/b  ",
        "example.org/a/b",
        "www.example.org/a/b",
        "//example.org/a/b",
    ],
)
def test_normalized_url_is_same_for_equivalent_urls(spelling):
    assert normalize_url(spelling) == "example.org/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?b=2&a=1", "https://example.org?a=1&b=2"),
        ("https://example.org/?q=two+words", "https://example.org/?q=two%20words"),
        ("https://example.org/%e2%82%ac", "https://example.org/€"),
        ("https://xn--bcher-kva.example/", "https://bücher.example"),
        ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
        ("https://example.org/%ff", "https://example.org/%FF"),
        ("example.org:8443/a", "https://example.org:8443/a"),
    ],
)
def test_normalized_url_ignores_escaping_and_parameter_order(one, other):
    assert normalize_url(one) == normalize_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.org/a/b"),
        ("https://example.org/a", "https://example.org/a?page=2"),
        ("https://example.org/a?x=1&x=2", "https://example.org/a?x=1"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?a=1%26b=2", "https://example.org/?a=1&b=2"),
        ("https://example.org/a", "https://papers.example.org/a"),
        ("https://example.org/a", "https://example.org:8443/a"),
        ("https://example.org/#/report/1", "https://example.org/#/report/2"),
        ("https://example.org/#!one", "https://example.org/"),
    ],
)
def test_normalized_url_differs_for_different_pages(one, other):
    assert normalize_url(one) != normalize_url(other)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://example.org/%00", "example.org/%00"),
        ("https://[broken/", "https://[broken/"),
        ("https://example.org:99999/", "https://example.org:99999/"),
        ("https://xn--/", "https://xn--/"),
        ("", ""),
    ],
)
def test_normalized_url_of_invalid_url_is_a_string(address, key):
    assert normalize_url(address) == key


@pytest.mark.django_db
def test_normalized_url_of_longest_urls_can_be_stored():
    # Random characters, so that compression doesn't help.
    letters = "".join(chr(0x4E00 + number * 7 % 20000) for number in range(1900))

    ResourceFactory(url=f"https://example.org/{letters}")
    ResourceFactory(url=f"https://example.org/{letters[::-1]}")

    assert len(set(Resource.objects.values_list("normalized_url", flat=True))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://doi.org/10.5555/AbC", "http://dx.doi.org/10.5555/abc"),
        ("https://example.org/a/./b", "https://example.org/a/b"),
        ("https://example.org/a/../b", "https://example.org/b"),
        ("https://example.org/../b", "https://example.org/b"),
    ],
)
def test_normalized_url_resolves_dot_segments_and_dois(one, other):
    assert normalize_url(one) == normalize_url(other)
