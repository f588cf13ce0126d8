import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_responds_over_http_on_any_host(settings, path):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["www.example.org"]

    response = Client().get(path, headers={"host": "10.1.2.3:8000"})

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_other_pages_require_https_and_allowed_host(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["www.example.org"]

    assert Client().get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400
    assert Client().get("/", headers={"host": "www.example.org"}).status_code == 301


def test_process_is_not_ready_before_its_migrations_were_applied(monkeypatch):
    monkeypatch.setattr("cworks.migrated._migrated", set())
    MigrationRecorder.Migration.objects.filter(app="content", name="0001_initial").delete()

    response = Client().get("/readyz")

    assert (response.status_code, response.content) == (
        503,
        b"the database is not migrated for this version yet\n",
    )
