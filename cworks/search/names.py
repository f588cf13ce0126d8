"""People, topics, places, tags, and series whose names have the words of a search."""

import re
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat, Length
from taggit.models import Tag

from content.models import Contribution, Entry, EntryTag, Person, Place, Topic
from content.paths import detail_path
from content.querysets import published

SHOWN = 4  # of each kind
MAX_WORDS = 10
WORD = re.compile(r"[^\W_]+")
URL_NAMES = {
    "Person": "content:person-detail",
    "Topic": "content:topic-detail",
    "Series": "blog:series-detail",
    "Place": "content:place-detail",
    "Tag": "content:tag-detail",
}


@dataclass(frozen=True)
class FoundName:
    label: str
    name: str
    path: str


def find_names(words: str, *, at_most: int = SHOWN) -> list[FoundName]:
    """Return what has a name with words that begin with these, the shortest first. One query."""
    beginnings = WORD.findall(words)[:MAX_WORDS]
    if not beginnings:
        return []
    first, *others = [
        shortest(rows, label, beginnings)[:at_most] for label, rows in public_names().items()
    ]
    kinds = list(URL_NAMES)
    found = sorted(
        first.union(*others, all=True).order_by(),
        key=lambda row: (kinds.index(row[0]), len(row[1]), row[1]),
    )
    return [
        FoundName(label, name, detail_path(URL_NAMES[label], slug))
        for label, name, slug, _ in found
    ]


def public_names() -> dict[str, QuerySet]:
    """Return {label: rows with `shown_name`, `searched`, and a slug} of what readers can open."""
    entries = published("entry__")
    of_person = Contribution.objects.filter(entries, person=OuterRef("pk"))
    of_tag = EntryTag.objects.filter(published("content_object__"), tag=OuterRef("pk"))
    series = Entry.objects.published().filter(kind="series")
    # Readers know some people by what they do.
    facts = ("name", Value(" "), "job_title", Value(" "), "affiliation")
    people = Person.objects.filter(Exists(of_person))
    rows = {
        "Person": people.annotate(searched=Concat(*facts, output_field=TextField())),
        "Topic": Topic.objects.annotate(searched=F("name")),
        "Series": series.annotate(searched=F("title")),
        "Place": Place.objects.annotate(searched=F("name")),
        "Tag": Tag.objects.exclude(slug="").filter(Exists(of_tag)).annotate(searched=F("name")),
    }
    names = {"Series": F("title")}
    return {
        label: found.annotate(shown_name=names.get(label, F("name")))
        for label, found in rows.items()
    }


def shortest(rows: QuerySet, label: str, beginnings: list[str]) -> QuerySet:
    for beginning in beginnings:
        rows = rows.filter(searched__unaccent__iregex=rf"\m{beginning}")
    rows = rows.annotate(label=Value(label), length=Length("shown_name"))
    return rows.order_by("length", "shown_name").values_list(
        "label", "shown_name", "slug", "length"
    )
