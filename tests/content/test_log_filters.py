import logging

import pytest

from content.log_filters import WithoutSecrets
from tests.factories import RegistrationFactory


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
        ("Not Found: %s", ("/events/moderation/",), "Not Found: /events/moderation/"),
    ],
)
def test_secret_in_address_is_not_logged(message, arguments, expected):
    record = logging.LogRecord("name", logging.WARNING, "path", 1, message, arguments, None)

    assert WithoutSecrets().filter(record)

    assert record.getMessage() == expected


@pytest.mark.django_db
def test_log_of_rejected_request_has_no_token(client, capfd, settings):
    token = RegistrationFactory().token
    logging.config.dictConfig(settings.LOGGING)

    client.put(f"/registrations/{token}/")

    logged = capfd.readouterr().err
    assert "Method Not Allowed (PUT): /registrations/…/" in logged
    assert token not in logged
