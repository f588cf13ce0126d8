"""What is sent to a Sentry-compatible address, and what isn't changed by that."""

import logging

import pytest
import sentry_sdk
from django.test import RequestFactory
from sentry_sdk.transport import Transport

from cworks import error_reports
from cworks.page_cache.layer import PageCache
from cworks.wsgi import without_charset
from tests.support.page_caches import KnownChanges, kept_connections


@pytest.fixture
def reported(monkeypatch):
    """The events that are sent."""
    events: list[dict] = []

    class Kept(Transport):
        def capture_envelope(self, envelope) -> None:
            events.append(envelope.get_event())

    starting = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: starting(**options, transport=Kept))
    error_reports.start("https://key@errors.example.org/1")
    yield events
    starting(default_integrations=False, auto_enabling_integrations=False)


def test_error_is_reported_without_secrets_or_variables(reported):
    try:
        private = "what someone wrote to us"
        raise ValueError("No registration at /registrations/a1-b2/join/")
    except ValueError:
        # As Django logs what a view raises.
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/r/")

    [event] = reported
    [exception] = event["exception"]["values"]
    assert exception["value"] == "No registration at /registrations/…/join/"
    assert private not in str(event["exception"]["values"][0].get("stacktrace", {}).get("vars"))
    assert [frame.get("vars") for frame in exception["stacktrace"]["frames"]] == [None]
    assert "request" not in event


@pytest.mark.django_db
def test_pages_are_still_kept_in_memory(reported):
    cache = PageCache(without_charset, max_bytes=1_000_000)
    cache.changes = KnownChanges()

    with kept_connections():
        cache(RequestFactory().get("/archive/").environ, lambda status, headers: None)

    assert cache.pages.bytes + cache.made_up.bytes > 0
