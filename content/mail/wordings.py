"""What emails say in words that staff may change.

Facts, buttons, links, calendar files, and footers are not among them: those are always right.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.utils.html import escape

from content.mail.batches import once_per_batch
from content.markdown import absolute_links
from content.models import EmailText, Entry
from content.phrases import join_list
from content.rendering import render_text

PLACEHOLDER = re.compile(r"\{(\w+)\}")
OWN_LINK = re.compile(r"\]\((?=/(?!/))")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The emails of one purpose: what they say until staff change it."""

    purpose: str
    title: str
    explanation: str  # who gets it, and when
    subject: str
    text: str  # Markdown
    # {name: what stands there}
    placeholders: Mapping[str, str]
    # Returns the email to this address as it is with this text, for previews and tests.
    example: Callable[[EmailText, str], EmailMultiAlternatives]
    # The kind of entries that may have their own words.
    kind: str = ""

    def original(self, *, entry: Entry | None = None) -> EmailText:
        return EmailText(purpose=self.purpose, entry=entry, subject=self.subject, text=self.text)

    def unknown_placeholders(self, text: str) -> list[str]:
        names = dict.fromkeys(PLACEHOLDER.findall(text))
        return [name for name in names if name not in self.placeholders]


_wordings: dict[str, Wording] = {}


def register(*wordings: Wording) -> None:
    for wording in wordings:
        _wordings[wording.purpose] = wording


def all_wordings(*, kind: str | None = None) -> list[Wording]:
    """Return the purposes whose wording can be changed: all, or those of one kind of entries."""
    return [each for each in _wordings.values() if kind is None or each.kind == kind]


def find_wording(purpose: str) -> Wording | None:
    return _wordings.get(purpose)


@once_per_batch
def find_text(purpose: str, *, entry: Entry | None = None) -> EmailText:
    """Return the text for an entry, or else the site's own, or else the original, unsaved."""
    chosen = EmailText.objects.filter(Q(entry=None) | Q(entry=entry), purpose=purpose)
    found = chosen.order_by(F("entry").asc(nulls_last=True)).first()
    return found or _wordings[purpose].original(entry=entry)


class FilledText(TypedDict):
    subject: str
    html: str
    text: str


def fill_in(text: EmailText, values: Mapping[str, str], *, base_url: str = "") -> FilledText:
    """Return the subject, HTML, and plain text of an EmailContent.

    The values go in last and escaped, in one pass, so that none can be Markdown, HTML, or another
    placeholder. `base_url` is the full address of the page that an email is about.
    """

    def value_of(match: re.Match[str]) -> str:
        return " ".join(str(values.get(match[1], match[0])).split())

    html = render_wording(text.text, base_url or settings.SITE_URL)
    return {
        "subject": PLACEHOLDER.sub(value_of, text.subject),
        "html": PLACEHOLDER.sub(lambda match: escape(value_of(match)), html),
        "text": PLACEHOLDER.sub(value_of, OWN_LINK.sub(f"]({settings.SITE_URL}", text.text)),
    }


@once_per_batch
def render_wording(text: str, base_url: str) -> str:
    return absolute_links(render_text(text).html, base_url)


def explain_unknown(wording: Wording, names: list[str]) -> str:
    """Return the sentence that tells a writer which placeholders this email doesn't have."""
    unknown = join_list([f"{{{name}}}" for name in names])
    known = join_list([f"{{{name}}}" for name in wording.placeholders], "or")
    is_known = "is not a placeholder" if len(names) == 1 else "are not placeholders"
    return f"{unknown} {is_known} of this email. Use {known}, or leave it out."
