"""Composing a newsletter from what was published since the last one."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.followable import followed_entries
from content.kinds import all_kinds
from content.models import Entry, User
from content.querysets import EntryQuerySet
from following.models import Newsletter

# Before the first newsletter.
AT_FIRST = timedelta(days=31)
MOST_OFFERED = 200


def offered_entries(newsletter: Newsletter) -> EntryQuerySet:
    """Return what was published since the newsletter before this one, the newest first."""
    earlier = Newsletter.objects.published().exclude(pk=newsletter.pk)
    last = earlier.order_by("-published_at").values_list("published_at", flat=True).first()
    since = last or timezone.now() - AT_FIRST
    entries = followed_entries(Entry.objects.published()).filter(published_at__gt=since)
    return entries.as_cards().newest_first()[:MOST_OFFERED]


@transaction.atomic
def add_entries(
    *, newsletter: Newsletter, chosen: list[tuple[Entry, str]], by: User | None
) -> Newsletter:
    """Put entries, each with an editor's note or else its summary, at the end of the text.

    In this order, under a heading wherever another kind begins.
    """
    # Locked and read again: someone may have saved the text meanwhile.
    Entry.objects.select_for_update(no_key=True).filter(pk=newsletter.pk).values_list("pk").first()
    newsletter = Newsletter.objects.get(pk=newsletter.pk)
    parts = [newsletter.body.rstrip(), write_entries(chosen)]
    newsletter.body = "\n\n".join(filter(None, parts)) + "\n"
    save_entry(entry=newsletter, by=by, reason="Entries added")
    return newsletter


def write_entries(chosen: list[tuple[Entry, str]]) -> str:
    """Return Markdown for these entries and the notes on them."""
    kinds: dict[str, Any] = {kind.name: kind for kind in all_kinds()}
    parts = []
    for name, group in groupby(chosen, key=lambda pair: pair[0].kind):
        pairs = list(group)
        parts.append(f"## {kinds[name].label if len(pairs) == 1 else kinds[name].plural}")
        for entry, note in pairs:
            parts.append(f"### [{escape(entry.heading)}]({entry.get_absolute_url()})")
            text = note.strip() or escape(entry.teaser)
            if text:
                parts.append(text)
    return "\n\n".join(parts)


def escape(text: str) -> str:
    """Return a text as Markdown that shows it as it is."""
    return "".join(
        f"\\{character}" if character in "\\[]*_`<#" else character for character in text
    )
