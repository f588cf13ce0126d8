"""Whether the mail server accepts our emails: everything of a session but the email itself."""

import smtplib
import ssl
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.smtp import EmailBackend
from django.db import OperationalError, ProgrammingError

from content.exceptions import AppError
from content.mail.sending import close, format_reply, send_now
from content.models import User
from content.site import site_name
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning


def examine() -> Iterator[Diagnosis]:
    mailer: Any = mailers.default
    if not isinstance(mailer, EmailBackend):
        yield warning(
            "Emails are written to a folder, and reach no one.",
            "Set MAIL_URL to a mail server, such as smtp://user:password@mail.example.org:587.",
        )
        return
    try:
        mailer.open()
        session: Any = mailer.connection
        yield from try_session(session)
    except ssl.SSLCertVerificationError as error:
        yield problem(
            f"The certificate of {mailer.host} isn’t valid: {error.verify_message}.",
            "Use the host name that is in the certificate in MAIL_URL, or renew the certificate.",
        )
    except smtplib.SMTPAuthenticationError as error:
        yield problem(
            f"{mailer.host} refuses the user name or the password: {reply(error)}.",
            "Correct them in MAIL_URL. Write special characters as % and two digits, such as %40 "
            "for @.",
        )
    except smtplib.SMTPNotSupportedError as error:
        yield problem(
            f"{mailer.host} can’t do what MAIL_URL asks of it: {error}.",
            "Remove the user name or, on this machine only, add “?starttls=no”.",
        )
    except (smtplib.SMTPException, OSError) as error:
        yield problem(
            f"{mailer.host} doesn’t answer on port {mailer.port}: {error or type(error).__name__}.",
            "Check the host and the port in MAIL_URL (587 with smtp://, 465 with smtps://), and "
            "whether a firewall or your hosting provider blocks outgoing email.",
        )
    finally:
        close(mailer)


def try_session(session: smtplib.SMTP) -> Iterator[Diagnosis]:
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    recipient = find_recipient() or sender
    session.ehlo_or_helo_if_needed()
    code, text = session.mail(sender)
    if code != 250:
        yield problem(
            f"The mail server doesn’t accept {sender} as a sender: {format_reply(code, text)}.",
            "Set MAIL_FROM to an address that the account in MAIL_URL may use.",
        )
        return
    code, text = session.rcpt(recipient)
    session.rset()
    if code not in (250, 251):
        yield problem(
            f"The mail server refuses an email to {recipient}: {format_reply(code, text)}.",
            "Sign in with a user name and a password in MAIL_URL, or have the server relay for "
            "this machine.",
        )
        return
    yield ok(f"The mail server accepts emails from {sender}, for example to {recipient}.")


def find_recipient() -> str:
    """Return an administrator’s address, if there is one and the database can tell."""
    administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    try:
        return administrators.values_list("email", flat=True).first() or ""
    except (OperationalError, ProgrammingError):
        return ""


def reply(error: smtplib.SMTPResponseException) -> str:
    return format_reply(error.smtp_code, error.smtp_error).rstrip(".")


def send_test(address: str) -> Diagnosis:
    """Send an email that says that email works."""
    email = EmailMultiAlternatives(
        subject=f"Email from {site_name()} works",
        body=f"{settings.SITE_URL} can send you emails.\n\n"
        "If this arrived among the spam, see what “manage.py doctor” says about SPF, DKIM, and "
        "DMARC.\n",
        to=[address],
    )
    try:
        send_now(email)
    except AppError as error:
        return problem(
            f"The test email to {address} wasn’t accepted: {error}",
            "The mail server’s reply says why. See also what is said about it here.",
        )
    return ok(f"The mail server accepted a test email to {address}. See whether it arrives.")
