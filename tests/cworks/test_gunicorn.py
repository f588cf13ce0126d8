"""What the real gunicorn makes of requests, with the project's configuration."""

import pytest

from tests.support.site_servers import get_test_database_url, run_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = get_test_database_url()
    with run_site(
        DJANGO_SETTINGS_MODULE="tests.settings", DATABASE_URL=url, WEB_CONCURRENCY="1"
    ) as site:
        yield site


@pytest.fixture(scope="module")
def production_site():
    with run_site(
        CWORKS_ENV="production",
        DJANGO_SETTINGS_MODULE="cworks.settings",
        SECRET_KEY="x" * 60,
        ALLOWED_HOSTS="127.0.0.1",
        SITE_URL="https://www.example.org",
        DATABASE_URL="postgresql://user@127.0.0.1/unused",
        MAIL_URL="smtp://mail.example.org",
        MAIL_FROM="events@example.org",
        WEB_CONCURRENCY="1",
    ) as site:
        yield site


@pytest.mark.parametrize("path", ["/public/admin/login/", "/public/healthz", "/public/"])
def test_client_cannot_hide_start_of_path(site, path):
    status, _ = site.get(path, SCRIPT_NAME="/public")

    assert status == 404


def test_client_cannot_move_site_below_path(site):
    assert site.get("/about/", SCRIPT_NAME="/about") == site.get("/about/")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Protocol": "ssl"},
        {"X-Forwarded-Ssl": "on"},
    ],
)
def test_client_cannot_pretend_to_use_https(production_site, headers):
    status, _ = production_site.get("/", **headers)

    assert status == 301
