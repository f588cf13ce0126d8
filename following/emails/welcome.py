"""The first email to a new follower."""

from content.mail import EmailContent, fill_in, find_text
from content.models import EmailText
from content.site import site_name
from following.models.follows import LISTS, Frequency

WELCOME = "follow-welcome"
SUBJECT = "Welcome to {site}"
TEXT = """\
Thank you for following {name}. You’ll get {what}.

Change how often, follow more, or stop, whenever you like: the link is in every email, and \
there is no password."""


def write_welcome(name: str, frequency: Frequency, text: EmailText | None = None) -> EmailContent:
    values = {"site": site_name(), "name": name, "what": LISTS[frequency]}
    return EmailContent(**fill_in(text or find_text(WELCOME), values))
