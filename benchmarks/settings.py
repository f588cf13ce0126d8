"""The project's settings with a separate server and databases for benchmarks."""

import os

from cworks import embedded_postgres
from cworks.settings import *

if DATABASES["default"]["ENGINE"] == "cworks.embedded_postgres":
    DATABASES["default"] |= embedded_postgres.database_settings(DATA_DIR / "benchmarks")
# See benchmarks/databases.py.
DATABASES["default"]["NAME"] = os.environ.get("BENCHMARK_DATABASE") or DATABASES["default"]["NAME"]
# The page cache has most of its room for hosts that are named.
ALLOWED_HOSTS = ["example.org", "*"]
# Benchmarks request pages that do not exist, too.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
