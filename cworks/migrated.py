"""Whether the database has all the migrations of this version of the code."""

import pkgutil
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

# What was true once stays true: migrations are not taken back while a process runs.
_migrated: set[str] = set()


def is_migrated(database: str) -> bool:
    """Return whether every migration was applied. Newer ones, of a later version, don't matter."""
    if database in _migrated:
        return True
    applied = set(MigrationRecorder(connections[database]).applied_migrations())
    if all_migrations() <= applied:
        _migrated.add(database)
    return database in _migrated


def all_migrations() -> set[tuple[str, str]]:
    """Return (app, name) of each migration, without importing any: that would take megabytes."""
    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        if find_spec(f"{app.name}.migrations")
        for module in pkgutil.iter_modules([str(Path(app.path) / "migrations")])
        if module.name[0] not in "_~"
    }
