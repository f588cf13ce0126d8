import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from cworks import environment
from cworks.environment import BASE_DIR

REQUIRED = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "www.example.org",
    "SITE_URL": "https://www.example.org",
    "DATABASE_URL": "postgresql://user@database.example.org/competencyworks",
    "MAIL_URL": "smtp://mail.example.org",
    "MAIL_FROM": "events@example.org",
}


def load_settings(variables: dict[str, str]) -> str:
    """Return "loaded" or the last line of the error."""
    return run_with_settings("print('loaded')", variables)


def run_with_settings(code: str, variables: dict[str, str]) -> str:
    result = subprocess.run(
        [sys.executable, "-c", f"import cworks.settings; {code}"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "CWORKS_ENV": "production", **variables},
        capture_output=True,
        text=True,
    )
    return (result.stdout + result.stderr).splitlines()[-1]


def test_production_starts_with_required_variables():
    assert load_settings(REQUIRED) == "loaded"


@pytest.mark.parametrize("name", REQUIRED)
def test_production_requires_every_required_variable(name):
    others = {key: value for key, value in REQUIRED.items() if key != name}

    assert load_settings(others) == (
        f"django.core.exceptions.ImproperlyConfigured: {name} is not set. "
        "Production does not start without it; see .env.example."
    )


@pytest.mark.parametrize("name", REQUIRED)
def test_production_treats_blank_variable_as_missing(name):
    assert name in load_settings({**REQUIRED, name: " "})


def test_unknown_mode_is_rejected():
    assert load_settings({**REQUIRED, "CWORKS_ENV": "prod"}) == (
        "django.core.exceptions.ImproperlyConfigured: "
        "CWORKS_ENV is 'prod'; set it to 'development' or 'production'."
    )


def test_database_url_options_reach_connection():
    settings = run_with_settings(
        "print(cworks.settings.DATABASES['default']['OPTIONS']['sslmode'])",
        {**REQUIRED, "DATABASE_URL": f"{REQUIRED['DATABASE_URL']}?sslmode=verify-full"},
    )

    assert settings == "verify-full"


@pytest.mark.parametrize("path", ["protected-media/", "/protected-media", "/"])
def test_path_for_nginx_needs_slashes(path):
    assert load_settings({**REQUIRED, "MEDIA_ACCEL_PATH": path}) == (
        f"django.core.exceptions.ImproperlyConfigured: MEDIA_ACCEL_PATH is {path!r}; "
        "set it to a path that starts and ends with a slash."
    )


def test_hub_needs_a_full_address():
    assert load_settings({**REQUIRED, "WEBSUB_HUB": "hub.example.org"}) == (
        "django.core.exceptions.ImproperlyConfigured: WEBSUB_HUB is 'hub.example.org'; "
        "set it to an address that starts with https://."
    )


def read_development_key(data_directory: Path) -> str:
    return run_with_settings(
        "print(cworks.settings.SECRET_KEY)",
        {"CWORKS_ENV": "development", "CWORKS_DATA_DIR": str(data_directory)},
    )


def test_development_generates_and_keeps_secret_key(tmp_path):
    first = read_development_key(tmp_path / "one")
    again = read_development_key(tmp_path / "one")
    other = read_development_key(tmp_path / "two")

    kept = tmp_path / "one" / "secret-key"
    assert (first == again, first == other, len(first) >= 50) == (True, False, True)
    assert stat.filemode(kept.stat().st_mode) == "-rw-------"
    assert list(kept.parent.iterdir()) == [kept]


def test_concurrent_processes_share_secret_key(tmp_path):
    together = Barrier(8)

    def read_key(_) -> str:
        together.wait()
        return environment.development_key(tmp_path)

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(read_key, range(8)))

    assert keys == {(tmp_path / "secret-key").read_text()}


@pytest.mark.parametrize(
    ("variables", "header"),
    [
        ({}, (31_536_000, False, False)),
        ({"HSTS_INCLUDE_SUBDOMAINS": "yes"}, (31_536_000, True, False)),
        ({"HSTS_INCLUDE_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"}, (31_536_000, True, True)),
    ],
)
def test_hsts_covers_subdomains_only_if_enabled(variables, header):
    settings = run_with_settings(
        "from cworks.settings import *; print("
        "(SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD))",
        REQUIRED | variables,
    )

    assert settings == str(header)


def test_cookies_in_production_come_from_this_very_host_only():
    settings = run_with_settings(
        "from cworks.settings import *; print((SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, "
        "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SESSION_COOKIE_HTTPONLY))",
        REQUIRED,
    )

    assert settings == str(("__Host-sessionid", "__Host-csrftoken", True, True, True))


def test_example_names_required_variables():
    example = (BASE_DIR / ".env.example").read_text()
    section = re.search(r"Required in production -+\n(.*?)\n# ---", example, re.DOTALL)[1]

    assert set(re.findall(r"^([A-Z_]+)=", section, re.MULTILINE)) == set(REQUIRED)


def test_example_lists_every_variable():
    example = (BASE_DIR / ".env.example").read_text()
    sources = [BASE_DIR / "gunicorn.conf.py", *(BASE_DIR / "cworks").rglob("*.py")]
    read = re.compile(r'(?:(?:os\.environ|environment)[.\w]*[\[(]|text\()\s*"([A-Z_]+)"')
    used_in_tests = {"CWORKS_CORPUS", "CWORKS_REQUIRE_BROWSER"}
    read_by_restic = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    not_ours = {"DJANGO_SETTINGS_MODULE", "PATH", "PROMETHEUS_MULTIPROC_DIR"}
    used = {name for source in sources for name in read.findall(source.read_text())}

    listed = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert listed == used - not_ours | used_in_tests | read_by_restic
