"""How safely a registration is stored before anyone is told so: see docs/decisions/replica.md."""

from django.conf import settings
from django.db import connection

# Until the transaction ends.
SET_COMMIT = "SELECT set_config('synchronous_commit', %s, true)"


def commit_as_set() -> None:
    """Let the commit of this transaction wait as SYNCHRONOUS_COMMIT_OF_REGISTRATIONS says."""
    if settings.SYNCHRONOUS_COMMIT_OF_REGISTRATIONS:
        with connection.cursor() as cursor:
            cursor.execute(SET_COMMIT, [settings.SYNCHRONOUS_COMMIT_OF_REGISTRATIONS])
