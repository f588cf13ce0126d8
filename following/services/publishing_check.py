"""What a newsletter lacks before it is published, and sent."""

from content.editing.publishing_check import check_body, check_date, check_words
from content.findings import Finding, Related
from following.models import Newsletter


def check_newsletter(newsletter: Newsletter, related: Related) -> list[Finding]:
    return [
        *check_words(newsletter),
        *check_body(newsletter),
        *check_date(newsletter),
    ]
