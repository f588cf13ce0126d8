"""Which entries an email to a follower is about."""

from content.followable import all_followables
from content.mail.batches import once_per_batch
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


def find_followed(entries: EntryQuerySet) -> Found:
    """Return everything followable that has one of these entries."""
    found: Found = {}
    for scope, followable in all_followables().items():
        for key, entry in followable.having(entries):
            found.setdefault((scope, key), set()).add(entry)
    return found


@once_per_batch
def contents_of(mailing: Mailing) -> tuple[Found, dict[int, Entry]]:
    """Return what has the entries of a mailing, and these by primary key, the newest first."""
    announced = announced_in(mailing)
    entries = {entry.pk: entry for entry in announced.as_cards().newest_first()}
    return find_followed(announced) if entries else {}, entries


def entries_for(digest: Digest) -> list[Entry]:
    """Return what a mailing has for one reader: each entry once, the newest first."""
    follows = Follow.objects.active().filter(
        reader=digest.reader_id, frequency=digest.mailing.frequency
    )
    found, entries = contents_of(digest.mailing)
    wanted = [found.get(followed, set()) for followed in follows.values_list("scope", "key")]
    ids = set().union(*wanted)
    return [entry for pk, entry in entries.items() if pk in ids]
