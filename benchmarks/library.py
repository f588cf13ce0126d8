"""The library's page with 20,000 entries: everything, and narrowed by facets."""

import random
import time

from django.test import Client

from benchmarks.library_entries import PLACES, TAGS, TOPICS, make_library
from benchmarks.pages import milliseconds
from content.models import Format
from content.paths import library_path
from wiki.facets import Choices

TOTAL = 20_000
GOAL = 60  # milliseconds
COMBINATIONS: dict[str, Choices] = {
    "everything": {},
    "one facet": {"sector": "k-12"},
    "three facets": {"sector": "k-12", "from": "field", "format": "report"},
}
TRIED = 200
VALUES = {
    "kind": [*Format.values, "nonsense"],
    "topic": [f"topic-{number}" for number in range(TOPICS)],
    "sector": ["k-12", "higher-education"],
    "place": [f"place-{number}" for number in range(PLACES)],
    "year": [*map(str, range(2004, 2027)), "unknown"],
    "from": ["ours", "field"],
    "tag": [f"tag-{number}" for number in range(TAGS)],
}


def run() -> None:
    make_library(TOTAL)
    for name, choices in COMBINATIONS.items():
        report(name, choices)
    report(f"slowest of {TRIED} combinations", find_slowest())


def report(name: str, choices: Choices) -> None:
    path = library_path(**choices)
    time_taken = milliseconds(path)
    verdict = "within" if time_taken <= GOAL else "OVER"
    what = f"library of {TOTAL:,}, {name}"
    print(f"{what:50} {time_taken:7.2f} ms   ({verdict} {GOAL} ms)   {path}")


def find_slowest() -> Choices:
    chance, client, slowest, longest = random.Random(20_000), Client(), {}, 0.0
    for _ in range(TRIED):
        facets = chance.sample(list(VALUES), chance.randint(1, len(VALUES)))
        choices = {facet: chance.choice(VALUES[facet]) for facet in VALUES if facet in facets}
        fastest = min(seconds(client, library_path(**choices)) for _ in range(3))
        if fastest > longest:
            slowest, longest = choices, fastest
    return slowest


def seconds(client: Client, path: str) -> float:
    begin = time.perf_counter()
    client.get(path)
    return time.perf_counter() - begin
