"""What the report of an import shows: its state, its totals with links, and its lists."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from taggit.models import Tag

from blog.models import Comment
from content.kinds import all_kinds
from content.models import Document, Image, Person, Place, Redirect, Topic
from imports.admin.run_entries import SHOWN, count_entries
from imports.keeping_reports import FAILED
from imports.models import ImportRun
from imports.reports import IN_FILE, Outcome
from imports.running import CHANGED_TWICE, DELETED_HERE, is_import_running

# Where the things of a row are, besides entries.
LISTS = {
    "People": Person,
    "Guest authors": Person,
    "Topics": Topic,
    "Tags": Tag,
    "Places": Place,
    "Comments": Comment,
    "Unapproved comments (hidden)": Comment,
    "Pingbacks and trackbacks (hidden)": Comment,
    "Notes of editors and plug-ins among the comments (hidden)": Comment,
    "Redirects": Redirect,
    "Redirects of people": Redirect,
    "Redirects of topics, tags, and places": Redirect,
    "Pages of attachments": Redirect,
    "Images": Image,
    "Files": Document,
}
DONE, RUNNING, INTERRUPTED = "done", "running", "interrupted"
# Under which heading the things with an outcome are listed.
LISTED_UNDER = {
    str(Outcome.FAILED): FAILED,
    str(Outcome.CONFLICT): CHANGED_TWICE,
    str(Outcome.DELETED): DELETED_HERE,
}


def state_of(run: ImportRun) -> str:
    """Say whether an import is done; only the latest one can be the one that is running."""
    if run.finished_at is not None:
        return DONE
    is_latest = not ImportRun.objects.filter(started_at__gt=run.started_at).exists()
    return RUNNING if is_latest and is_import_running() else INTERRUPTED


def most_in_file(row: tuple[str, dict[str, int]]) -> tuple[bool, int, str]:
    """Sort what the file had first, the most of it at the top: JSON keeps no order."""
    kind, numbers = row
    return IN_FILE not in numbers, -numbers.get(IN_FILE, 0), kind


def totals_of(run: ImportRun) -> dict[str, dict[str, int]]:
    """Return the totals; of an import that isn't done, how many entries it has brought over."""
    if run.finished_at:
        return run.totals
    entries = count_entries(run)
    found = {
        str(kind.plural): {
            str(outcome): entries[kind.name, outcome]
            for outcome in SHOWN
            if entries[kind.name, outcome]
        }
        for kind in all_kinds()
    }
    return {label: numbers for label, numbers in found.items() if numbers}


def list_totals(
    run: ImportRun,
    totals: dict[str, dict[str, int]],
    columns: list[str],
    *,
    lists: dict[str, str],
) -> list[tuple[str, str, list[tuple]]]:
    """Return (kind, address of all of them, numbers) for each row of the totals.

    Each number comes with the address of the list of exactly these, or "".
    """
    entries = count_entries(run)
    names = {str(kind.plural): kind.name for kind in all_kinds()}
    page = reverse("admin:imports_importrun_entries", args=[run.pk])

    def address(label: str, outcome: str, number: int) -> str:
        # Only where the list has exactly these: a folder's “Pages” are of several kinds.
        for kind in (names[label], "") if label in names and outcome in SHOWN else ():
            if number and entries[kind, outcome] == number:
                return f"{page}?{urlencode({'kind': kind, 'outcome': outcome})}"
        heading = LISTED_UNDER.get(outcome, "")
        if number and heading in run.findings_in_all:
            return findings_address(run, heading)
        return "#left-out" if number and outcome == Outcome.SKIPPED and run.left_out else ""

    return [
        (
            label,
            lists.get(label, ""),
            [
                (number, address(label, name, int(number or 0)))
                for name in columns
                for number in [numbers.get(name, "")]
            ],
        )
        for label, numbers in sorted(totals.items(), key=most_in_file)
    ]


def findings_address(run: ImportRun, heading: str) -> str:
    query = urlencode({"run__id__exact": run.pk, "heading": heading})
    return f"{reverse('admin:imports_importfinding_changelist')}?{query}"


def list_findings(run: ImportRun) -> list[dict]:
    """Return what the report's page says of each list, and where to work through it."""
    counts = run.findings.values("heading").annotate(
        kept=Count("pk"), done=Count("pk", filter=~Q(done_at=None))
    )
    by_heading = {row["heading"]: row for row in counts.order_by()}
    return [
        {
            "heading": heading,
            "total": total,
            "kept": by_heading[heading]["kept"],
            "done": by_heading[heading]["done"],
            "url": findings_address(run, heading),
        }
        for heading, total in sorted(run.findings_in_all.items())
        if heading in by_heading
    ]
