"""The library's page with 50 entries and with 20,000: all of it, and narrowed by facets."""

from benchmarks.library_entries import make_library
from benchmarks.pages import milliseconds, report
from content.paths import library_path

FEW, MANY = 50, 20_000
# Each gives at least a page of ten entries, with 50 as well: otherwise there is less to show.
COMBINATIONS = {
    "all of it": {},
    "one facet": {"sector": "k-12"},
    "three facets": {"sector": "k-12", "from": "field", "kind": "report"},
}


def run() -> None:
    make_library(FEW)
    with_few = {name: milliseconds(library_path(**chosen)) for name, chosen in COMBINATIONS.items()}
    make_library(MANY)
    for name, chosen in COMBINATIONS.items():
        what = f"library, {name}, {FEW} → {MANY:,}"
        report(what, with_few[name], milliseconds(library_path(**chosen)))
