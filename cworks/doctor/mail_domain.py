"""SPF, DKIM, and DMARC: without them, other mail servers take our emails for spam."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend

from content.exceptions import ContentError
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

SECONDS = 3


class NoNameServer(ContentError):
    message = "No name server answers."


def examine() -> Iterator[Diagnosis]:
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2]
    if not isinstance(mailers.default, EmailBackend):
        return
    try:
        if not exists(domain):
            yield problem(
                f"The name server of this machine doesn’t know {domain}, the domain of MAIL_FROM.",
                "Set MAIL_FROM to an address of a domain that is yours, or correct the name server "
                "in /etc/resolv.conf.",
            )
            return
        found = [*spf(domain), *dkim(domain), *dmarc(domain)]
    except NoNameServer:
        yield warning(
            f"No name server answered a question about {domain}, so SPF, DKIM, and DMARC weren’t "
            "checked.",
            "Allow this machine to ask name servers (port 53), and check again.",
        )
        return
    yield from found or [ok(f"{domain} has records for SPF, DKIM, and DMARC.")]


def spf(domain: str) -> Iterator[Diagnosis]:
    records = [text for text in read_texts(domain) if is_version(text, "v=spf1")]
    if not records:
        yield warning(
            f"{domain} has no SPF record, which says which servers send its emails.",
            f"Add a TXT record to {domain}. Your mail provider says which, such as "
            "“v=spf1 include:_spf.example.com -all”.",
        )
    elif len(records) > 1:
        yield warning(
            f"{domain} has {len(records)} SPF records, so all of them are invalid.",
            "Combine them in one.",
        )
    elif "+all" in records[0].split():
        yield warning(
            f"The SPF record of {domain} lets every server in the world send its emails.",
            "Replace “+all” with “-all” or “~all”.",
        )


def dkim(domain: str) -> Iterator[Diagnosis]:
    if not settings.DKIM_SELECTOR:
        yield warning(
            "Whether emails are signed (DKIM) wasn’t checked.",
            "Set DKIM_SELECTOR to the selector that your mail provider gave you, such as “s1”.",
        )
        return
    name = f"{settings.DKIM_SELECTOR}._domainkey.{domain}"
    if not any("p=" in text and "p=;" not in text for text in read_texts(name)):
        yield warning(
            f"There is no DKIM key at {name}.",
            "Add the record that your mail provider gives you, or correct DKIM_SELECTOR.",
        )


def dmarc(domain: str) -> Iterator[Diagnosis]:
    """RFC 7489 §6.6.3: the domain’s own record, or that of the domain above it."""
    labels = domain.split(".")
    names = [".".join(labels[index:]) for index in range(max(len(labels) - 1, 1))]
    if not any(
        is_version(text, "v=dmarc1") for name in names for text in read_texts(f"_dmarc.{name}")
    ):
        yield warning(
            f"{domain} has no DMARC record, which large mail providers ask for.",
            f"Add a TXT record to _dmarc.{domain}: “v=DMARC1; p=none” to begin with.",
        )


def is_version(text: str, version: str) -> bool:
    return text.lower().replace(" ", "").startswith(version)


def exists(domain: str) -> bool:
    """Raises NoNameServer."""
    return ask(domain) is not None


def read_texts(name: str) -> list[str]:
    """Raises NoNameServer."""
    answer = ask(name) or []
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def ask(name: str):
    """Return the TXT records, or None if there is no such name. Raises NoNameServer."""
    import dns.exception
    import dns.resolver

    try:
        return make_resolver().resolve(name, "TXT", lifetime=SECONDS)
    except dns.resolver.NXDOMAIN:
        return None
    except dns.resolver.NoAnswer:
        return []
    except dns.exception.DNSException as error:
        raise NoNameServer from error


def make_resolver():
    """Return what asks this system’s name servers."""
    import dns.resolver

    return dns.resolver.Resolver()
