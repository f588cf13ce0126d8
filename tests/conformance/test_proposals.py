"""Precision and recall of proposals on the original site's own posts.

judged_proposals.json has what is right, as someone who read the posts judged it: for each kind, the
post's GUID and the facts. Figures are explained in docs/decisions/proposals.md.
"""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from content.models import Entry
from imports.models import Proposal
from imports.proposals.proposing import propose
from tests.support.corpus import corpus_path

pytestmark = pytest.mark.django_db

JUDGED = Path(__file__).with_name("judged_proposals.json")
POSTS = ["archive-2014", "home-2018-10"]


@pytest.fixture
def original_site():
    exports = [str(corpus_path(f"competencyworks/{name}.wxr.xml")) for name in POSTS]
    call_command("import_wordpress", *exports, stdout=StringIO())
    for command, name in [("import_resources", "library"), ("import_events", "events")]:
        call_command(command, str(corpus_path(f"competencyworks/{name}.csv")), stdout=StringIO())
    propose()


def judged() -> dict[str, set[tuple]]:
    facts = json.loads(JUDGED.read_text(encoding="utf-8"))
    return {kind: {tuple(fact) for fact in rows} for kind, rows in facts.items()}


def proposed() -> dict[str, set[tuple]]:
    found: dict[str, set[tuple]] = {kind: set() for kind in Proposal.Subject.values}
    for row in Proposal.objects.select_related("entry", "other"):
        found[row.kind].add((name_of(row.entry), *facts_of(row)))
    return found


def facts_of(row: Proposal) -> tuple:
    data = row.data
    match row.kind:
        case Proposal.Subject.SERIES:
            return (data["title"], data["number"], data["total"])
        case Proposal.Subject.CROSS_POST:
            return (data["publisher"], data["day"])
        case Proposal.Subject.AUTHORS:
            return tuple(data["names"])
        case Proposal.Subject.PLACE:
            return (data["name"],)
    return (row.other.title,)


def name_of(entry: Entry) -> str:
    """Return the old address of a post; entries from spreadsheets have only their titles."""
    return entry.guid if entry.kind == "post" else entry.title


def measure(found: set, right: set) -> tuple[float, float]:
    """Return precision and recall. Of nothing, everything is right."""
    both = len(found & right)
    precision = both / len(found) if found else 1.0
    recall = both / len(right) if right else 1.0
    return precision, recall


@pytest.mark.usefixtures("original_site")
def test_precision_and_recall_on_the_original_posts():
    right, found = judged(), proposed()

    figures = {kind: measure(found[kind], right[kind]) for kind in right}

    assert figures == {
        "series": (1.0, 1.0),
        "cross-post": (1.0, 1.0),
        "authors": (1.0, 1.0),
        # That Lindsay is in California isn't in the text.
        "place": (1.0, 0.8),
        "companion": (1.0, 1.0),
    }


@pytest.mark.usefixtures("original_site")
def test_finding_proposals_again_adds_nothing():
    assert propose() == {}
