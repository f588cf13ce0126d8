"""What the real gunicorn makes of requests, with the project's configuration."""

import http.client
import json
import socket
from contextlib import closing

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


def test_every_line_of_log_is_json_if_a_setting_says_so(capfd, db):
    with run_site(
        DJANGO_SETTINGS_MODULE="tests.settings",
        DATABASE_URL=get_test_database_url(),
        WEB_CONCURRENCY="1",
        LOG_FORMAT="json",
        LOG_LEVEL="INFO",
    ) as site:
        site.get("/no-such-page/")

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert {line["logger"] for line in lines} >= {"gunicorn.error", "django.request"}
    started = [line for line in lines if line["message"].startswith("Listening at")]
    assert len(started) == 1


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


def send_start_of(site, body_headers: bytes, path: bytes = b"/admin/login/") -> bytes:
    """Announce a form, send its first bytes only, and return the start of the answer."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as client:
        client.sendall(
            b"POST "
            + path
            + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken="
            + b"x" * 32
            + b"\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            + body_headers
            + b"\r\n"
            + b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        )
        return client.recv(1000)[:12]


@pytest.mark.parametrize("path", [b"/", b"/admin/", b"/admin/login/", b"/search/"])
def test_long_body_is_refused_before_it_is_sent(site, path):
    answer = send_start_of(site, b"Content-Length: 300000000\r\n", path)

    assert answer == b"HTTP/1.1 413"


def test_body_of_unknown_length_is_refused_before_it_is_sent(site):
    # A chunk announces its own length only.
    answer = send_start_of(site, b"Transfer-Encoding: chunked\r\n\r\n100000\r\n")

    assert answer == b"HTTP/1.1 411"


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_client_that_sends_all_of_its_body_can_read_the_refusal(site, path):
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as client:
        client.request("POST", path, body=bytes(6_000_000))
        response = client.getresponse()

        assert response.status == 413
        assert "This is too large to send" in response.read().decode()

        client.request("GET", "/healthz")
        assert client.getresponse().status == 200


def test_client_that_stops_sending_its_refused_body_is_left_alone(site):
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 6000000\r\n\r\nx")
        answer = b"".join(iter(lambda: client.recv(10_000), b""))

    assert answer.startswith(b"HTTP/1.1 413")
