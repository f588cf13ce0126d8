import os
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
    result = subprocess.run(
        [sys.executable, "-c", "import cworks.settings; print('loaded')"],
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
