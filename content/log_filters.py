"""Filters that keep secrets out of logs."""

import logging
import re

# Anyone with a registration's address can change the registration.
SECRET_PATHS = re.compile(r"(/(?:registrations|preview)/)[^/\s?'\"]+")


class WithoutSecrets(logging.Filter):
    """Replaces the token in secret addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if SECRET_PATHS.search(message):
            record.msg, record.args = SECRET_PATHS.sub(r"\1…", message), ()
        return True
