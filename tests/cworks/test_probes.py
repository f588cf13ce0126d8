import pytest
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
