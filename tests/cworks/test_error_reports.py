"""What is sent to a Sentry-compatible address."""

import sentry_sdk
from sentry_sdk.transport import Transport

from cworks import error_reports


def test_error_is_reported_without_secrets_or_variables(monkeypatch):
    sent = []

    class Kept(Transport):
        def capture_envelope(self, envelope) -> None:
            sent.append(envelope.get_event())

    starting = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: starting(**options, transport=Kept))
    error_reports.start("https://key@errors.example.org/1")
    try:
        private = "what someone wrote to us"
        raise ValueError("No registration at /registrations/a1-b2/join/")
    except ValueError as error:
        sentry_sdk.capture_exception(error)
    finally:
        starting()

    [event] = sent
    [exception] = event["exception"]["values"]
    assert exception["value"] == "No registration at /registrations/…/join/"
    assert private not in str(event["exception"]["values"][0].get("stacktrace", {}).get("vars"))
    assert [frame.get("vars") for frame in exception["stacktrace"]["frames"]] == [None]
