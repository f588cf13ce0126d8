"""Building emails to registrants: words, facts, and a calendar file."""

import re
from datetime import timedelta
from email.message import MIMEPart
from email.policy import SMTP

from django.core.mail import EmailMultiAlternatives

from content import mail
from content.mail import EmailContent, fill_in, find_text
from content.models import EmailText
from content.paths import absolute
from events import policy
from events.calendar_texts import format_location
from events.emails.contents import WRITERS, links_with, registration_links, write_footer
from events.emails.wordings import HELD, purpose_of, wording_of
from events.models import Delivery, Event, Message, Registration

FILE_NAMES = {"REQUEST": "invite.ics", "CANCEL": "cancel.ics"}
NAME_IN_EXAMPLES = "Alex Example"
# What mail programs make a link of, even in plain text: “evil.example”, and addresses.
BEFORE_WORD = re.compile(r"\.(?=\w)")
NOT_IN_NAMES = re.compile(r"[/@:]+")
LONGEST_NAME = 60


def build_delivery(delivery: Delivery) -> EmailMultiAlternatives:
    """Return the email of a delivery whose registration, event, and message are loaded.

    Raises EventNotPublic while an email about the event's page would lead nowhere.
    """
    policy.check_page_is_there(delivery)
    registration = delivery.registration
    if delivery.message:
        return build_message_email(delivery.message, registration)
    key = wording_of(delivery.kind, registration)
    text = find_text(purpose_of(key), entry=registration.event)
    return build_with_text(key, registration, text, to=registration.email)


def build_with_text(
    key: str, registration: Registration, text: EmailText, *, to: str
) -> EmailMultiAlternatives:
    """Return the email for this key of WORDINGS, in the words of this text."""
    event = registration.event
    automatic = WRITERS[key](registration)
    values = {
        "event": event.heading,
        "when": event.date_line,
        "where": format_location(event),
        "name": harmless_name(registration.name),
        **automatic.values,
    }
    content = EmailContent(
        **fill_in(text, values, base_url=absolute(event.get_absolute_url())),
        paragraphs=automatic.paragraphs,
        facts=automatic.facts,
        button=automatic.button,
        links=automatic.links,
    )
    email = mail.build_email(content, to=to, footer=write_footer(event))
    attach_calendar(email, automatic.calendar_method, registration)
    return email


def build_message_email(
    message: Message, registration: Registration | None = None, *, to: str = ""
) -> EmailMultiAlternatives:
    """Return a staff message as one registrant receives it.

    Without a registration, it is a test for its author, sent to `to`: it looks the same, but the
    link to the registration goes to the event's page.
    """
    event = message.event
    page = absolute(event.get_absolute_url())
    name = harmless_name(registration.name) if registration else NAME_IN_EXAMPLES
    text = EmailText(subject=message.subject, text=message.body)
    content = EmailContent(
        **fill_in(text, {"name": name}, base_url=page),
        links=registration_links(registration) if registration else links_with(event, page),
    )
    return mail.build_email(
        content, to=registration.email if registration else to, footer=write_footer(event)
    )


def harmless_name(name: str) -> str:
    """Return a registrant's name as our emails may show it.

    People who register someone else's address must not be able to make our email say anything,
    least of all a link.
    """
    words = BEFORE_WORD.sub(". ", NOT_IN_NAMES.sub(" ", name))
    return " ".join(words.split())[:LONGEST_NAME]


def example_registration(event: Event, key: str) -> Registration:
    """Return a registration, which is never saved, for previews of emails."""
    state = Registration.State
    is_waiting = key == "waiting-list"
    example = Registration(
        event=event,
        name=NAME_IN_EXAMPLES,
        email="alex@example.org",
        is_presenter=key == "presenter",
        state=state.WAITING if is_waiting else state.REGISTERED,
    )
    example.seated_at = None if is_waiting else example.created_at
    example.held_until = example.created_at + timedelta(days=1) if key == HELD else None
    return example


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
