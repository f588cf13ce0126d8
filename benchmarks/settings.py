"""The project's settings on a database of the benchmarks' own."""

from cworks import embedded_postgres
from cworks.settings import *

if DATABASES["default"]["ENGINE"] == "cworks.embedded_postgres":
    DATABASES["default"] |= embedded_postgres.database_settings(DATA_DIR / "benchmarks")
ALLOWED_HOSTS = ["*"]
