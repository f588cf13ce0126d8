"""What a newsletter lacks before it is published, and sent."""

from collections.abc import Iterator

from content.editing.publishing_check import check_body, check_date, check_words
from content.findings import Finding, Related
from content.mail import EmailContent, build_email
from content.rendering import render_text
from following.models import Newsletter

# Gmail, for one, shows about 100 kB of an email's HTML, and a link to the rest.
MOST_BYTES = 80_000


def check_newsletter(newsletter: Newsletter, related: Related) -> list[Finding]:
    return [
        *check_words(newsletter),
        *check_body(newsletter),
        *check_size(newsletter),
        *check_date(newsletter),
    ]


def check_size(newsletter: Newsletter) -> Iterator[Finding]:
    content = EmailContent(
        subject=newsletter.title, html=newsletter.summary + render_text(newsletter.body).html
    )
    email = build_email(content, to="reader@example.org", footer="")
    size = len(str(email.alternatives[0][0]).encode())
    if size > MOST_BYTES:
        yield Finding(
            f"As an email, it has {size // 1000} kB. Mail programs cut off long ones, and the link "
            f"to stop with it: keep it below {MOST_BYTES // 1000} kB.",
            about="body",
        )
