import json
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.utils.log import DEFAULT_LOGGING, AdminEmailHandler

from content.log_filters import JsonLines, WithoutSecrets, without_secrets
from tests.factories import RegistrationFactory


@pytest.fixture(autouse=True)
def _stream_of_all_tests(settings):
    """Let later tests log to a stream that is open, not to that of a test which has ended."""
    yield
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.parametrize(
    ("message", "arguments", "expected"),
    [
        ("Not Found: %s", ("/registrations/a1.b-2_c/join/",), "Not Found: /registrations/…/join/"),
        (
            "Error handling request /registrations/a1.b2/",
            (),
            "Error handling request /registrations/…/",
        ),
        (
            "/registrations/a1?done=sent and '/preview/x'",
            (),
            "/registrations/…?done=sent and '/preview/…'",
        ),
        (
            '"GET /admin/invitation/MQ/c4f-a1/ HTTP/1.1" 302 "http://x.org/preview/a1/"',
            (),
            '"GET /admin/invitation/MQ/…/ HTTP/1.1" 302 "http://x.org/preview/…/"',
        ),
        ("/media/documents/a.pdf?preview=a1&x=2", (), "/media/documents/a.pdf?preview=…&x=2"),
        ("/events/x/register/sent/?receipt=a1.b2", (), "/events/x/register/sent/?receipt=…"),
        ('{"query_string": "preview=a1.b2"}', (), '{"query_string": "preview=…"}'),
        ("/admin/login/?next=%2Fpreview%2Fa1%2F", (), "/admin/login/?next=%2Fpreview%2F…%2F"),
        ("Not Found: %s", ("/events/moderation/",), "Not Found: /events/moderation/"),
    ],
)
def test_secret_in_address_is_not_logged(message, arguments, expected):
    record = logging.LogRecord("name", logging.WARNING, "path", 1, message, arguments, None)

    assert WithoutSecrets().filter(record)

    assert record.getMessage() == expected


def find_secret_routes(patterns=None, start: str = "/") -> list[str]:
    """Return every address of the site that has a token in it, as its route is written."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += find_secret_routes(pattern.url_patterns, route)
        elif re.search(r"[:<](token|secret|key|signature)>", route):
            found.append(route)
    return found


def test_no_route_with_token_is_logged_with_it():
    routes = find_secret_routes()
    addresses = [re.sub("<[^>]*token>", "s3cr-3t", route) for route in routes]
    addresses = [re.sub("<.*?>", "MQ", address) for address in addresses]

    logged = [without_secrets(f"Not Found: {address}") for address in addresses]

    assert len(routes) == 19
    assert [line for line in logged if "s3cr-3t" in line] == []


@pytest.mark.parametrize(
    ("file", "pattern"),
    [("docs/nginx.conf", r'"~(\^.*)" "\$\w+\.\.\."'), ("deploy/Caddyfile", r'regexp "(.*)" "\$1')],
)
def test_proxies_log_no_secret_address_either(file, pattern):
    found = re.findall(pattern, (Path(settings.BASE_DIR) / file).read_text())
    routes = [re.sub("<.*?>", "s3cr-3t", route) for route in find_secret_routes()]
    queries = ["/media/documents/a.pdf?preview=a1", "/events/x/register/sent/?a=b&receipt=a1"]

    shown = [
        address
        for address in [*routes, "/admin/invitation/MQ/c4f-a1/", *queries]
        if not any(re.search(each.replace("(?<", "(?P<"), address) for each in found)
    ]

    assert shown == []


def test_traceback_is_logged_without_token(capfd, settings):
    logging.config.dictConfig(settings.LOGGING)
    try:
        raise ValueError("No such path: /preview/a1b2/")
    except ValueError:
        logging.getLogger("django.request").exception("Failed")

    logged = capfd.readouterr().err
    assert "ValueError: No such path: /preview/…/" in logged
    assert "a1b2" not in logged


def test_all_of_djangos_logs_pass_the_filter(settings):
    """Django's own handlers would print addresses, and email them, with their tokens."""
    logging.config.dictConfig(DEFAULT_LOGGING)
    logging.config.dictConfig(settings.LOGGING)
    names = ["", *(name for name in logging.Logger.manager.loggerDict if name.startswith("django"))]

    handlers = [handler for name in names for handler in logging.getLogger(name).handlers]

    unfiltered = [
        handler
        for handler in handlers
        if isinstance(handler, (logging.StreamHandler, AdminEmailHandler))
        and "pytest" not in type(handler).__module__
        and not any(isinstance(each, WithoutSecrets) for each in handler.filters)
    ]
    assert unfiltered == []


@pytest.mark.django_db
def test_log_of_rejected_request_has_no_token(client, capfd, settings):
    token = RegistrationFactory().token
    logging.config.dictConfig(settings.LOGGING)

    client.get(f"/registrations/{token}x/")

    logged = capfd.readouterr().err
    assert "Not Found: /registrations/…/" in logged
    assert token not in logged


def test_json_line_has_the_requests_id_and_no_secret(db, client, settings):
    settings.BEHIND_PROXY = True
    lines = []
    handler = logging.StreamHandler()
    handler.addFilter(WithoutSecrets())
    handler.setFormatter(JsonLines())
    handler.emit = lambda record: lines.append(json.loads(handler.format(record)))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get("/preview/a1b2/", headers={"X-Request-ID": "from-the-proxy"})
    finally:
        logger.removeHandler(handler)

    [line] = lines
    assert line | {"time": ""} == {
        "time": "",
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found: /preview/…/",
        "request_id": "from-the-proxy",
    }
