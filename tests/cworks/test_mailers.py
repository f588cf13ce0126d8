import pytest
from django.core.exceptions import ImproperlyConfigured

from cworks.mailers import mailers_from_url


def options(url: str) -> dict:
    found = mailers_from_url(url)["default"]["OPTIONS"]
    return {name: value for name, value in found.items() if name != "timeout"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://ana:p%40ss@mail.example.org",
            ("mail.example.org", 587, "ana", "p@ss", False, True),
        ),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", True, False)),
        ("smtp://localhost:25?starttls=no", ("localhost", 25, "", "", False, False)),
    ],
)
def test_mail_url_sets_connection_options(url, expected):
    names = ("host", "port", "username", "password", "use_ssl", "use_tls")

    assert options(url) == dict(zip(names, expected, strict=True))


def test_folder_receives_emails_in_development():
    assert options("file:///tmp/mail") == {"file_path": "/tmp/mail"}


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_invalid_mail_url_is_rejected_with_examples(url):
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL must look like smtp://"):
        mailers_from_url(url)
