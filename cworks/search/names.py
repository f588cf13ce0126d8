"""People, topics, places, tags, and series whose names have the words of a search."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from content.paths import detail_path
from cworks.search.search_sql import NAMES

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
    asked: dict[str, Any] = {"beginnings": beginnings, "at_most": at_most, "now": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(NAMES, asked)
        found = cursor.fetchall()
    kinds = list(URL_NAMES)
    found.sort(key=lambda row: (kinds.index(row[0]), len(row[1]), row[1]))
    return [
        FoundName(label, name, detail_path(URL_NAMES[label], slug)) for label, name, slug in found
    ]
