"""What a writer can link to: entries, their sections, and documents."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from content.editing.permissions import visible_to
from content.models import Document, Entry, User

MOST_SHOWN = 10
# In a title, they would end a wiki link.
NOT_IN_WIKI_LINKS = set("[]|\n")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    label: str
    title: str
    path: str
    # What to write between [[ and ]], or "" if no wiki link leads there.
    wiki: str


def find_link_targets(words: str, *, user: User) -> list[LinkTarget]:
    """Return what has all these words in its title, closest first; without words, what is newest.

    After a title and #, return that entry’s sections.
    """
    title, mark, section = (part.strip() for part in words.partition("#"))
    if mark and title and (sections := find_sections(title, section, user=user)) is not None:
        return sections
    entries = list(
        closest(readable_by(user).as_links("modified_at"), words, "-modified_at")[:MOST_SHOWN]
    )
    resolved = Entry.objects.by_title(entry.title for entry in entries)
    found = [
        LinkTarget(
            label_of(entry), entry.heading, entry.get_absolute_url(), wiki_of(entry, resolved)
        )
        for entry in entries
    ]
    documents = closest(Document.objects.all(), words, "-uploaded_at")[: MOST_SHOWN // 2]
    shown = [LinkTarget("Document", each.title, each.file.url, "") for each in documents]
    return found[: MOST_SHOWN - len(shown)] + shown


def readable_by(user: User):
    return Entry.objects.filter(pk__in=visible_to(user).values("pk"))


def closest(queryset: QuerySet, words: str, newest: str) -> QuerySet:
    """Return what has all of the words in its title, first what is called just that."""
    asked = " ".join(words.split())
    wanted = Q()
    for word in asked.split():
        wanted &= Q(title__icontains=word)
    rank = Case(
        When(title__iexact=asked, then=Value(0)),
        When(title__istartswith=asked, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return queryset.filter(wanted).order_by(rank, newest, "-pk")


def find_sections(title: str, section: str, *, user: User) -> list[LinkTarget] | None:
    """Return the sections of an entry with this title, or None if there is no such entry."""
    named = readable_by(user).filter(title__iexact=title)
    entry = closest(named.as_links("headings"), title, "-modified_at").first()
    if entry is None:
        return None
    wiki = wiki_of(entry, Entry.objects.by_title([entry.title]))
    return [
        LinkTarget(
            f"Section of {entry.heading}",
            heading["text"],
            f"{entry.get_absolute_url()}#{heading['id']}",
            f"{wiki}#{heading['text']}" if wiki and can_be_linked(heading["text"]) else "",
        )
        for heading in entry.headings
        if section.casefold() in heading["text"].casefold()
    ][:MOST_SHOWN]


def label_of(entry: Entry) -> str:
    label = entry.registered_kind.label
    return label if entry.is_public else f"{label}, not published"


def wiki_of(entry: Entry, resolved: dict) -> str:
    """Return the title if a wiki link with it leads to this entry."""
    found = resolved.get(entry.title)
    leads_here = found is not None and found.pk == entry.pk
    return (
        entry.title if leads_here and can_be_linked(entry.title) and "#" not in entry.title else ""
    )


def can_be_linked(text: str) -> bool:
    return not NOT_IN_WIKI_LINKS & set(text) and len(text) <= 90
