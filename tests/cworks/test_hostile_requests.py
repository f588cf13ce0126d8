"""Whatever a path or a query holds, the answer is a page, a redirect, or a refusal.

Every argument of every route and every parameter that its page asks for gets every hostile value,
once per code that reads it: pages of the admin share views, and addresses that aren't found share
the search for a former address.
"""

from collections.abc import Set

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.support.filled_site import fill_site, find_examples
from tests.support.hostile_requests import (
    HOSTILE,
    NOT_TEXT,
    ParameterRecorder,
    Route,
    all_routes,
    lookups,
)

pytestmark = pytest.mark.django_db

NOWHERE = Route("nowhere", "no/such/page/", "the search for a former address", {})
# What a view needs before it reads the others.
NEEDED = {"admin:autocomplete": "app_label=blog&model_name=post&field_name=series&"}


class Visitor:
    """Sends requests, and notes those that the site could not answer."""

    def __init__(self, client) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.count = 0
        self.faults: list[str] = []
        # (code, parameter or argument): pages that share their code read it in the same way.
        self.tried: set[tuple[str, str]] = set()

    def send(self, address: str, query: str = "") -> HttpResponse:
        self.count += 1
        # What a statement that failed leaves behind ends with the request.
        with transaction.atomic():
            response = self.client.get(address, QUERY_STRING=query)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.faults.append(f"{address}?{query}"[:120])
        return response

    def send_paths(self, route: Route) -> None:
        for argument in self.new(route, set(route.arguments)):
            for address in route.hostile_paths(argument):
                self.send(address)

    def visit(
        self, route: Route, recorder: ParameterRecorder, *, former: Set[str] = frozenset()
    ) -> set[str]:
        """Send queries for as long as the page asks for more parameters, and return their names.

        Those that only the search for a former address asks for, once there is a query or the page
        isn't found, are left out.
        """
        recorder.start()
        response = self.send(route.address, NEEDED.get(route.name, ""))
        is_found = response.status_code != 404
        seen = set(former - (recorder.asked | lookups(route.name) if is_found else set()))
        while names := (recorder.asked | lookups(route.name)) - seen:
            self.send_queries(route, names)
            seen |= names
        return seen

    def send_queries(self, route: Route, names: set[str]) -> None:
        """Send every hostile value in all of these parameters, and numbers in each alone.

        A view that refuses the first of them reads no other.
        """
        names = self.new(route, names)
        if not names:
            return
        needed = NEEDED.get(route.name, "")
        for value in (NOT_TEXT | HOSTILE).values():
            self.send(route.address, needed + "&".join(f"{name}={value}" for name in names))
        for name in sorted(names):
            self.send(route.address, f"{needed}{name}=1&{name}={HOSTILE['5,000 digits']}")

    def new(self, route: Route, names: set[str]) -> set[str]:
        """Return the names that were not tried yet with this route's code."""
        new = {name for name in names if (route.code, name) not in self.tried}
        self.tried |= {(route.code, name) for name in new}
        return new


def part_of(route: Route) -> str:
    """Return which of the tests below takes this route, so that they run side by side."""
    if not route.name.startswith("admin:"):
        return "public pages"
    if route.name.startswith("admin:events_"):
        return "staff pages of events"
    return "lists" if route.name.endswith("_changelist") else "other staff pages"


PARTS = ("public pages", "staff pages of events", "lists", "other staff pages")


@pytest.mark.parametrize("part", PARTS)
def test_hostile_paths_and_queries_are_answered(client, monkeypatch, part):
    recorder = ParameterRecorder(monkeypatch)
    fill_site(client)
    visitor = Visitor(client)

    of_former_addresses = visitor.visit(NOWHERE, recorder)
    for route in all_routes(find_examples()):
        if part_of(route) == part:
            visitor.send_paths(route)
            # The front page itself answers the old site's queries.
            former = of_former_addresses if route.name != "home" else set()
            visitor.visit(route, recorder, former=former)

    assert visitor.faults == []
    assert visitor.count > 200


def test_every_route_has_its_part():
    assert {part_of(route) for route in all_routes({})} == set(PARTS)
