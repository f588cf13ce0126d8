"""How well search finds what readers look for: 120 searches of the demo, each with what is right.

`judged_searches.csv` was written before search was tuned, by someone who knew only the demo's
texts. No one tunes search with the half that is held out.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.databases import own_database
from content.models import Entry
from cworks.demo.loading import load_demo
from cworks.search.results import HITS_PER_PAGE, find
from wiki.models import FileVersion
from wiki.services.pdf_texts import read_text

JUDGED = Path(__file__).parent / "judged_searches.csv"
HALVES = ("tuning", "held-out")
GOALS = {"MRR": 0.85, "recall@10": 0.95}


@dataclass(frozen=True)
class Judged:
    half: str
    kind: str
    query: str
    expected: list[str]  # addresses
    place: str  # the page or time where it is said, if that was asked for


def read_judged() -> list[Judged]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [
            Judged(
                row["half"],
                row["kind"],
                row["query"],
                row["expected"].split(),
                row["page"] or row["minute"],
            )
            for row in csv.DictReader(file)
        ]


# What a search shows at once: the results, and the names in the box above them.
type Lists = list[list[str]]


def by_title(query: str) -> Lists:
    """Return what a search of titles alone finds."""
    found = Entry.objects.published().filter(title__icontains=query).newest_first()
    return [[entry.get_absolute_url() for entry in found[:HITS_PER_PAGE]]]


def by_search(query: str) -> Lists:
    results = find(query)
    hits = [hit.entry.get_absolute_url() for hit in results.hits]
    return [hits, [found.path for found in results.names][:HITS_PER_PAGE]]


def run(*, show_missed: bool = False) -> None:
    with own_database("relevance"):
        load_demo()
        for version in FileVersion.objects.all():
            read_text(version_id=version.pk)
        judged = read_judged()
        for name, search in (("titles alone", by_title), ("search", by_search)):
            for half in HALVES:
                measure(name, [each for each in judged if each.half == half], search)
        if show_missed:
            report_missed([each for each in judged if each.half == "tuning"])


def measure(name: str, judged: list[Judged], search: Callable[[str], Lists]) -> None:
    ranks: dict[str, list[float]] = defaultdict(list)
    for each in judged:
        ranks[each.kind].append(reciprocal_rank(each, search(each.query)))
    all_ranks = [rank for found in ranks.values() for rank in found]
    values = {"MRR": mean(all_ranks), "recall@10": mean(rank > 0 for rank in all_ranks)}
    verdicts = ", ".join(
        f"{measure} {value:.2f} ({'within' if value >= GOALS[measure] else 'BELOW'} "
        f"{GOALS[measure]})"
        for measure, value in values.items()
    )
    kinds = ", ".join(f"{kind} {mean(found):.2f}" for kind, found in sorted(ranks.items()))
    print(f"{name}, {judged[0].half}: {verdicts}; MRR by kind: {kinds}")


def reciprocal_rank(judged: Judged, lists: Lists) -> float:
    """Return 1 divided by the place of the first right answer in any of the lists, or 0."""
    places = [found.index(path) + 1 for found in lists for path in judged.expected if path in found]
    return 1 / min(places) if places else 0.0


def report_missed(judged: list[Judged]) -> None:
    for each in judged:
        lists = by_search(each.query)
        if reciprocal_rank(each, lists) < 1:
            hits, names = (found[:4] for found in lists)
            print(f"    {each.kind}: {each.query!r} {each.expected} found {hits} {names}")
