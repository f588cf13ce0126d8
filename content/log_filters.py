"""Filters that keep secrets out of logs."""

import logging
import re

# Anyone with such an address may change a registration, read a draft, or choose a password.
SECRETS = re.compile(
    r"""
    (
        (?:/|%2F)
        (?:
            registrations | readers(?:(?:/|%2F)comments)? | confirm | unsubscribe | stop | preview
            | admin(?:/|%2F)invitation(?:/|%2F)[\w-]+
        )
        (?:/|%2F)
        | [?&] preview=
    )
    [^/\s?&'"%]+
    """,
    re.VERBOSE | re.IGNORECASE,
)


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
