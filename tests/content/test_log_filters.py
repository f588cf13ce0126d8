import json
import logging

import pytest
from django.utils.log import DEFAULT_LOGGING, AdminEmailHandler

from content.log_filters import JsonLines, WithoutSecrets, without_secrets
from tests.factories import RegistrationFactory
from tests.support.secret_addresses import SECRET, secret_addresses


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
        ("/admin/login/?next=%2Fpreview%2Fa1%2F", (), "/admin/login/?next=%2Fpreview%2F…%2F"),
        ("Not Found: %s", ("/events/moderation/",), "Not Found: /events/moderation/"),
    ],
)
def test_secret_in_address_is_not_logged(message, arguments, expected):
    record = logging.LogRecord("name", logging.WARNING, "path", 1, message, arguments, None)

    assert WithoutSecrets().filter(record)

    assert record.getMessage() == expected


def test_no_route_with_token_is_logged_with_it():
    addresses = secret_addresses()

    logged = [without_secrets(f"Not Found: {address}") for address in addresses]

    assert len(addresses) == 19
    assert [line for line in logged if SECRET in line] == []


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
