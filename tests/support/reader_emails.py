"""What a reader, or a scanner of their mail, finds in an email."""

import re
from email.message import EmailMessage

from tests.support.mail_servers import html_of, text_of

ADDRESS = re.compile(r"https?://[^/\s\"<>]+(/[^\s\"<>]*)")


def paths_in(mail: EmailMessage) -> list[str]:
    """Return the paths of all addresses in an email, its headers included."""
    texts = [text_of(mail), html_of(mail), mail.get("List-Unsubscribe", "")]
    return list(dict.fromkeys(path for text in texts for path in ADDRESS.findall(text)))


def path_in(mail: EmailMessage, beginning: str) -> str:
    """Return the one path in an email that begins like this."""
    [path] = [path for path in paths_in(mail) if path.startswith(beginning)]
    return path
