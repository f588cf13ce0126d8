"""What logs must not keep."""

import logging
import re

# The address of a registration is the key to it.
SECRET_PATHS = re.compile(r"(/(?:registrations|preview)/)[^/\s?'\"]+")


class WithoutSecrets(logging.Filter):
    """Take the secret out of addresses that have one."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if SECRET_PATHS.search(message):
            record.msg, record.args = SECRET_PATHS.sub(r"\1…", message), ()
        return True
