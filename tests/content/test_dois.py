import pytest
from django.core.exceptions import ValidationError

from content.dois import doi_address, find_doi, validate_doi


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/12345678", "10.5555/12345678"),
        (" doi: 10.5555/a.B-c ", "10.5555/a.B-c"),
        ("https://doi.org/10.5555/12345678", "10.5555/12345678"),
        ("http://dx.doi.org/10.1002/(SICI)1097<1::AID>3.0", "10.1002/(SICI)1097<1::AID>3.0"),
        ("10.5555", ""),
        ("https://example.org/10.5555/12345678", ""),
        ("", ""),
    ],
)
def test_doi_is_found_however_it_is_written(text, doi):
    assert find_doi(text) == doi


def test_doi_address_encodes_what_an_address_may_not_contain():
    assert doi_address("10.1002/(SICI)1097<1#2?>3.0") == (
        "https://doi.org/10.1002/(SICI)1097%3C1%232%3F%3E3.0"
    )


def test_what_is_no_doi_is_refused_with_an_example():
    with pytest.raises(ValidationError) as refused:
        validate_doi("12345")

    assert refused.value.messages == [
        "“12345” is not a DOI. Enter one such as 10.5555/12345678, or leave this empty."
    ]
