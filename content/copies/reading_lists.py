"""What has been published on a topic, as a list to keep."""

from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from content import kinds
from content.copies.contents import Copy, CopyChapter, cite_as, dates_of, page_work
from content.markdown import opening_text
from content.models import Entry, Topic
from content.paths import absolute
from content.trees import ids_below

LONGEST = 300


def reading_list(topic: Topic) -> Copy | None:
    """Return the newest entries of a topic and those below it, by kind, or None without any."""
    links = Entry.topics.through.objects.filter(topic__in=ids_below(topic))
    public = Entry.objects.published().filter(pk__in=links.values("entry"))
    newest = list(public.as_cards().newest_first()[: LONGEST + 1])
    entries = newest[:LONGEST]
    if not entries:
        return None
    chosen = f"The {LONGEST} newest entries" if len(newest) > LONGEST else count_entries(entries)
    order = [kind.name for kind in kinds.all_kinds()]
    entries.sort(key=lambda entry: order.index(entry.kind))
    return Copy(
        name=f"topic-{topic.pk}",
        label="Reading list",
        title=topic.name,
        summary=topic.description,
        facts=(chosen, *dates_of(newest[0])),
        address=absolute(topic.get_absolute_url()),
        citation=cite_as(page_work(topic)),
        modified_at=max(entry.modified_at for entry in entries),
        chapters=tuple(
            CopyChapter(title=kinds.get(name).plural, html=describe_all(group))
            for name, group in groupby(entries, key=lambda entry: entry.kind)
        ),
    )


def count_entries(entries: list[Entry]) -> str:
    return f"{len(entries)} entr{'y' if len(entries) == 1 else 'ies'}"


def describe_all(entries) -> str:
    return "".join(describe(entry) for entry in entries)


def describe(entry: Entry) -> str:
    """Return an entry as HTML, with its address in print."""
    address = absolute(entry.get_absolute_url())
    facts = filter(None, [entry.byline, entry.date_line or "".join(dates_of(entry))])
    return format_html(
        '<h2>{}</h2><p><small>{}</small></p>{}<p><small><a href="{}">{}</a></small></p>',
        entry.heading,
        format_html_join(mark_safe(" · "), "{}", ((fact,) for fact in facts)),
        format_html("<p>{}</p>", entry.summary or opening_text(entry.excerpt_html)),
        address,
        address,
    )
