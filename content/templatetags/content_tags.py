import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from django import template
from django.contrib.admin.helpers import AdminForm, AdminReadonlyField
from django.forms import BaseForm, BaseFormSet
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from content import date_lines, paths
from content.card_notes import with_card_notes
from content.domains import readable_domain
from content.form_problems import FormProblems, find_form_problems
from content.models import Entry
from content.moments import SOON, format_day, format_minute, format_month_day
from content.phrases import join_list

register = template.Library()
# Some programs cut links off at 2,000 characters, and a letter may take nine of them.
MAX_EMAIL_SUMMARY = 200
# A whole word with a hyphen inside, or a quotation of up to 24 characters and what touches it.
UNBROKEN = re.compile(r"(?<![^\s—–])(?:[^\s—–“]*“[^”]{1,24}”[^\s—–]*|[^\s—–]*\w-\w[^\s—–]*)")
register.filter(paths.absolute)
register.filter(with_card_notes)
register.filter("event_time", date_lines.format_date_line)

# As in Django's json_script, so that nothing in the data can end the script element.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def day(moment: datetime) -> SafeString:
    """Format a moment as a day in the site's time zone: November 7, 2018."""
    return time_element(moment, format_day(moment))


@register.filter
def id_of(form: BaseForm, name: str) -> str:
    """Return the id of a field in an entry’s form, or "" if the form doesn’t have it."""
    if name == "people":
        return "contributions-group"
    return form[name].id_for_label if name in form.fields else ""


@register.filter
def weekday(moment: datetime) -> SafeString:
    """Format a moment within the year: Wednesday, November 7."""
    local = timezone.localtime(moment)
    return time_element(moment, f"{local:%A}, {format_month_day(local)}")


@register.filter
def coming_day(moment: datetime) -> SafeString:
    """Format a future moment: Wednesday, if at most six days away; otherwise November 7."""
    local = timezone.localtime(moment)
    is_soon = moment - timezone.now() <= SOON
    return time_element(moment, f"{local:%A}" if is_soon else format_month_day(local))


@register.filter
def minute(moment: datetime) -> SafeString:
    """Format a moment to the minute: November 7, 2018, 3:04 pm ET."""
    # Keep the time on one line.
    words = format_minute(moment).rsplit(", ", 1)
    clock = words[1].replace(" ", "\N{NO-BREAK SPACE}")
    return time_element(moment, f"{words[0]}, {clock}")


@register.filter
def day_text(value: date | None) -> str:
    """Format a date or a moment without markup: November 7, 2018; empty for None."""
    return format_day(value) if value else ""


@register.filter
def minute_text(moment: datetime | None) -> str:
    """Format a moment without markup: November 7, 2018, 3:04 pm ET; empty for None."""
    return format_minute(moment) if moment else ""


@register.filter
def readonly_text(field: AdminReadonlyField) -> str:
    """Return the text of a field that the user may only read, with the site’s date format."""
    value = getattr(field.form.instance, str(field.field["name"]), None)
    if isinstance(value, datetime):
        return format_minute(value)
    return format_day(value) if isinstance(value, date) else field.contents()


def time_element(moment: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", words
    )


@register.filter
def names(people: list) -> str:
    """Join people's names: A, B, and C."""
    return join_list([person.name for person in people])


@register.filter
def host(url: str) -> str:
    """Return a web address's host, without www: aurora-institute.org."""
    return readable_domain(urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def is_mixed(entries: Iterable[Entry]) -> bool:
    """Whether a list has entries of several kinds, so that each needs a label."""
    return len({entry.kind for entry in entries}) > 1


@register.filter
def unbroken(title: str) -> str:
    """Keep hyphenated words and short quotations in a title on one line, where they fit."""
    if "-" not in title and "“" not in title:
        return title
    return mark_safe(  # noqa: S308 (escaped here)
        UNBROKEN.sub(r'<span class="unbroken">\g<0></span>', conditional_escape(title))
    )


@register.simple_tag
def form_problems(adminform: AdminForm, inlines: Iterable, *not_marked: str) -> FormProblems:
    rows = [each.formset for each in inlines]
    return find_form_problems(adminform.form, *rows, not_marked=not_marked)


@register.filter
def problems(rows: BaseFormSet) -> FormProblems:
    return find_form_problems(rows)


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """Render structured data for search engines, in a data block that browsers don't execute."""
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)


@register.simple_tag
def email_link(entry: Entry, address: str, site_name: str) -> str:
    """Return a link that starts an email about an entry (RFC 6068)."""
    by = f"\r\nby {entry.byline}" if entry.byline else ""
    summary = Truncator(" ".join(entry.summary.split())).chars(MAX_EMAIL_SUMMARY)
    paragraphs = [
        f"I thought that you might like this, from {site_name}:",
        f"{entry.heading}{by}",
        summary,
        address,
    ]
    body = "\r\n\r\n".join(filter(None, paragraphs))
    return f"mailto:?subject={quote(entry.heading, safe='')}&body={quote(body, safe='')}"
