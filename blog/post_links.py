"""What a post's page links to: parts of its series, neighbors, companions, and related posts.

All in one query. Seven queries built by the ORM took longer than the rest of the page together.
Related posts come from the latest hundred entries of each topic, tag, and place, so that a topic
with ten thousand posts costs no more than one with a hundred.
"""

import json
from dataclasses import dataclass, field

from django.utils import timezone

from blog.models import Post
from blog.posts_sql import POST_LINKS
from content.models import Entry, Image


@dataclass(frozen=True, kw_only=True)
class PostLinks:
    """Entries with what a link to them needs. Scheduled `parts` have only their dates.

    Only `related` entries have their lead images.
    """

    series: Entry | None = None  # its `place` is the planned number of parts
    parts: list[Entry] = field(default_factory=list)
    older: Entry | None = None
    newer: Entry | None = None
    companions: list[Entry] = field(default_factory=list)
    also_in: list[Entry] = field(default_factory=list)
    related: list[Entry] = field(default_factory=list)


def read_post_links(post: Post, *, is_preview: bool = False) -> PostLinks:
    """Return what the page links to, each entry once. Parts of a series have no neighbors.

    Related posts are those of other series, or none, with most labels in common.
    """
    now = timezone.now()
    parameters = {
        "post": post.pk,
        "series": post.series_id,
        "moment": post.published_at or now,
        "now": now,
        "is_preview": is_preview,
    }
    found: dict[str, list[Entry]] = {}
    for entry in Entry.objects.raw(POST_LINKS, parameters):
        entry.lead_image = entry.picture and Image(**json.loads(entry.picture))
        found.setdefault(entry.relation, []).append(entry)
    return PostLinks(
        series=next(iter(found.get("series", [])), None),
        parts=found.get("part", []),
        older=next(iter(found.get("older", [])), None),
        newer=next(iter(found.get("newer", [])), None),
        companions=found.get("companion", []),
        also_in=found.get("also in", []),
        related=found.get("related", []),
    )
