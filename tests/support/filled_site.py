"""A site with something at every address, and the arguments of its routes."""

from django.apps import apps

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
from tests.support.hostile_requests import all_routes
from tests.support.public_pages import EXAMPLES, evaluate
from tests.support.public_site import publish_site


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
    routes = all_routes({})
    for name, arguments in EXAMPLES.items():
        first = evaluate(arguments)[0]
        for feed in ("", "-feed", "-json"):
            found[name + feed] = {key: str(value) for key, value in first.items()}
    for model in apps.get_models():
        first = model._default_manager.order_by("pk").first()
        for route in routes:
            if route.name.startswith(f"admin:{model._meta.label_lower.replace('.', '_')}_"):
                name = next((key for key in ("object_id", "pk") if key in route.arguments), None)
                if first and name:
                    found.setdefault(route.name, {})[name] = str(first.pk)
    registration = Registration.objects.get()
    event = registration.event
    for route in routes:
        if route.name.startswith("admin:events_event_") and "pk" in route.arguments:
            found[route.name] = {
                "pk": str(event.pk),
                "registration_id": str(registration.pk),
                "message_id": str(Message.objects.get().pk),
                "kind": "csv",
            }
        if route.name.startswith("events:registration-") and "token" in route.arguments:
            found[route.name] = {"token": registration.token}
    wording = {"purpose": "event-confirmation"}
    return found | {
        "admin:content_emailtext_text": wording,
        "admin:content_emailtext_preview": wording,
        "preview": {"token": make_preview_link(entry=Entry.objects.get(slug="the-post"))},
    }
