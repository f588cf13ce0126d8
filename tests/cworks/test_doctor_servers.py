"""What the doctor finds at mail servers, at name servers, and in the site's certificate."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from content.moments import format_day
from cworks.doctor import (
    Severity,
    certificates,
    mail_domain,
)
from cworks.doctor import mail_server as smtp
from cworks.mailers import mailers_from_url
from tests.factories import UserFactory
from tests.support.database_servers import get_free_port
from tests.support.diagnoses import bad
from tests.support.name_servers import run_name_server

pytestmark = pytest.mark.django_db


def test_mail_server_is_asked_up_to_the_recipient_and_sends_only_a_test(mail_server, settings):
    settings.DEFAULT_FROM_EMAIL = "CompetencyWorks <events@cw.org>"
    UserFactory(email="ada@cw.org", is_superuser=True)

    accepted = [each.text for each in smtp.examine()]
    sent_by_then = list(mail_server.taken)
    mail_server.answers["ada@cw.org"] = "550 no relaying"
    refused = bad(smtp.examine())
    tested = smtp.send_test("ben@cw.org")

    assert (accepted, sent_by_then) == (
        ["The mail server accepts emails from events@cw.org, for example to ada@cw.org."],
        [],
    )
    assert refused == [
        (Severity.PROBLEM, "The mail server refuses an email to ada@cw.org: 550 no relaying.")
    ]
    assert tested.level == Severity.OK
    assert mail_server.subjects == [("ben@cw.org", "Email from CompetencyWorks works")]


def test_mail_server_that_does_not_answer_is_a_problem(settings):
    port = get_free_port()
    settings.MAILERS = mailers_from_url(f"smtp://127.0.0.1:{port}?starttls=no")

    [finding] = smtp.examine()

    assert finding.text.startswith(f"127.0.0.1 doesn’t answer on port {port}: ")
    assert finding.level == Severity.PROBLEM


GOOD = {
    "mail.cw.org": ["v=spf1 include:_spf.provider.org -all"],
    "s1._domainkey.mail.cw.org": ["v=DKIM1; p=MIIB"],
    # For all hosts of the domain.
    "_dmarc.cw.org": ["v=DMARC1; p=none"],
}


@pytest.mark.parametrize(
    ("records", "texts"),
    [
        (GOOD, ["mail.cw.org has records for SPF, DKIM, and DMARC."]),
        (
            {},
            ["The name server of this machine doesn’t know mail.cw.org, the domain of MAIL_FROM."],
        ),
        (
            {"mail.cw.org": ["v=spf1 +all", "something else"]},
            [
                "The SPF record of mail.cw.org lets every server in the world send its emails.",
                "There is no DKIM key at s1._domainkey.mail.cw.org.",
                "mail.cw.org has no DMARC record, which large mail providers ask for.",
            ],
        ),
        (
            GOOD | {"mail.cw.org": ["v=spf1 a -all", "v=spf1 mx -all"]},
            ["mail.cw.org has 2 SPF records, so all of them are invalid."],
        ),
    ],
    ids=["good", "unknown domain", "nothing but a bad one", "two"],
)
@pytest.mark.usefixtures("mail_server")
def test_records_of_emails_domain_are_read(records, texts, settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "events@mail.cw.org"
    settings.DKIM_SELECTOR = "s1"
    with run_name_server(records) as resolver:
        monkeypatch.setattr(mail_domain, "make_resolver", lambda: resolver)

        assert [each.text for each in mail_domain.examine()] == texts


@pytest.mark.usefixtures("mail_server")
def test_name_server_that_does_not_answer_is_said(settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "events@cw.org"
    with run_name_server({}) as resolver:
        pass
    monkeypatch.setattr(mail_domain, "make_resolver", lambda: resolver)
    monkeypatch.setattr(mail_domain, "SECONDS", 0.1)

    assert bad(mail_domain.examine()) == [
        (
            Severity.WARNING,
            "No name server answered a question about cw.org, so SPF, DKIM, and DMARC weren’t "
            "checked.",
        )
    ]


@pytest.fixture
def https_site(tmp_path, settings) -> Iterator[Path]:
    """A server whose certificate, in this file, ends in two days."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.timeout = 10
        settings.SITE_URL = f"https://localhost:{server.server_address[1]}"
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield certificate
        thread.join()


def test_certificate_that_browsers_refuse_is_a_problem(https_site):
    [finding] = certificates.examine()

    assert (finding.level, finding.text) == (
        Severity.PROBLEM,
        "Browsers refuse the certificate of localhost: self-signed certificate.",
    )


def test_certificate_that_ends_soon_is_a_problem(https_site, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(https_site))

    [finding] = certificates.examine()

    ends = format_day(timezone.now() + timedelta(days=2))
    assert (finding.level, finding.text) == (
        Severity.PROBLEM,
        f"The certificate of localhost is valid until {ends}.",
    )
