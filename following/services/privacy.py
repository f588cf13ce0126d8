"""What an address follows: to show, export, and erase it, and for how long we keep it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F

from content import followable
from content.models import Reader
from content.readers import Belonging
from content.retention import Retention
from content.site import site_name
from following.models import Digest, Follow, Mailing
from following.models.follows import FREQUENCIES, NEWSLETTER


def describe_follows(follows: list[Follow]) -> dict[int, tuple[str, str]]:
    """Return {primary key: (what is followed, its path)}, also of what was deleted meanwhile."""
    keys: dict[str, list[str]] = {}
    for follow in follows:
        keys.setdefault(follow.scope, []).append(follow.key)
    known = followable.all_followables()
    found = {scope: known[scope].describe(keys[scope]) for scope in keys if scope in known}
    found[NEWSLETTER] = {"": (f"The newsletter of {site_name()}", "")}
    gone = ("Something that we have deleted", "")
    return {each.pk: found.get(each.scope, {}).get(each.key, gone) for each in follows}


def show_follows(reader: Reader) -> dict:
    follows = list(Follow.objects.active().filter(reader=reader).in_order())
    described = describe_follows(follows)
    rows = [(follow, *described[follow.pk]) for follow in follows]
    return {"rows": rows, "frequencies": [(each.value, each.label) for each in FREQUENCIES]}


def export_follows(email: str) -> list[dict]:
    follows = list(Follow.objects.filter(reader__email=email).in_order())
    described = describe_follows(follows)
    return [
        {
            "follows": described[follow.pk][0],
            "frequency": follow.get_frequency_display(),
            "asked_at": follow.created_at,
            "confirmed_at": follow.confirmed_at,
            "stopped_at": follow.stopped_at,
            "source": follow.source,
        }
        for follow in follows
    ]


def erase_follows(email: str) -> None:
    Follow.objects.filter(reader__email=email).delete()


def export_digests(email: str) -> list[dict]:
    rows = Digest.objects.filter(reader__email=email).order_by("pk")
    values = rows.values("mailing__frequency", "mailing__key", "state", "finished_at")
    return [dict(row) for row in values]


BELONGINGS = [
    Belonging(
        title="What you follow",
        export=export_follows,
        erase=erase_follows,
        template="following/own_follows.html",
        show=show_follows,
    ),
    # Erased with the reader.
    Belonging(title="Emails about it", export=export_digests, erase=lambda email: None),
]


def forget_unconfirmed(before: datetime) -> int:
    """Delete what no one confirmed in time. Imported ones stay, so that no one is asked twice."""
    old = Follow.objects.filter(confirmed_at=None, source="", created_at__lt=before)
    return old.delete()[0]


def forget_sent(before: datetime) -> int:
    return delete_digests(before, [Digest.State.SENT, Digest.State.DROPPED])


def forget_failed(before: datetime) -> int:
    return delete_digests(before, [Digest.State.FAILED])


@transaction.atomic
def delete_digests(before: datetime, states: list[Digest.State]) -> int:
    """Their mailing stays: what it is about is no longer news. It says how many were sent."""
    rows = Digest.objects.filter(state__in=states, finished_at__lt=before)
    sent = rows.filter(state=Digest.State.SENT).order_by().values_list("mailing")
    for mailing, count in sent.annotate(Count("pk")):
        Mailing.objects.filter(pk=mailing).update(forgotten=F("forgotten") + count)
    return rows.delete()[0]


def forget_stopped(before: datetime) -> int:
    return Follow.objects.filter(stopped_at__lt=before).delete()[0]


RETENTIONS = [
    Retention(
        what="Follows that no one confirmed",
        setting="UNCONFIRMED_DAYS",
        forget=forget_unconfirmed,
        rule="Deleted that long after someone asked, unless they came from an imported list.",
    ),
    Retention(
        what="Emails to followers",
        setting="EMAIL_DAYS",
        forget=forget_sent,
        rule="Deleted that long after they were sent. That a newsletter went out stays.",
    ),
    Retention(
        what="Emails to followers that failed",
        setting="FAILED_EMAIL_MONTHS",
        forget=forget_failed,
        rule="Listed until someone retries them, and deleted after that long.",
    ),
    Retention(
        what="Follows that ended",
        setting="STOPPED_FOLLOW_MONTHS",
        forget=forget_stopped,
        rule="Deleted that long after the reader stopped them.",
    ),
]
