"""Building emails from their content: plain text, HTML, and a calendar file."""

from email.message import MIMEPart
from email.policy import SMTP
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from content.accent import DARK, LIGHT, stronger
from content.markdown import absolute_links
from content.paths import absolute
from content.rendering import render_text
from content.site import sender, site_name, site_settings
from events.emails.contents import (
    EmailContent,
    links_with,
    registration_links,
    write_content,
    write_footer,
)
from events.models import Delivery, Event, Message, Registration

FILE_NAMES = {"REQUEST": "invite.ics", "CANCEL": "cancel.ics"}


def build_email(delivery: Delivery) -> EmailMultiAlternatives:
    """Return the email of a delivery whose registration, event, and message are loaded.

    The same delivery always has the same Message-ID.
    """
    registration = delivery.registration
    if delivery.message:
        email = build_message_email(delivery.message, registration)
    else:
        content = write_content(delivery)
        email = assemble(content, event=registration.event, to=registration.email)
        attach_calendar(email, content.calendar_method, registration)
    email.extra_headers["Message-ID"] = message_id(delivery)
    return email


def build_message_email(
    message: Message, registration: Registration | None = None, *, to: str = ""
) -> EmailMultiAlternatives:
    """Return a staff message as one registrant receives it.

    Without a registration, it is a test for its author, sent to `to`: it looks the same, but the
    link to the registration goes to the event's page.
    """
    name = registration.name if registration else "Alex Example"
    page = absolute(message.event.get_absolute_url())
    # The name goes in last: people who register someone else's address must not be able to make our
    # email say anything, least of all a link.
    html = absolute_links(render_text(message.body).html, page).replace("{name}", escape(name))
    content = EmailContent(
        subject=message.subject.replace("{name}", name),
        paragraphs=[],
        html=html,
        links=registration_links(registration) if registration else links_with(message.event, page),
    )
    text = message.body.replace("{name}", name)
    return assemble(
        content, event=message.event, to=registration.email if registration else to, text=text
    )


def assemble(
    content: EmailContent, *, event: Event, to: str, text: str = ""
) -> EmailMultiAlternatives:
    context = {
        "content": content,
        "text": text,
        "footer": write_footer(event),
        "site_name": site_name(),
        "colors": email_colors(),
        "site_url": settings.SITE_URL,
    }
    email = EmailMultiAlternatives(
        subject=" ".join(content.subject.split()),
        body=render_to_string("events/email/email.txt", context).strip() + "\n",
        from_email=sender(),
        to=[to],
        # Keeps “out of office” programs from answering (RFC 3834 §5).
        headers={"Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(render_to_string("events/email/email.html", context), "text/html")
    return email


def email_colors() -> dict[str, str]:
    """Return the colors of links and buttons: emails have no style sheet to take them from."""
    site = site_settings()
    light, dark = site.accent_light or LIGHT.accent, site.accent_dark or DARK.accent
    return {
        "light": light,
        "light_link": stronger(light, LIGHT),
        "dark": dark,
        "dark_link": stronger(dark, DARK),
    }


def attach_calendar(email: EmailMultiAlternatives, method: str, registration: Registration) -> None:
    if not method:
        return
    # As in views/calendars.py.
    from events.calendars import invitation

    content = invitation(
        registration.event,
        method=method,
        name=registration.name,
        email=registration.email,
        url=absolute(registration.secret_path()),
    )
    # Calendar files use the same line endings as emails (RFC 5545 §3.1).
    part = MIMEPart(policy=SMTP)
    part.set_content(content.decode(), subtype="calendar", charset="utf-8", cte="base64")
    # The method in the content type must match the one in the file (RFC 6047 §2.4).
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAMES[method])
    email.attach(part)


def message_id(delivery: Delivery) -> str:
    """Return the Message-ID (RFC 5322 §3.6.4) of a delivery, which no one else can predict."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    secret = salted_hmac("events.message-id", str(delivery.pk), algorithm="sha256").hexdigest()
    return f"<{delivery.pk}.{secret[:24]}@{address.rpartition('@')[2]}>"
