import os
import re
import subprocess
import sys

import pytest

from cworks.environment import BASE_DIR

REQUIRED = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "www.example.org",
    "DATABASE_URL": "postgresql://user@database.example.org/competencyworks",
}


def load_settings(environment: dict[str, str]) -> str:
    """Return "loaded", or the last line of what went wrong."""
    return run_with_settings("print('loaded')", environment)


def run_with_settings(code: str, environment: dict[str, str]) -> str:
    result = subprocess.run(
        [sys.executable, "-c", f"import cworks.settings; {code}"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "CWORKS_ENV": "production", **environment},
        capture_output=True,
        text=True,
    )
    return (result.stdout + result.stderr).splitlines()[-1]


def test_production_starts_with_the_required_variables():
    assert load_settings(REQUIRED) == "loaded"


@pytest.mark.parametrize("name", REQUIRED)
def test_production_refuses_to_start_without_a_required_variable(name):
    environment = {key: value for key, value in REQUIRED.items() if key != name}

    assert load_settings(environment) == (
        f"django.core.exceptions.ImproperlyConfigured: {name} is not set. "
        "Production does not start without it; see .env.example."
    )


@pytest.mark.parametrize("name", REQUIRED)
def test_production_takes_a_blank_variable_for_a_missing_one(name):
    assert name in load_settings({**REQUIRED, name: " "})


def test_unknown_mode_is_refused():
    assert load_settings({**REQUIRED, "CWORKS_ENV": "prod"}) == (
        "django.core.exceptions.ImproperlyConfigured: "
        "CWORKS_ENV is 'prod'; set it to 'development' or 'production'."
    )


def test_options_in_the_database_url_reach_the_connection():
    settings = run_with_settings(
        "print(cworks.settings.DATABASES['default']['OPTIONS']['sslmode'])",
        {**REQUIRED, "DATABASE_URL": f"{REQUIRED['DATABASE_URL']}?sslmode=verify-full"},
    )

    assert settings == "verify-full"


def test_example_lists_every_variable_that_is_read():
    example = (BASE_DIR / ".env.example").read_text()
    sources = [BASE_DIR / "gunicorn.conf.py", *(BASE_DIR / "cworks").rglob("*.py")]
    read = re.compile(r'(?:environ(?:ment)?[.\w]*[\[(]|text\()"([A-Z_]+)"')
    elsewhere = {"CWORKS_CORPUS", "CWORKS_REQUIRE_BROWSER"}  # in the tests
    not_ours = {"DJANGO_SETTINGS_MODULE", "PATH"}
    used = {name for source in sources for name in read.findall(source.read_text())}

    listed = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert listed == used - not_ours | elsewhere
