"""Settings for every mode. cworks.environment reads those that differ."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.csp import CSP

from cworks import connections, embedded_postgres, environment
from cworks.environment import BASE_DIR
from cworks.mailers import mailers_from_url
from cworks.policies import CSP_REPORTS

IN_PRODUCTION = environment.mode() == environment.PRODUCTION

DEBUG = not IN_PRODUCTION and environment.switch("DEBUG", default=False)
ALLOWED_HOSTS = environment.words(
    environment.text_for("ALLOWED_HOSTS", development="localhost,127.0.0.1,[::1],testserver")
)

DATA_DIR = environment.data_directory()
SECRET_KEY = environment.text_for("SECRET_KEY", development="") or environment.development_key(
    DATA_DIR
)
SECRET_KEY_FALLBACKS = environment.words(environment.text("SECRET_KEY_FALLBACKS"))
MEDIA_ROOT = environment.text("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MEDIA_URL = "/media/"
# Where restic keeps backups: a folder, or s3:https://… with the keys in AWS_ACCESS_KEY_ID and
# AWS_SECRET_ACCESS_KEY.
BACKUP_REPOSITORY = environment.text("BACKUP_REPOSITORY")
BACKUP_PASSWORD = environment.text("BACKUP_PASSWORD")
# Keys of age, which encrypts the database in a backup with the first.
BACKUP_PUBLIC_KEY = environment.text("BACKUP_PUBLIC_KEY")
BACKUP_PRIVATE_KEY_FILE = environment.text("BACKUP_PRIVATE_KEY_FILE")
# Where nginx finds uploads that the site has allowed a reader to fetch, if it is to send them.
MEDIA_ACCEL_PATH = environment.folder("MEDIA_ACCEL_PATH")

# The name and the tagline of the site, until administrators set them, and its address where there
# is no request (feeds, emails).
SITE_NAME = environment.text("SITE_NAME", default="CompetencyWorks")
SITE_TAGLINE = environment.text("SITE_TAGLINE", default="Learning from the cutting edge")
SITE_URL = environment.text_for("SITE_URL", development="http://127.0.0.1:8000").rstrip("/")
WEBSUB_HUB = environment.web_address("WEBSUB_HUB")
SECURITY_CONTACT = environment.text("SECURITY_CONTACT", default=f"{SITE_URL}/contact/")

INSTALLED_APPS = [
    "cworks.apps.ProjectConfig",  # First: its commands replace those of the packages below.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "procrastinate.contrib.django",
    "taggit",
    "markdownx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "blog",
    "wiki",
    "events",
    "following",
    "submissions",
    "content",
    "imports",
    "cworks.apps.AdminConfig",
]

MIDDLEWARE = [
    "cworks.middleware.name_request",
    "cworks.middleware.answer_other_methods",
    "cworks.middleware.add_retry_after",
    "cworks.middleware.answer_probes",
    "cworks.middleware.limit_statements",
    "cworks.middleware.repeat_after_restart",
    "cworks.replica.ReplicaMiddleware",
    "cworks.middleware.read_site_once",
    "cworks.middleware.PrivateCompressionMiddleware",
    "content.middleware.HeadMiddleware",
    "cworks.policies.add_policies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "content.middleware.AddressMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "content.middleware.SlashMiddleware",
    "content.middleware.RedirectMiddleware",
    "cworks.former_site.FormerAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cworks.body_limits.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cworks.accounts.middleware.StaffSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Widgets may have templates in templates/, too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "cworks.urls"
# Where [[titles]] without an entry and lists from the library link to.
WANTED_PAGE_URL = "wiki:article-wanted"
LIBRARY_URL = "wiki:library"
# Where listings and texts offer to follow them by email.
FOLLOW_URL = "following:follow-create"
# What turns pasted HTML into Markdown for the editor.
PASTE_URL = "imports:paste"
# The menus of the site settings, until someone changes them: a label, the name of a URL, and
# whether the link is below the one before it. In the footer, the others head columns.
MENUS = {
    "main_menu": [
        ("Blog", "blog:post-list", False),
        ("Series", "blog:series-list", False),
        ("K-12", "k-12", False),
        ("Higher education", "higher-education", False),
        ("Events", "events:event-list", False),
        ("Library", "wiki:library", False),
        ("Wiki", "wiki:article-list", False),
        ("Topics", "content:topic-list", False),
    ],
    "footer_menu": [
        ("Read", "", False),
        ("Blog", "blog:post-list", True),
        ("Series", "blog:series-list", True),
        ("Library", "wiki:library", True),
        ("Wiki", "wiki:article-list", True),
        ("Events", "events:event-list", True),
        ("K-12", "k-12", True),
        ("Higher education", "higher-education", True),
        ("Find", "", False),
        ("Search", "search", True),
        ("Topics", "content:topic-list", True),
        ("Tags", "content:tag-list", True),
        ("People", "content:person-list", True),
        ("Places", "content:place-list", True),
        ("Archive", "content:archive", True),
        ("Take part", "", False),
        ("Contribute", "submissions:contribute", True),
        ("Problems of practice", "submissions:problem-list", True),
    ],
    "social_links": [],
}
# What the front page can show beside its stories, in the order that it has at first.
FRONT_BLOCKS = {
    "events": "The next events",
    "series": "Series in progress",
    "library": "New in the library",
    "sectors": "The two sectors",
    "follow": "How to follow the site",
}
# What listings search with.
SEARCH_ENGINE = "cworks.search.results.find_matches"
WSGI_APPLICATION = "cworks.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cworks.context_processors.site",
            ],
        },
    },
]


def database_from_url(url: str, *, name: str = "DATABASE_URL") -> dict:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} must start with postgresql://; no other database engine is supported."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),  # such as sslmode
    }


_database_url = environment.text_for("DATABASE_URL", development="")
_database = (
    database_from_url(_database_url)
    if _database_url
    else embedded_postgres.database_settings(DATA_DIR)
)
_connections = environment.number("POOL", default=environment.number("WEB_THREADS", default=16))
# The server itself, if DATABASE_URL leads to a pooler in transaction mode, such as PgBouncer.
_direct_url = environment.text("DIRECT_DATABASE_URL")
DIRECT_DATABASE: dict = {}
if _direct_url:
    DIRECT_DATABASE = database_from_url(_direct_url, name="DIRECT_DATABASE_URL")
    _host = DIRECT_DATABASE.pop("OPTIONS").get("host")  # of a socket
    DIRECT_DATABASE |= {"HOST": _host or DIRECT_DATABASE["HOST"]}
    del DIRECT_DATABASE["ENGINE"]
_keeps_statements = environment.switch("PREPARED_STATEMENTS", default=not _direct_url)
DATABASES = {
    "default": {
        **_database,
        # Outside a transaction, they would outlast the session in which they were opened.
        "DISABLE_SERVER_SIDE_CURSORS": bool(_direct_url),
        "OPTIONS": {
            **connections.NETWORK_OPTIONS,
            **_database.get("OPTIONS", {}),
            # Each thread of the web server may need a connection.
            "pool": connections.pool_options(size=_connections),
            # A page's queries are always the same, and planning them took longer than running
            # them, so let PostgreSQL keep their plans.
            "server_side_binding": True,
            "cursor_factory": connections.ReplanningCursor,
            "prepare_threshold": 3 if _keeps_statements else None,
        },
    }
}

# The bucket that has the uploads, if they aren't in MEDIA_ROOT. Without keys, boto3 looks where
# Amazon's other programs do.
MEDIA_S3_BUCKET = environment.text("MEDIA_S3_BUCKET")
MEDIA_S3_ENDPOINT = environment.web_address("MEDIA_S3_ENDPOINT").rstrip("/")
environment.text_with("MEDIA_S3_ENDPOINT", needed_by="MEDIA_S3_BUCKET")
# Where a CDN or the bucket itself offers files to everyone.
MEDIA_S3_PUBLIC_URL = environment.web_address("MEDIA_S3_PUBLIC_URL").rstrip("/")
MEDIA_STORAGE_ON_DISK = {"BACKEND": "content.media.storage.WholeFileStorage"}
MEDIA_STORAGE_IN_BUCKET = {
    "BACKEND": "content.media.bucket.BucketStorage",
    "OPTIONS": {
        "bucket_name": MEDIA_S3_BUCKET,
        "endpoint_url": MEDIA_S3_ENDPOINT,
        "region_name": environment.text("MEDIA_S3_REGION") or None,
        "access_key": environment.text("MEDIA_S3_ACCESS_KEY_ID") or None,
        "secret_key": environment.text_with(
            "MEDIA_S3_SECRET_ACCESS_KEY", needed_by="MEDIA_S3_ACCESS_KEY_ID"
        )
        or None,
    },
}

# A streaming replica, from which public pages are read.
if _replica_url := environment.text("REPLICA_DATABASE_URL"):
    _replica = database_from_url(_replica_url, name="REPLICA_DATABASE_URL")
    DATABASES["replica"] = DATABASES["default"] | {
        **_replica,
        "OPTIONS": {
            **DATABASES["default"]["OPTIONS"],
            **_replica["OPTIONS"],
            # If it is down, there is the primary.
            "pool": connections.pool_options(size=_connections, seconds=1),
        },
    }

# What is confirmed to a registrant survives the loss of the database's server, if this says so. The
# first leaves it to the server.
SYNCHRONOUS_COMMIT_OF_REGISTRATIONS = environment.choice(
    "SYNCHRONOUS_COMMIT_OF_REGISTRATIONS", ["", "local", "remote_write", "on", "remote_apply"]
)

STORAGES = {
    "default": MEDIA_STORAGE_IN_BUCKET if MEDIA_S3_BUCKET else MEDIA_STORAGE_ON_DISK,
    "staticfiles": {"BACKEND": "cworks.static_files.OneFilePerStyleSheet"},
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "content.media.upload_handlers.TidyTemporaryFileUploadHandler",
]
STATIC_URL = "/static/"
# Icons that browsers request whatever the page says.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STATIC_ROOT = environment.text("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]

AUTH_USER_MODEL = "content.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# In hours: how long a session of staff lasts if no one uses it, and at most.
SESSION_IDLE_HOURS = environment.number("SESSION_IDLE_HOURS", default=12)
SESSION_HOURS = environment.number("SESSION_HOURS", default=7 * 24)
SESSION_COOKIE_AGE = min(SESSION_IDLE_HOURS, SESSION_HOURS) * 3600
# Whether administrators and editors must have a second factor, and after how many days.
SECOND_FACTOR_REQUIRED = environment.switch("SECOND_FACTOR_REQUIRED", default=False)
SECOND_FACTOR_GRACE_DAYS = environment.number("SECOND_FACTOR_GRACE_DAYS", default=14)

# django-allauth: see docs/decisions/staff-accounts.md.
ACCOUNT_ADAPTER = "cworks.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "cworks.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "cworks.accounts.forms.AddAppForm",
    "authenticate": "cworks.accounts.forms.CodeForm",
    "reauthenticate": "cworks.accounts.forms.ConfirmingCodeForm",
}
# An office shares one network, and no one can guess a passkey.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

# The organization's OpenID provider, if staff sign in through one.
SSO_ISSUER = environment.web_address("SSO_ISSUER").rstrip("/")
SSO_NAME = environment.text("SSO_NAME", default="your organization")
SSO_CLIENT_ID = environment.text_with("SSO_CLIENT_ID", needed_by="SSO_ISSUER")
SSO_CLIENT_SECRET = environment.text_with("SSO_CLIENT_SECRET", needed_by="SSO_ISSUER")
SSO_DOMAIN = environment.text_with("SSO_DOMAIN", needed_by="SSO_ISSUER")
SSO_NEW_ACCOUNTS = environment.switch("SSO_NEW_ACCOUNTS", default=False)
SSO_GROUPS_CLAIM = environment.text("SSO_GROUPS_CLAIM")
SSO_GROUPS = environment.pairs("SSO_GROUPS")
SOCIALACCOUNT_ADAPTER = "cworks.accounts.adapters.SingleSignOnAdapter"
if IN_PRODUCTION and SSO_ISSUER and not SSO_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("SSO_ISSUER must start with https://.")
if SSO_ISSUER:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    _provider = {
        "provider_id": "organization",
        "name": SSO_NAME,
        "client_id": SSO_CLIENT_ID,
        "secret": SSO_CLIENT_SECRET,
        "settings": {"server_url": SSO_ISSUER, "oauth_pkce_enabled": True},
    }
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_provider]}}

# Development sends nothing: each email becomes a file in var/mail.
MAILERS = mailers_from_url(environment.text_for("MAIL_URL", development=f"file://{DATA_DIR}/mail"))
# The sender of all emails, and so the organizer of our events in people's calendars.
_sender = f"{SITE_NAME} <events@example.org>"
DEFAULT_FROM_EMAIL = environment.text_for("MAIL_FROM", development=_sender)
# As many as the mail provider accepts; 0 means no limit.
EMAILS_PER_MINUTE = environment.number("EMAILS_PER_MINUTE", default=0)
# Where mail servers report what they could not deliver: the mailbox of the address in MAIL_FROM.
BOUNCE_MAILBOX = environment.text("BOUNCE_MAILBOX")
# Under which name the mail provider publishes the key that it signs emails with.
DKIM_SELECTOR = environment.text("DKIM_SELECTOR")

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_TZ = True
USE_I18N = False

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Video players load when a reader clicks, and from nowhere else.
    "frame-src": [CSP.SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    # Browsers know one or the other. Nothing else is reported to us.
    "report-uri": [CSP_REPORTS],
    "report-to": ["csp"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = IN_PRODUCTION
CSRF_COOKIE_SECURE = IN_PRODUCTION
# Browsers take such a cookie only from this very host over HTTPS: no other subdomain can set it.
if IN_PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = IN_PRODUCTION and environment.switch("HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if IN_PRODUCTION else 0
# These affect other hosts and can't be revoked for long, so they are off by default.
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.switch("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = environment.switch("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # They ask for the two settings above.
BEHIND_PROXY = environment.switch("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

IMAGE_MAX_BYTES = 20 * 1024 * 1024
# Staff may send an image with a form. One that was pasted into the text as data comes back with the
# form, which says what to do. Readers may send less: see cworks/body_limits.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = IMAGE_MAX_BYTES + 1024 * 1024
DOCUMENT_MAX_BYTES = 100 * 1024 * 1024

# How much memory each web process may fill with public pages; without any, none is kept.
PAGE_CACHE_BYTES = environment.number("PAGE_CACHE_MB", default=64) * 1024 * 1024

# The worker imports these when it starts. Web processes need few of them.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = [
    f"{app}.tasks"
    for app in [
        "blog",
        "content",
        "cworks",
        "events",
        "following",
        "imports",
        "submissions",
        "wiki",
    ]
]
# Finished jobs are deleted. Failed ones stay, so that someone can investigate.
PROCRASTINATE_ON_APP_READY = "cworks.worker_connections.prepare_worker"
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# How long personal data is kept (content/retention.py): see docs/privacy-data.md.
REGISTRATION_MONTHS = environment.period("REGISTRATION_MONTHS", default=12, at_least=0)
SUBMISSION_MONTHS = environment.period("SUBMISSION_MONTHS", default=12, at_least=0)
SUGGESTION_MONTHS = environment.period("SUGGESTION_MONTHS", default=12, at_least=0)
COMMENT_MONTHS = environment.period("COMMENT_MONTHS", default=24)
STOPPED_FOLLOW_MONTHS = environment.period("STOPPED_FOLLOW_MONTHS", default=12)
# The links to confirm something work for a week.
UNCONFIRMED_DAYS = environment.period("UNCONFIRMED_DAYS", default=8, at_least=7)
# No one is asked to confirm an address again within 30 days.
EMPTY_READER_DAYS = environment.period("EMPTY_READER_DAYS", default=30, at_least=30)
SENDER_HASH_DAYS = environment.period("SENDER_HASH_DAYS", default=2)
ENDED_BAN_DAYS = environment.period("ENDED_BAN_DAYS", default=30)
EMAIL_DAYS = environment.period("EMAIL_DAYS", default=90)
FAILED_EMAIL_MONTHS = environment.period("FAILED_EMAIL_MONTHS", default=12)
# The database refuses to delete what is more recent.
ACTIVITY_MONTHS = environment.period("ACTIVITY_MONTHS", default=24, at_least=24)
SPREADSHEET_DAYS = environment.period("SPREADSHEET_DAYS", default=1)
SITE_EXPORT_DAYS = environment.period("SITE_EXPORT_DAYS", default=7)
# Not a variable: the texts of the admin name it.
TRASH_DAYS = 30
# How many whole months the counts of referrers are kept. Two years can then be compared.
REFERRER_MONTHS = environment.number("REFERRER_MONTHS", default=25)

# The editor: how Markdown is rendered, where its script sends requests, and how many milliseconds
# after the last keystroke.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "content.rendering.markdownify"
MARKDOWNX_URLS_PATH = reverse_lazy("markdownx_markdownify")
MARKDOWNX_UPLOAD_URLS_PATH = reverse_lazy("markdownx_upload")
MARKDOWNX_SERVER_CALL_LATENCY = 350

# What Prometheus sends to read /metrics, and where errors are sent, if anywhere.
METRICS_TOKEN = environment.text("METRICS_TOKEN")
SENTRY_DSN = environment.web_address("SENTRY_DSN")

TAGGIT_CASE_INSENSITIVE = True

if MEDIA_S3_BUCKET and not MEDIA_ACCEL_PATH:
    # Readers' browsers are sent there for images.
    for _address in filter(None, [MEDIA_S3_ENDPOINT, MEDIA_S3_PUBLIC_URL]):
        _origin = "{0.scheme}://{0.netloc}".format(urlsplit(_address))
        SECURE_CSP |= {name: [*SECURE_CSP[name], _origin] for name in ("img-src", "media-src")}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "content.log_filters.JsonLines"},
    },
    "filters": {"without_secrets": {"()": "content.log_filters.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": environment.choice("LOG_FORMAT", ["plain", "json"]),
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", default="WARNING")},
    # Django's own handlers print addresses, and send them by email, without the filter above.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
