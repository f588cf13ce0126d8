"""Digital object identifiers: permanent names of publications, which doi.org resolves.

https://www.doi.org/doi-handbook/HTML/: a prefix that starts with “10.”, a slash, and a suffix.
"""

import re
from urllib.parse import quote

from django.core.exceptions import ValidationError

DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def find_doi(text: str) -> str:
    """Return the DOI that a text consists of, without “https://doi.org/” or “doi:”, or ""."""
    match = DOI.fullmatch(text.strip())
    return match[1] if match else ""


def doi_address(doi: str) -> str:
    """Return the address that leads to a DOI. A suffix may contain any character."""
    return f"https://doi.org/{quote(doi, safe="/:;()@!*',+=$~")}"


def validate_doi(text: str) -> None:
    if not find_doi(text):
        raise ValidationError(
            f"“{text}” is not a DOI. Enter one such as 10.5555/12345678, or leave this empty."
        )
