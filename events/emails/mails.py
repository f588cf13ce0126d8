"""Letters as mail programs want them: plain text, HTML, and a file for the calendar."""

from email.message import MIMEPart
from email.policy import SMTP
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from content.markdown import absolute_links, render
from content.paths import absolute
from events.calendars import invitation
from events.emails.letters import Letter, ways_on, ways_to, why, write_letter
from events.models import Delivery, Event, Message, Registration

FILE_NAMES = {"REQUEST": "invite.ics", "CANCEL": "cancel.ics"}


def build_mail(delivery: Delivery) -> EmailMultiAlternatives:
    """Return a delivery’s mail; its registration, event and message are fetched.

    The same delivery always has the same Message-ID.
    """
    registration = delivery.registration
    if delivery.message:
        mail = build_message_mail(delivery.message, registration)
    else:
        letter = write_letter(delivery)
        mail = put_together(letter, event=registration.event, to=registration.email)
        attach_calendar(mail, letter.calendar_method, registration)
    mail.extra_headers["Message-ID"] = message_id(delivery)
    return mail


def build_message_mail(
    message: Message, registration: Registration | None = None, *, to: str = ""
) -> EmailMultiAlternatives:
    """Return a message of the staff’s as it goes to a registrant.

    Without one, as a test for whoever writes it, which goes to `to`; it looks the same, and where
    a registrant’s link to their registration stands, leads to the event’s page.
    """
    name = registration.name if registration else "Alex Example"
    page = absolute(message.event.get_absolute_url())
    # The name goes in last: who registers somebody else's address must not have their mail say
    # anything, least of all a link.
    html = absolute_links(render(message.body).html, page).replace("{name}", escape(name))
    letter = Letter(
        subject=message.subject.replace("{name}", name),
        paragraphs=[],
        html=html,
        links=ways_on(registration) if registration else ways_to(message.event, page),
    )
    text = message.body.replace("{name}", name)
    return put_together(
        letter, event=message.event, to=registration.email if registration else to, text=text
    )


def put_together(
    letter: Letter, *, event: Event, to: str, text: str = ""
) -> EmailMultiAlternatives:
    context = {
        "letter": letter,
        "text": text,
        "why": why(event),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=render_to_string("events/mail/mail.txt", context).strip() + "\n",
        to=[to],
        headers={
            # Nobody's “out of office” has to answer.
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("events/mail/mail.html", context), "text/html")
    return mail


def attach_calendar(mail: EmailMultiAlternatives, method: str, registration: Registration) -> None:
    if not method:
        return
    content = invitation(
        registration.event,
        method=method,
        name=registration.name,
        email=registration.email,
        url=absolute(registration.get_absolute_url()),
    )
    # Lines of a calendar end as those of a mail do (RFC 5545 §3.1).
    part = MIMEPart(policy=SMTP)
    part.set_content(content.decode(), subtype="calendar", charset="utf-8", cte="base64")
    # What the file says and what its type says have to agree (RFC 6047 §2.4).
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAMES[method])
    mail.attach(part)


def message_id(delivery: Delivery) -> str:
    """Return the Message-ID (RFC 5322 §3.6.4) of a delivery, which nobody else can foresee."""
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    secret = salted_hmac("events.message-id", str(delivery.pk), algorithm="sha256").hexdigest()
    return f"<{delivery.pk}.{secret[:24]}@{sender.rpartition('@')[2]}>"
