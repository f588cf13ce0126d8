"""Errors, sent to a Sentry-compatible address (SENTRY_DSN), without secrets."""

import json
from typing import Any

from content.log_filters import without_secrets


def start(address: str) -> None:
    import sentry_sdk

    sentry_sdk.init(
        dsn=address,
        before_send=hide_secrets,
        # Besides cookies and users, which it leaves out: variables and form fields.
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0,
    )


def hide_secrets(event: Any, hint: dict) -> Any:
    """Return an event without the tokens in secret addresses, wherever they are."""
    return json.loads(without_secrets(json.dumps(event, default=str)))
