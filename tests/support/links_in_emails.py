"""The links of an email, as a scanner or a reader finds them."""

import re
from email.message import EmailMessage

from tests.support.mail_servers import html_of, text_of

ADDRESS = re.compile(r"https?://[^/\s\"<>]+(/[^\s\"<>]*)")


def paths_in(mail: EmailMessage) -> list[str]:
    """Return the path of every address of the site in an email, its header included."""
    texts = [text_of(mail), html_of(mail), mail["List-Unsubscribe"] or ""]
    return list(dict.fromkeys(path for text in texts for path in ADDRESS.findall(text)))


def path_to(mail: EmailMessage, part: str) -> str:
    """Return the path that has this part."""
    [path] = [path for path in paths_in(mail) if part in path]
    return path
