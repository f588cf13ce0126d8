"""Whatever a path or a query holds, the answer is a page, a redirect, or a refusal."""

import pytest
from django.apps import apps
from django.db import transaction

from content.editing.previews import make_preview_link
from content.models import Entry, Redirect
from events.models import Message, Registration
from tests.factories import (
    CommentFactory,
    ProblemReportFactory,
    QuestionFactory,
    RegistrationFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.support.hostile_requests import (
    HOSTILE,
    NOT_TEXT,
    ParameterRecorder,
    Route,
    all_routes,
    lookups,
)
from tests.support.public_pages import EXAMPLES, evaluate
from tests.support.public_site import publish_site

pytestmark = pytest.mark.django_db

# What a view needs before it reads the others.
NEEDED = {"admin:autocomplete": "app_label=blog&model_name=post&field_name=series&"}


def fill_site(client) -> None:
    publish_site()
    client.force_login(UserFactory(is_superuser=True))
    event = Entry.objects.get(slug="the-event").event
    RegistrationFactory(event=event)
    QuestionFactory(event=event)
    Message.objects.create(event=event, subject="Hello", body="Hello")
    CommentFactory()
    ProblemReportFactory()
    SuggestionFactory()
    Redirect.objects.create(old_path="/old/", new_path="/new/")


def find_examples() -> dict[str, dict[str, str]]:
    """Return the arguments of each route that has any."""
    found = {}
    for name, arguments in EXAMPLES.items():
        first = evaluate(arguments)[0]
        for feed in ("", "-feed", "-json"):
            found[name + feed] = {key: str(value) for key, value in first.items()}
    for model in apps.get_models():
        first = model._default_manager.order_by("pk").first()
        for route in all_routes({}):
            if route.name.startswith(f"admin:{model._meta.label_lower.replace('.', '_')}_"):
                name = next((key for key in ("object_id", "pk") if key in route.arguments), None)
                if first and name:
                    found.setdefault(route.name, {})[name] = str(first.pk)
    registration = Registration.objects.get()
    event = registration.event
    for route in all_routes({}):
        if route.name.startswith("admin:events_event_") and "pk" in route.arguments:
            found[route.name] = {
                "pk": str(event.pk),
                "registration_id": str(registration.pk),
                "message_id": str(Message.objects.get().pk),
                "kind": "csv",
            }
        if route.name.startswith("events:registration-") and "token" in route.arguments:
            found[route.name] = {"token": registration.token}
    return found | {
        "preview": {"token": make_preview_link(entry=Entry.objects.get(slug="the-post"))},
    }


class Visitor:
    """Sends requests, and notes those that the site could not answer."""

    def __init__(self, client) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.count = 0
        self.faults: list[str] = []

    def send(self, address: str, query: str = "") -> None:
        self.count += 1
        # What a statement that failed leaves behind ends with the request.
        with transaction.atomic():
            response = self.client.get(address, QUERY_STRING=query)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.faults.append(f"{address}?{query}"[:120])

    def send_each(self, route: Route, names: set[str]) -> None:
        """Send every hostile value in all of these parameters, and numbers in each alone.

        A view that refuses the first of them reads no other.
        """
        needed = NEEDED.get(route.name, "")
        for value in (NOT_TEXT | HOSTILE).values():
            self.send(route.address, needed + "&".join(f"{name}={value}" for name in names))
        for name in sorted(names):
            self.send(route.address, f"{needed}{name}=1&{name}={HOSTILE['5,000 digits']}")


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

    for route in all_routes(find_examples()):
        if part_of(route) != part:
            continue
        for address in route.hostile_paths():
            visitor.send(address)
        recorder.start()
        visitor.send(route.address, NEEDED.get(route.name, ""))
        seen: set[str] = set()
        while names := (recorder.asked | lookups(route.name)) - seen:
            visitor.send_each(route, names)
            seen |= names

    assert visitor.faults == []
    assert visitor.count > 300


def test_every_route_has_its_part():
    assert {part_of(route) for route in all_routes({})} == set(PARTS)
