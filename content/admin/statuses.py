"""A status as one word and a color: the same in lists, on the desk, and in search results."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.models import Entry, Status

WORDS = {Status.DRAFT: "Draft", Status.REVIEW: "Review", Status.PUBLISHED: "Published"}


def show_status(name: str, word: str, detail: str = "") -> SafeString:
    """Return a pill in the color that admin_status.css has for `name`.

    The detail, such as a date, stands below it.
    """
    pill = format_html('<span class="status status-{}">{}</span>', name, word)
    return format_html('{} <span class="status-date">{}</span>', pill, detail) if detail else pill


def show_entry_status(entry: Entry, detail: str = "") -> SafeString:
    if entry.is_scheduled:
        return show_status("scheduled", "Scheduled", detail)
    return show_status(entry.status, WORDS[Status(entry.status)], detail)
