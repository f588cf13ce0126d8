"""A status as one word and a color: the same in lists, on the desk, and in search results."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.models import Entry, Status

# Of those that have another word than their own name.
WORDS = {
    "called-off": "Called off",
    "pending": "Waiting",
    "todo": "Queued",
    "doing": "Running",
    "in-progress": "In progress",
    Status.REVIEW: str(Status.REVIEW.label),
    "refused": "Skipped",
}


def show_status(name: str, detail: str = "") -> SafeString:
    """Return a pill with the word and in the color (admin_status.css) of a status.

    The detail, such as a date, stands below it.
    """
    word = WORDS.get(name, name.capitalize())
    pill = format_html('<span class="status status-{}">{}</span>', name, word)
    return format_html('{} <span class="status-date">{}</span>', pill, detail) if detail else pill


def show_entry_status(entry: Entry, detail: str = "") -> SafeString:
    return show_status("scheduled" if entry.is_scheduled else entry.status, detail)
