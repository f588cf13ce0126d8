import re
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from content.models import Reader

# What the part before the “@” may have (RFC 5322 §3.2.3).
IN_LOCAL_PART = r"[[:alnum:].!#$%&'*+/=?^_`{|}~-]"
# For this long after a confirmation, an address needs no other.
CONFIRMED_FOR = timedelta(days=30)


def find_reader(email: str) -> Reader:
    """Return the reader with this address, who is added if there is none."""
    reader, _ = Reader.objects.get_or_create(email=clean_email(email))
    return reader


def clean_email(email: str) -> str:
    """Return an address as readers’ are stored."""
    return email.strip().lower()


def names_address(field: str, email: str) -> Q:
    """Match rows whose text contains an address: as a whole, not within joana@example.org."""
    pattern = rf"(?<!{IN_LOCAL_PART}){re.escape(email)}(?!\.?[[:alnum:]_-])"
    return Q(**{f"{field}__iregex": pattern})


def is_confirmed(reader: Reader) -> bool:
    """Whether a reader has confirmed the address lately."""
    confirmed_at = reader.confirmed_at
    return confirmed_at is not None and confirmed_at > timezone.now() - CONFIRMED_FOR
