"""Connections to PostgreSQL itself, where DATABASE_URL leads to a pooler.

A pooler in transaction mode gives each transaction another session. What belongs to a session goes
around it: LISTEN, locks that outlast a transaction, and exported snapshots. See
docs/decisions/poolers.md.
"""

from typing import Any

from django.conf import settings
from django.db import connection


def direct_settings() -> dict[str, Any]:
    """Return an entry of DATABASES."""
    return connection.settings_dict | settings.DIRECT_DATABASE


def direct_parameters() -> dict[str, Any]:
    """Return what psycopg connects with."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    if not settings.DIRECT_DATABASE:
        return parameters
    names = {key: key.lower() for key in settings.DIRECT_DATABASE} | {"NAME": "dbname"}
    parameters |= {names[key]: value or None for key, value in settings.DIRECT_DATABASE.items()}
    return parameters
