"""What an address follows: to show, export, and erase it."""

from content import followable
from content.models import Reader
from content.readers import Belonging
from content.site import site_name
from following.models import Digest, Follow
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
