"""Domain names in one spelling: bücher.example and xn--bcher-kva.example are the same.

As browsers do (UTS #46), so that an address here leads where it leads there: stricter, older rules
send straße.example to strasse.example, which belongs to someone else.
"""

from urllib.parse import quote, urlsplit

import idna

# Characters that an address in a header may have; with “%”, so that nothing is encoded twice.
SAFE = "/#%[]=:;$&()+,!?*@'~"


def ascii_domain(domain: str) -> str:
    """Return a domain in lower case and ASCII, or, if it isn’t a domain, the text in lower case."""
    domain = domain.lower()
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def readable_domain(domain: str) -> str:
    """Return a domain as people read it."""
    domain = ascii_domain(domain)
    if "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def ascii_email(email: str) -> str:
    """Return an email address with its domain in ASCII, which mail servers and calendars expect."""
    name, at, domain = email.rpartition("@")
    return f"{name}@{ascii_domain(domain)}" if at else email


def ascii_url(url: str) -> str:
    """Return an address as an HTTP header may contain it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return quote(url, safe=SAFE)
    user, at, host = parts.netloc.rpartition("@")
    return quote(parts._replace(netloc=f"{user}{at}{ascii_domain(host)}").geturl(), safe=SAFE)
