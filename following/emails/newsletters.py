"""The newsletter as an email: its summary and its text, as on its page."""

import re
from urllib.parse import urljoin

from django.utils.html import format_html

from content.mail import EmailContent
from content.mail.batches import once_per_batch
from content.markdown import absolute_links
from content.paths import absolute
from following.models import Mailing, Newsletter

# [words](address "title") and ![alt](address) in Markdown.
LINK = re.compile(r"(!?)\[((?:\\.|[^\]\\\n])*)\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
WIKI_LINK = re.compile(r"\[\[([^\]|\n]+\|)?([^\]\n]+)\]\]")
# Markers of headings and comments say nothing in plain text.
NOISE = re.compile(r"^#{1,6} +|<!--.*?-->", re.MULTILINE | re.DOTALL)
# Where something that says nothing was.
GAP = re.compile(r"\n\s*\n")
# What editors, or the page where they choose entries, wrote so that it isn't Markdown.
ESCAPED = re.compile(r"\\([\\\[\]*_`<#])")


@once_per_batch
def newsletter_of(mailing: Mailing) -> Newsletter | None:
    """Return the newsletter that a mailing sends, unless it was unpublished."""
    return Newsletter.objects.published().filter(guid=mailing.key).first()


@once_per_batch
def write_newsletter(newsletter: Newsletter) -> EmailContent:
    address = absolute(newsletter.get_absolute_url())
    return EmailContent(
        subject=newsletter.heading,
        html=f"{summary_html(newsletter)}{absolute_links(newsletter.body_html, address)}",
        text=plain_version(newsletter, address),
        links=[("View it in your browser", address)],
    )


def summary_html(newsletter: Newsletter) -> str:
    return (
        format_html("<p><strong>{}</strong></p>", newsletter.summary) if newsletter.summary else ""
    )


def plain_version(newsletter: Newsletter, address: str) -> str:
    """Return the text as its editors wrote it, with full addresses after the words of links.

    Of pictures, it has the alt text.
    """

    def write_link(match: re.Match[str]) -> str:
        is_image, words, path = match.groups()
        if is_image:
            return f"[{words}]" if words else ""
        return f"{words} ({urljoin(address, path)})"

    body = WIKI_LINK.sub(r"\2", LINK.sub(write_link, NOISE.sub("", newsletter.body)))
    body = GAP.sub("\n\n", ESCAPED.sub(r"\1", body)).strip()
    parts = [newsletter.summary, body]
    return "\n\n".join(filter(None, parts))
