"""Which entries an email to a follower is about."""

from collections.abc import Collection

from content.followable import all_followables
from content.models import Entry
from content.querysets import EntryQuerySet
from following.models import Digest, Follow, Mailing
from following.models.follows import Frequency

# {(scope, key): primary keys of entries}
type Found = dict[tuple[str, str], set[int]]


def announced_in(mailing: Mailing) -> EntryQuerySet:
    """Return the public entries that a mailing is about, no matter who follows them."""
    if mailing.frequency in (Frequency.IMMEDIATELY, Frequency.ISSUE):
        return Entry.objects.published().filter(guid=mailing.key)
    announced = Mailing.objects.filter(
        frequency=Frequency.IMMEDIATELY,
        ends_at__gt=mailing.starts_at,
        ends_at__lte=mailing.ends_at,
    )
    return Entry.objects.published().filter(guid__in=announced.values("key"))


def find_followed(entries: EntryQuerySet, *, scopes: Collection[str] | None = None) -> Found:
    """Return everything followable that has one of these entries, of all scopes or of these."""
    found: Found = {}
    for scope, followable in all_followables().items():
        if scopes is None or scope in scopes:
            for key, entry in followable.having(entries):
                found.setdefault((scope, key), set()).add(entry)
    return found


def entries_for(digest: Digest) -> list[Entry]:
    """Return what a mailing has for one reader: each entry once, the newest first."""
    follows = Follow.objects.active().filter(
        reader=digest.reader_id, frequency=digest.mailing.frequency
    )
    wanted = set(follows.values_list("scope", "key"))
    announced = announced_in(digest.mailing)
    found = find_followed(announced, scopes={scope for scope, _ in wanted}) if wanted else {}
    ids = {pk for followed, entries in found.items() if followed in wanted for pk in entries}
    return list(announced.filter(pk__in=ids).as_cards().newest_first()) if ids else []
