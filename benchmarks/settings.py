"""The project's settings with a separate database for benchmarks."""

from cworks import embedded_postgres
from cworks.settings import *

if DATABASES["default"]["ENGINE"] == "cworks.embedded_postgres":
    DATABASES["default"] |= embedded_postgres.database_settings(DATA_DIR / "benchmarks")
ALLOWED_HOSTS = ["*"]
