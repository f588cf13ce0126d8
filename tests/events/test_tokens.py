"""The link in a registrant's emails: signed, so a stolen database reveals no links."""

import pytest

from events.models import Registration
from tests.factories import RegistrationFactory

pytestmark = pytest.mark.django_db


def test_token_opens_its_registration(client):
    ana, ben = RegistrationFactory(name="Ana"), RegistrationFactory(name="Ben")

    page = client.get(ana.secret_path()).content.decode()

    assert ("Ana" in page, ana.email in page) == (True, True)
    assert (ben.name in page, ben.email in page) == (False, False)


@pytest.mark.parametrize("part", ["", "/change", "/cancel", "/join", "/data", "/erase"])
def test_database_values_open_nothing(client, part):
    ana = RegistrationFactory()
    number, _, signature = ana.token.partition(".")
    other = RegistrationFactory().token.partition(".")[2]

    answers = {
        token: client.get(f"/registrations/{token}{part}/").status_code
        for token in (number, str(ana.public_id), f"{number}.", f"{number}.{other}", "x", "ü.ß")
    }

    assert set(answers.values()) == {404}
    assert client.get(f"/registrations/{number}.{signature}{part}/").status_code == 200


def test_token_of_former_key_works_and_of_unknown_key_does_not(settings):
    ana = RegistrationFactory()
    token, former = ana.token, settings.SECRET_KEY

    settings.SECRET_KEY = "another key that is long enough to be one, or so it seems to be here"
    without = Registration.read_token(token)
    settings.SECRET_KEY_FALLBACKS = [former]

    assert (without, Registration.read_token(token)) == (None, ana.public_id)


def test_pages_send_no_referrer_and_are_not_cached_or_indexed(client):
    response = client.get(RegistrationFactory().secret_path())

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}
    assert 'rel="canonical"' not in response.content.decode()
