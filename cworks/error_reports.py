"""Errors, sent to a Sentry-compatible address (SENTRY_DSN), without secrets."""

import json
from typing import Any

from content.log_filters import without_secrets


def start(address: str) -> None:
    import sentry_sdk
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=address,
        # Django and the queue log their errors, so these are enough. Sentry's others wrap Django's
        # responses, which the page cache then doesn't keep, and tell every site that we request.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(), ExcepthookIntegration(), DedupeIntegration()],
        before_send=hide_secrets,
        # Besides cookies and users, which it leaves out: variables and form fields.
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0,
    )


def hide_secrets(event: Any, hint: dict) -> Any:
    """Return an event without the tokens in secret addresses, wherever they are."""
    return json.loads(without_secrets(json.dumps(event, default=str)))
