"""The project's settings, quick and harmless: a server, files and mail of the tests' own."""

from cworks import embedded_postgres
from cworks.settings import *

if DATABASES["default"]["ENGINE"] == "cworks.embedded_postgres":
    # Its databases are made anew for each run, so nothing in them has to survive a power cut.
    DATABASES["default"] |= embedded_postgres.database_settings(DATA_DIR / "test")
    DATABASES["default"]["OPTIONS"]["durable"] = False

MEDIA_ROOT = str(DATA_DIR / "test" / "media")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files come from where they are written; nothing has to be collected first.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
