"""What the log has of a record: no secrets, and, as JSON, the ID of the request."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

# Anyone with such an address may change a registration, read a draft, or choose a password.
SECRETS = re.compile(
    r"""
    (
        (?:/|%2F)
        (?:
            registrations | readers(?:(?:/|%2F)comments)? | confirm | unsubscribe | stop | preview
            | follow(?:/|%2F)emails
            | admin(?:/|%2F)invitation(?:/|%2F)[\w-]+
        )
        (?:/|%2F)
        | (?<![\w-]) (?:preview|receipt)=
    )
    [^/\s?&'"%]+
    """,
    re.VERBOSE | re.IGNORECASE,
)


# Of the request that this thread handles.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def without_secrets(text: str) -> str:
    return SECRETS.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """Replaces the token in secret addresses, including those in tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if SECRETS.search(message):
            record.msg, record.args = without_secrets(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True


class JsonLines(logging.Formatter):
    """Writes each record as a line of JSON: only these fields, as others may have secrets."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            # The filter has written it, without secrets.
            "exception": record.exc_text or "",
        }
        return json.dumps({name: value for name, value in line.items() if value})
