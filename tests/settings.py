"""The project's settings for tests: fast, with separate data, files, and email."""

from cworks import embedded_postgres
from cworks.settings import *

if DATABASES["default"]["ENGINE"] == "cworks.embedded_postgres":
    # Its databases can be created again, so nothing in them has to survive a power cut.
    DATABASES["default"] |= embedded_postgres.database_settings(DATA_DIR / "test")
    DATABASES["default"]["OPTIONS"]["durable"] = False

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toy_kind"]

MEDIA_ROOT = str(DATA_DIR / "test" / "media")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Serve static files from their sources, without collecting them.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
